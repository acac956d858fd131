package io.aspectvm.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.wasm.opcode.Feature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Constants and expected results of a script: {@code {"type": "i32", "value": "42"}}. */
final class SpecValue {

  private static final int F32_QUIET_NAN = 0x7FC0_0000;
  private static final long F64_QUIET_NAN = 0x7FF8_0000_0000_0000L;
  private static final long NULL = -1;

  private SpecValue() {}

  /**
   * Raw bits of a constant.
   *
   * @throws SkippedException if its type is not there yet
   */
  static long bits(JsonNode constant) throws SkippedException {
    String type = constant.path("type").asText();
    String value = constant.path("value").asText();
    switch (type) {
      case "i32", "i64", "f32", "f64":
        return new BigInteger(value).longValue();
      case "externref", "funcref":
        return value.equals("null") ? NULL : new BigInteger(value).longValue();
      case "v128":
        throw new SkippedException(Feature.SIMD);
      default:
        throw new IllegalArgumentException("constant of type '" + type + "'");
    }
  }

  /**
   * Whether a result is as expected; NaN may be expected as a class of values, and a reference
   * without a value is any but null.
   */
  static boolean matches(JsonNode expected, Performed.Value actual) throws SkippedException {
    String type = actual.type();
    long bits = actual.bits();
    String expectedType = expected.path("type").asText();
    if (expectedType.equals("either")) {
      for (JsonNode alternative : expected.path("values")) {
        if (matches(alternative, actual)) {
          return true;
        }
      }
      return false;
    }
    if (!expectedType.equals(type)) {
      return false;
    }
    if (!expected.has("value")) {
      return type.endsWith("ref") && bits != NULL;
    }
    String value = expected.path("value").asText();
    boolean wide = type.equals("f64");
    return switch (value) {
      case "nan:canonical" ->
          wide
              ? (bits & Long.MAX_VALUE) == F64_QUIET_NAN
              : ((int) bits & Integer.MAX_VALUE) == F32_QUIET_NAN;
      case "nan:arithmetic" ->
          wide
              ? (bits & F64_QUIET_NAN) == F64_QUIET_NAN
              : ((int) bits & F32_QUIET_NAN) == F32_QUIET_NAN;
      default -> matchesBits(type, bits(expected), bits);
    };
  }

  private static boolean matchesBits(String type, long expected, long actual) {
    boolean narrow = type.equals("i32") || type.equals("f32");
    return narrow ? (int) expected == (int) actual : expected == actual;
  }

  /** For messages: {@code i32:42}. */
  static String text(String type, long bits) {
    return switch (type) {
      case "i32" -> "i32:" + (int) bits;
      case "f32" -> String.format(Locale.ROOT, "f32:0x%08x", (int) bits);
      case "f64" -> String.format(Locale.ROOT, "f64:0x%016x", bits);
      default -> type + ":" + bits;
    };
  }

  /** For messages, of constants or expected results. */
  static String texts(JsonNode constants) {
    List<String> texts = new ArrayList<>();
    constants.forEach(constant -> texts.add(text(constant)));
    return texts.toString();
  }

  private static String text(JsonNode constant) {
    JsonNode value = constant.path("value");
    String type = constant.path("type").asText();
    if (!value.isTextual() || value.asText().startsWith("nan:") || value.asText().equals("null")) {
      return type + ":" + (value.isMissingNode() ? constant.path("values") : value.asText());
    }
    return text(type, new BigInteger(value.asText()).longValue());
  }
}
