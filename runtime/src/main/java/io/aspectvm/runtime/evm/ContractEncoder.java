package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Encodes values by the contract ABI: heads of all values, then the contents of the dynamic ones,
 * whose heads are offsets from the first head.
 */
final class ContractEncoder {

  private static final int WORD = ContractType.WORD_BYTES;

  private ContractEncoder() {}

  /**
   * Encodes a tuple without an offset before it, as parameters are.
   *
   * @throws IllegalArgumentException if a value does not fit its type
   */
  static byte[] tuple(ContractType tuple, ContractValues values) {
    if (tuple.components().size() != values.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + tuple);
    }
    return sequence(tuple.components(), values.values());
  }

  private static byte[] sequence(List<ContractType> types, List<?> values) {
    int headBytes = types.stream().mapToInt(ContractType::headBytes).sum();
    ByteArrayOutputStream heads = new ByteArrayOutputStream();
    ByteArrayOutputStream tails = new ByteArrayOutputStream();
    for (int i = 0; i < types.size(); i++) {
      byte[] content = content(types.get(i), values.get(i));
      if (types.get(i).isDynamic()) {
        heads.writeBytes(word(headBytes + tails.size()));
        tails.writeBytes(content);
      } else {
        heads.writeBytes(content);
      }
    }
    heads.writeBytes(tails.toByteArray());
    return heads.toByteArray();
  }

  private static byte[] content(ContractType type, Object value) {
    try {
      return switch (type.kind()) {
        case UINT, INT -> number(type, (BigInteger) value);
        case BOOL -> word((Boolean) value ? 1 : 0);
        case ADDRESS -> address((ByteKey) value);
        case FIXED_BYTES -> fixedBytes(type, (byte[]) value);
        case BYTES -> bytes((byte[]) value);
        case STRING -> bytes(((GuestString) value).bytes());
        case ARRAY -> array(type.element(), (List<?>) value);
        case TUPLE -> tuple(type, (ContractValues) value);
      };
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(value.getClass() + " for " + type, e);
    }
  }

  private static byte[] number(ContractType type, BigInteger value) {
    boolean signed = type.kind() == ContractType.Kind.INT;
    boolean fits =
        signed
            ? value.bitLength() < type.size()
            : value.signum() >= 0 && value.bitLength() <= type.size();
    if (!fits) {
      throw new IllegalArgumentException(value + " for " + type);
    }
    byte[] minimal = value.toByteArray();
    byte[] word = new byte[WORD];
    Arrays.fill(word, (byte) (value.signum() < 0 ? -1 : 0));
    int count = Math.min(minimal.length, WORD); // A 33rd byte is a zero before an unsigned number.
    System.arraycopy(minimal, minimal.length - count, word, WORD - count, count);
    return word;
  }

  private static byte[] word(int value) {
    byte[] word = new byte[WORD];
    for (int i = 0; i < Integer.BYTES; i++) {
      word[WORD - 1 - i] = (byte) (value >>> (Byte.SIZE * i));
    }
    return word;
  }

  private static byte[] address(ByteKey value) {
    if (value.length() != ByteKey.ADDRESS_BYTES) {
      throw new IllegalArgumentException(value + " for address");
    }
    return ByteKey.word(value.bytes()).bytes();
  }

  private static byte[] fixedBytes(ContractType type, byte[] value) {
    if (value.length != type.size()) {
      throw new IllegalArgumentException(value.length + " bytes for " + type);
    }
    return Arrays.copyOf(value, WORD);
  }

  private static byte[] bytes(byte[] value) {
    int padded = Math.floorDiv(value.length + WORD - 1, WORD) * WORD;
    byte[] encoded = Arrays.copyOf(word(value.length), WORD + padded);
    System.arraycopy(value, 0, encoded, WORD, value.length);
    return encoded;
  }

  private static byte[] array(ContractType element, List<?> values) {
    byte[] elements = sequence(Collections.nCopies(values.size(), element), values);
    byte[] encoded = Arrays.copyOf(word(values.size()), WORD + elements.length);
    System.arraycopy(elements, 0, encoded, WORD, elements.length);
    return encoded;
  }
}
