package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.evm.ContractType.Kind;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes values of the contract ABI. What the node's own decoder takes is taken: contents in any
 * order, gaps, overlaps, bytes behind the end, padding that is not zero, and addresses with bytes
 * before them. A bool must be 0 or 1, and integers of up to 64 bits must be in range; wider ones
 * are cut to their bits.
 *
 * <p><b>Unspecified</b> is how much may come out of overlapping contents, of which little data can
 * claim any amount. Here it is {@value #MAX_EXPANSION} times the data; an encoder's own data has
 * exactly its size.
 */
final class ContractDecoder {

  private static final int WORD = ContractType.WORD_BYTES;
  private static final int MAX_EXPANSION = 16;
  private static final int MAX_CHECKED_BITS = Long.SIZE;

  private final byte[] data;
  private long budget;

  private ContractDecoder(byte[] data) {
    this.data = data;
    this.budget = (long) MAX_EXPANSION * data.length;
  }

  /** The values of a tuple without an offset before it, as parameters are. */
  static ContractValues tuple(ContractType tuple, byte[] data) throws ContractDataException {
    return new ContractDecoder(data).components(tuple, 0);
  }

  private ContractValues components(ContractType tuple, int base) throws ContractDataException {
    List<Object> values = new ArrayList<>();
    int head = base;
    for (ContractType component : tuple.components()) {
      values.add(value(component, base, head));
      head += component.headBytes();
    }
    return new ContractValues(values);
  }

  /**
   * A value by its head.
   *
   * @param base where offsets count from
   */
  private Object value(ContractType type, int base, int head) throws ContractDataException {
    if (type.kind() == Kind.TUPLE) {
      return components(type, type.isDynamic() ? content(base, head, 0) : head);
    }
    take(head, WORD);
    if (!type.isDynamic()) {
      return word(type, head);
    }
    int at = content(base, head, WORD);
    int length = length(at);
    int body = at + WORD;
    return switch (type.kind()) {
      case ARRAY -> elements(type.element(), length, body);
      case STRING -> GuestString.wrap(bytes(body, length));
      default -> bytes(body, length);
    };
  }

  /** Where a head says that the content is, of which {@code least} bytes must be there. */
  private int content(int base, int head, int least) throws ContractDataException {
    take(head, WORD);
    BigInteger offset = unsigned(head).add(BigInteger.valueOf(base));
    if (offset.compareTo(BigInteger.valueOf((long) data.length - least)) > 0) {
      throw new ContractDataException("offset " + offset + " is beyond the end");
    }
    return offset.intValueExact();
  }

  private int length(int at) throws ContractDataException {
    BigInteger length = unsigned(at);
    if (length.compareTo(BigInteger.valueOf(data.length)) > 0) {
      throw new ContractDataException("length " + length + " is beyond the end");
    }
    return length.intValueExact();
  }

  private List<Object> elements(ContractType element, int count, int base)
      throws ContractDataException {
    int headBytes = element.headBytes();
    take(base, (long) headBytes * count);
    if (headBytes == 0 && count > 0) {
      throw new ContractDataException("elements of no size");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(element, base, base + i * headBytes));
    }
    return values;
  }

  private Object word(ContractType type, int at) throws ContractDataException {
    return switch (type.kind()) {
      case UINT, INT -> number(type, at);
      case BOOL -> bool(at);
      case ADDRESS -> ByteKey.address(Arrays.copyOfRange(data, at, at + WORD));
      default -> Arrays.copyOfRange(data, at, at + type.size());
    };
  }

  private BigInteger number(ContractType type, int at) throws ContractDataException {
    boolean signed = type.kind() == Kind.INT;
    BigInteger value = signed ? new BigInteger(data, at, WORD) : unsigned(at);
    int bits = value.bitLength() + (signed ? 1 : 0);
    if (bits <= type.size()) {
      return value;
    }
    if (type.size() <= MAX_CHECKED_BITS) {
      throw new ContractDataException(value + " is no " + type);
    }
    BigInteger low = value.mod(BigInteger.ONE.shiftLeft(type.size()));
    return signed && low.testBit(type.size() - 1)
        ? low.subtract(BigInteger.ONE.shiftLeft(type.size()))
        : low;
  }

  private Boolean bool(int at) throws ContractDataException {
    BigInteger value = unsigned(at);
    if (value.bitLength() > 1) {
      throw new ContractDataException(value + " is no bool");
    }
    return value.signum() == 1;
  }

  private BigInteger unsigned(int at) {
    return new BigInteger(1, data, at, WORD);
  }

  private byte[] bytes(int at, int length) throws ContractDataException {
    take(at, length);
    return Arrays.copyOfRange(data, at, at + length);
  }

  /** Checks that so many bytes are there, and counts them. */
  private void take(int at, long count) throws ContractDataException {
    if (count > data.length - at) {
      throw new ContractDataException(count + " bytes at " + at + " are beyond the end");
    }
    budget -= count;
    if (budget < 0) {
      throw new ContractDataException("contents overlap too much");
    }
  }
}
