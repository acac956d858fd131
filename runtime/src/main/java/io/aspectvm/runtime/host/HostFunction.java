package io.aspectvm.runtime.host;

import java.util.List;

/**
 * A host function as the compiler links it: an import name and the static method behind it.
 *
 * @param owner internal name of the class, {@code com/acme/Host}
 * @param descriptor of the method, the optional context included
 * @param takesContext whether the method's first parameter is a {@code HostContext}
 * @param parameters kinds of the guest's arguments, the context not counted
 * @param result kind of the result, or null for none
 * @param fixedGas and {@code gasPerByte}: the price in WASM gas where the schedule has none
 */
public record HostFunction(
    String module,
    String field,
    String owner,
    String method,
    String descriptor,
    boolean raw,
    boolean takesContext,
    List<ValueKind> parameters,
    ValueKind result,
    long fixedGas,
    long gasPerByte) {

  public HostFunction {
    parameters = List.copyOf(parameters);
  }

  /** How a Java parameter or result travels. The first six are encoded values, the rest raw. */
  public enum ValueKind {
    /** {@code String} or raw string bytes, see {@link io.aspectvm.runtime.support.HostCall}. */
    STRING,
    BYTES,
    BOOL,
    INT32,
    INT64,
    UINT64,
    RAW_I32,
    RAW_I64,
    RAW_F32,
    RAW_F64
  }
}
