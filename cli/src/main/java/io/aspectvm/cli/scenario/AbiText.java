package io.aspectvm.cli.scenario;

import io.aspectvm.cli.scenario.Values.ValueException;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractType;
import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.GuestString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The contract ABI as text: {@code transfer(address,uint256)(bob, 5)} is call data, {@code
 * (uint256,string)(5, hi)} the tuple alone. Arrays are {@code [1, 2]}, tuples {@code (1, hi)};
 * strings are taken as they are, without quotes.
 */
final class AbiText {

  private final String text;
  private final Values values;

  AbiText(String text, Values values) {
    this.text = text;
    this.values = values;
  }

  byte[] encode() throws ValueException {
    int open = text.indexOf('(');
    int end = open < 0 ? -1 : closing(text, open) + 1;
    if (end <= 0 || !text.startsWith("(", end) || !text.endsWith(")")) {
      throw wrong("'" + text + "' is not of the form name(types)(values)");
    }
    String types = text.substring(open, end);
    String arguments = text.substring(end + 1, text.length() - 1);
    try {
      ContractType tuple = ContractType.parse(types);
      Object[] read = tuple(tuple, arguments).toArray();
      return open == 0
          ? ContractFunction.encode(tuple, read)
          : ContractFunction.of(text.substring(0, open) + types, "()").encodeCall(read);
    } catch (IllegalArgumentException e) {
      throw wrong("'" + text + "': " + e.getMessage());
    }
  }

  private static ValueException wrong(String what) {
    return new ValueException(what);
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += nesting(text.charAt(i));
      if (depth == 0) {
        return i;
      }
    }
    return -2;
  }

  private static int nesting(char c) {
    return switch (c) {
      case '(', '[' -> 1;
      case ')', ']' -> -1;
      default -> 0;
    };
  }

  /** The parts between commas that are in no bracket. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      depth += nesting(list.charAt(i));
      if (depth == 0 && list.charAt(i) == ',') {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!list.isBlank()) {
      parts.add(list.substring(start).strip());
    }
    return parts;
  }

  private List<Object> tuple(ContractType type, String list) throws ValueException {
    List<String> parts = split(list);
    if (parts.size() != type.components().size()) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "'%s' are %d values, %s takes %d",
              list,
              parts.size(),
              type,
              type.components().size()));
    }
    List<Object> read = new ArrayList<>();
    for (String part : parts) {
      read.add(value(type.components().get(read.size()), part));
    }
    return read;
  }

  private Object value(ContractType type, String part) throws ValueException {
    return switch (type.kind()) {
      case UINT, INT -> number(part);
      case BOOL -> bool(part);
      case ADDRESS -> values.named(part);
      case BYTES, FIXED_BYTES -> values.read(part);
      case STRING -> GuestString.of(part);
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (String element : split(inner(part, "[", "]"))) {
          elements.add(value(type.components().get(0), element));
        }
        yield elements;
      }
      case TUPLE -> new ContractValues(tuple(type, inner(part, "(", ")")));
    };
  }

  private static String inner(String part, String open, String close) throws ValueException {
    if (!part.startsWith(open) || !part.endsWith(close)) {
      throw wrong("'" + part + "' is not in " + open + close);
    }
    return part.substring(1, part.length() - 1);
  }

  private static boolean bool(String part) throws ValueException {
    if (!part.equals("true") && !part.equals("false")) {
      throw wrong("'" + part + "' is neither true nor false");
    }
    return Boolean.parseBoolean(part);
  }

  private static BigInteger number(String part) throws ValueException {
    boolean hex = part.startsWith("0x");
    String digits = hex ? part.substring(2) : part;
    Values.requireDigits(digits.startsWith("-") ? digits.length() - 1 : digits.length());
    try {
      return new BigInteger(digits, hex ? 16 : 10);
    } catch (NumberFormatException e) {
      throw wrong("'" + part + "' is no integer");
    }
  }
}
