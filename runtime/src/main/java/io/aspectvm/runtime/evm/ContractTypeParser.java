package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.evm.ContractType.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@link ContractType} from its canonical text. */
final class ContractTypeParser {

  private final String text;
  private int position;

  ContractTypeParser(String text) {
    this.text = text;
  }

  ContractType whole() {
    ContractType type = type();
    if (position != text.length()) {
      throw invalid();
    }
    return type;
  }

  private ContractType type() {
    ContractType type = take("(") ? tuple() : elementary(word());
    while (take("[]")) {
      type = new ContractType(Kind.ARRAY, 0, List.of(type));
    }
    return type;
  }

  private ContractType tuple() {
    List<ContractType> components = new ArrayList<>();
    if (!take(")")) {
      do {
        components.add(type());
      } while (take(","));
      if (!take(")")) {
        throw invalid();
      }
    }
    return new ContractType(Kind.TUPLE, 0, components);
  }

  private ContractType elementary(String word) {
    int letters = 0;
    while (letters < word.length() && Character.isLetter(word.charAt(letters))) {
      letters++;
    }
    String name = word.substring(0, letters);
    int size = size(word.substring(letters));
    return switch (name) {
      case "uint" -> number(Kind.UINT, size);
      case "int" -> number(Kind.INT, size);
      case "bytes" ->
          size == 0 ? plain(Kind.BYTES, 0) : sized(Kind.FIXED_BYTES, size, ContractType.WORD_BYTES);
      case "bool" -> plain(Kind.BOOL, size);
      case "address" -> plain(Kind.ADDRESS, size);
      case "string" -> plain(Kind.STRING, size);
      default -> throw invalid();
    };
  }

  private ContractType number(Kind kind, int bits) {
    if (bits % Byte.SIZE != 0) {
      throw invalid();
    }
    return sized(kind, bits, ContractType.WORD_BYTES * Byte.SIZE);
  }

  private ContractType sized(Kind kind, int size, int largest) {
    if (size < 1 || size > largest) {
      throw invalid();
    }
    return new ContractType(kind, size, List.of());
  }

  private ContractType plain(Kind kind, int size) {
    if (size != 0) {
      throw invalid();
    }
    return new ContractType(kind, 0, List.of());
  }

  /** The size behind a name; 0 for none. */
  private int size(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    if (digits.length() > 3 || digits.startsWith("0")) {
      throw invalid();
    }
    return Integer.parseInt(digits);
  }

  private String word() {
    int start = position;
    while (position < text.length() && Character.isLetterOrDigit(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean take(String expected) {
    boolean found = text.startsWith(expected, position);
    if (found) {
      position += expected.length();
    }
    return found;
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException("no type of the contract ABI: " + text);
  }
}
