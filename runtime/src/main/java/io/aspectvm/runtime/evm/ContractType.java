package io.aspectvm.runtime.evm;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A type of the contract ABI. Arrays of fixed length and fixed-point numbers are left out.
 *
 * @param kind which of the kinds
 * @param size bits of a {@link Kind#UINT} or {@link Kind#INT}, 8 to 256; bytes of {@link
 *     Kind#FIXED_BYTES}, 1 to 32; otherwise 0
 * @param components of a {@link Kind#TUPLE}, in order; the element of an {@link Kind#ARRAY};
 *     otherwise empty
 */
public record ContractType(Kind kind, int size, List<ContractType> components) {

  /** Bytes of a word, the unit of the encoding. */
  public static final int WORD_BYTES = 32;

  /** The kinds of types, each with the Java type that stands for its values. */
  public enum Kind {
    /** {@code uintN}: {@link java.math.BigInteger}, 0 to 2^N - 1. */
    UINT("uint", false),
    /** {@code intN}: {@link java.math.BigInteger}, -2^(N-1) to 2^(N-1) - 1. */
    INT("int", false),
    /** {@code bool}: {@link Boolean}. */
    BOOL("bool", false),
    /** {@code address}: {@link io.aspectvm.runtime.host.ByteKey} of 20 bytes. */
    ADDRESS("address", false),
    /** {@code bytesN}: {@code byte[]} of N bytes. */
    FIXED_BYTES("bytes", false),
    /** {@code bytes}: {@code byte[]}. */
    BYTES("bytes", true),
    /** {@code string}: {@link io.aspectvm.runtime.host.GuestString}, any bytes. */
    STRING("string", true),
    /** {@code T[]}: {@link List} of T's values. */
    ARRAY("", true),
    /** {@code (T, U, ...)}: {@link ContractValues}. */
    TUPLE("", false);

    private final String text;
    private final boolean dynamic;

    Kind(String text, boolean dynamic) {
      this.text = text;
      this.dynamic = dynamic;
    }
  }

  public ContractType {
    Objects.requireNonNull(kind);
    components = List.copyOf(components);
  }

  /**
   * The type written like this, without spaces and with sizes written out: {@code
   * (string,bytes)[]}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ContractType parse(String text) {
    return new ContractTypeParser(text).whole();
  }

  /** Whether the encoding has its content behind the heads, and an offset in its place. */
  public boolean isDynamic() {
    return kind.dynamic || components.stream().anyMatch(ContractType::isDynamic);
  }

  /** Bytes that a value takes among the heads. */
  public int headBytes() {
    return isDynamic() || kind != Kind.TUPLE ? WORD_BYTES : componentBytes();
  }

  /** Bytes of the heads of a tuple's components together. */
  int componentBytes() {
    return components.stream().mapToInt(ContractType::headBytes).sum();
  }

  /** The element of an array. */
  ContractType element() {
    return components.get(0);
  }

  /** The canonical text, which selectors are computed from. */
  @Override
  public String toString() {
    return switch (kind) {
      case ARRAY -> element() + "[]";
      case TUPLE ->
          components.stream()
              .map(ContractType::toString)
              .collect(Collectors.joining(",", "(", ")"));
      default -> size == 0 ? kind.text : kind.text + size;
    };
  }
}
