package io.aspectvm.cli;

import io.aspectvm.runtime.WasmType;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A wasm value on the command line and in results, {@code TYPE:VALUE}.
 *
 * @param bits raw bits; i32 and f32 in the low 32
 */
record RawValue(WasmType type, long bits) {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,5})?");

  /**
   * Reads {@code TYPE:VALUE}.
   *
   * @throws TypeConversionException saying what is wrong with it
   */
  static RawValue parse(String argument) {
    int colon = argument.indexOf(':');
    if (colon < 0) {
      throw new TypeConversionException("'" + argument + "' is not of the form TYPE:VALUE");
    }
    String word = argument.substring(0, colon);
    String text = argument.substring(colon + 1);
    WasmType type =
        switch (word) {
          case "i32" -> WasmType.I32;
          case "i64" -> WasmType.I64;
          case "f32" -> WasmType.F32;
          case "f64" -> WasmType.F64;
          default ->
              throw new TypeConversionException(
                  "'" + argument + "' has none of the types i32, i64, f32, f64");
        };
    OptionalLong bits =
        switch (type) {
          case I32 -> integer(text, 32);
          case I64 -> integer(text, 64);
          case F32 -> float32(text);
          default -> float64(text);
        };
    return new RawValue(
        type,
        bits.orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no value of type " + word)));
  }

  private static OptionalLong integer(String text, int width) {
    return Integers.parse(text)
        .filter(
            number -> Integers.fitsSigned(number, width) || Integers.fitsUnsigned(number, width))
        .map(number -> OptionalLong.of(narrow(number.longValue(), width)))
        .orElse(OptionalLong.empty());
  }

  private static long narrow(long bits, int width) {
    return width == 32 ? bits & 0xFFFF_FFFFL : bits;
  }

  private static OptionalLong float32(String text) {
    if (Integers.isHex(text)) {
      return rawBits(text, 32);
    }
    return special(text)
        .or(() -> decimal(text).map(d -> (double) Float.parseFloat(text)))
        .filter(value -> !Double.isInfinite(value) || !DECIMAL.matcher(text).matches())
        .map(value -> OptionalLong.of(narrow(Float.floatToIntBits((float) (double) value), 32)))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong float64(String text) {
    if (Integers.isHex(text)) {
      return rawBits(text, 64);
    }
    return special(text)
        .or(() -> decimal(text))
        .filter(value -> !Double.isInfinite(value) || !DECIMAL.matcher(text).matches())
        .map(value -> OptionalLong.of(Double.doubleToLongBits(value)))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong rawBits(String text, int width) {
    Optional<BigInteger> bits =
        Integers.bits(text).filter(number -> Integers.fitsUnsigned(number, width));
    return bits.isPresent() ? OptionalLong.of(bits.get().longValue()) : OptionalLong.empty();
  }

  private static Optional<Double> special(String text) {
    return switch (text) {
      case "nan" -> Optional.of(Double.NaN);
      case "inf", "+inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> decimal(String text) {
    return DECIMAL.matcher(text).matches()
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  /** {@code TYPE:VALUE}: integers in signed decimal, floats as their bits. */
  @Override
  public String toString() {
    return type.text() + ":" + valueText();
  }

  private String valueText() {
    return switch (type) {
      case I32 -> Integer.toString((int) bits);
      case I64 -> Long.toString(bits);
      case F32 -> String.format(Locale.ROOT, "0x%08x", (int) bits);
      case F64 -> String.format(Locale.ROOT, "0x%016x", bits);
      case FUNCREF, EXTERNREF -> bits == -1 ? "null" : Long.toString(bits);
    };
  }

  /** For people: floats as numbers too. */
  String describe() {
    return switch (type) {
      case F32 -> this + " = " + Float.intBitsToFloat((int) bits);
      case F64 -> this + " = " + Double.longBitsToDouble(bits);
      default -> toString();
    };
  }
}
