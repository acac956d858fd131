package io.aspectvm.runtime.host;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.WasmType;
import java.util.List;

/**
 * A host function as the compiler links it: an import name and the static method behind it.
 * Immutable.
 *
 * @param module import module
 * @param field import field
 * @param owner internal name of the class, {@code com/acme/Host}
 * @param method name of the static method
 * @param descriptor of the method, the optional context included
 * @param raw whether parameters and result are wasm values, not encoded values
 * @param takesContext whether the method's first parameter is a {@code HostContext}
 * @param parameters kinds of the guest's arguments, the context not counted
 * @param result kind of the result, or null for none
 * @param fixedGas fixed part of the price in WASM gas, where the schedule has none
 * @param gasPerByte price per byte of arguments in WASM gas, where the schedule has none
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

  /** Most parameters of a value-typed function (aspect-abi, section 5.1). */
  public static final int MAX_VALUE_PARAMETERS = 3;

  public HostFunction {
    parameters = List.copyOf(parameters);
  }

  /** The type that an import of this function must have, exactly. */
  public FunctionSignature signature() {
    return new FunctionSignature(
        parameters.stream().map(ValueKind::wasmType).toList(),
        result == null ? List.of() : List.of(result.wasmType()));
  }

  /**
   * How a Java parameter or result travels: as an encoded value behind a pointer, or raw. Each kind
   * says what a generated bridge needs, so that emitting one takes no switch.
   */
  public enum ValueKind {
    /** Encoded String as {@code java.lang.String}: UTF-8 decoded with replacement. */
    STRING("Ljava/lang/String;", "string", "stringResult"),
    /** Encoded String, its bytes as they are. */
    GUEST_STRING("Lio/aspectvm/runtime/host/GuestString;", "guestString", "guestStringResult"),
    /** Encoded ByteArray. */
    BYTES("[B", "bytes", "bytesResult"),
    /** Encoded Bool. */
    BOOL("Z", "bool", "boolResult"),
    /** Encoded Int32. */
    INT32("I", "int32", "int32Result"),
    /** Encoded Int64. */
    INT64("J", "int64", "int64Result"),
    /** Encoded Uint64: a {@code long} with {@link Unsigned}. */
    UINT64("J", "uint64", "uint64Result"),
    /** A wasm {@code i32}. */
    RAW_I32("I", WasmType.I32),
    /** A wasm {@code i64}. */
    RAW_I64("J", WasmType.I64),
    /** A wasm {@code f32}. */
    RAW_F32("F", WasmType.F32),
    /** A wasm {@code f64}. */
    RAW_F64("D", WasmType.F64);

    private final String descriptor;
    private final String reader;
    private final String writer;
    private final WasmType wasmType;

    ValueKind(String descriptor, String reader, String writer) {
      this.descriptor = descriptor;
      this.reader = reader;
      this.writer = writer;
      this.wasmType = WasmType.I32;
    }

    ValueKind(String descriptor, WasmType wasmType) {
      this.descriptor = descriptor;
      this.reader = null;
      this.writer = null;
      this.wasmType = wasmType;
    }

    /** JVM descriptor of the Java type. */
    public String descriptor() {
      return descriptor;
    }

    /**
     * Name of the method of {@link io.aspectvm.runtime.support.HostCall} that reads an argument of
     * this kind, of type {@code (I)} to {@link #descriptor}; null for a raw kind.
     */
    public String reader() {
      return reader;
    }

    /**
     * Name of the method of {@link io.aspectvm.runtime.support.HostCall} that writes a result of
     * this kind, of type {@link #descriptor} to {@code I}; null for a raw kind.
     */
    public String writer() {
      return writer;
    }

    /** The guest's type: {@code i32}, a pointer, for an encoded value. */
    public WasmType wasmType() {
      return wasmType;
    }

    public boolean isRaw() {
      return reader == null;
    }
  }
}
