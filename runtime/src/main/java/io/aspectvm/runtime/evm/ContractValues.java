package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import java.math.BigInteger;
import java.util.List;

/**
 * The values of a tuple, or of a function's parameters, in order; {@link ContractType.Kind} says
 * which Java type stands for which. Arrays are not copied. A getter for another type than the
 * value's throws {@link ClassCastException}.
 */
public record ContractValues(List<Object> values) {

  public ContractValues {
    values = List.copyOf(values);
  }

  /** These values. */
  public static ContractValues of(Object... values) {
    return new ContractValues(List.of(values));
  }

  /** Number of values. */
  public int size() {
    return values.size();
  }

  /** Value {@code i}, of any type. */
  public Object get(int i) {
    return values.get(i);
  }

  /** Value {@code i}, an integer. */
  public BigInteger number(int i) {
    return (BigInteger) get(i);
  }

  /** Value {@code i}, a {@code bool}. */
  public boolean bool(int i) {
    return (Boolean) get(i);
  }

  /** Value {@code i}, an {@code address}. */
  public ByteKey address(int i) {
    return (ByteKey) get(i);
  }

  /** Value {@code i}, {@code bytes} or {@code bytesN}. */
  public byte[] bytes(int i) {
    return (byte[]) get(i);
  }

  /** Value {@code i}, a {@code string}. */
  public GuestString string(int i) {
    return (GuestString) get(i);
  }

  /** Value {@code i}, an array. */
  public List<?> array(int i) {
    return (List<?>) get(i);
  }

  /** Value {@code i}, a tuple. */
  public ContractValues tuple(int i) {
    return (ContractValues) get(i);
  }
}
