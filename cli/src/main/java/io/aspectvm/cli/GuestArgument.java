package io.aspectvm.cli;

import io.aspectvm.runtime.abi.GuestValue;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of the ABI on the command line, {@code TYPE:VALUE}, and in results. */
final class GuestArgument implements ITypeConverter<GuestValue> {

  /** For help texts. */
  static final String TYPES = "string, bytes, bool, i32 (or int32), i64 (int64), u64 (uint64)";

  @Override
  public GuestValue convert(String argument) {
    int colon = argument.indexOf(':');
    if (colon < 0) {
      throw new TypeConversionException("'" + argument + "' is not of the form TYPE:VALUE");
    }
    String type = argument.substring(0, colon);
    String text = argument.substring(colon + 1);
    Optional<GuestValue> value =
        switch (type) {
          case "string" -> Optional.of(GuestValue.Str.of(text));
          case "bytes" -> bytes(text);
          case "bool" -> bool(text);
          case "i32", "int32" ->
              signed(text, 32).map(number -> new GuestValue.Int32(number.intValue()));
          case "i64", "int64" ->
              signed(text, 64).map(number -> new GuestValue.Int64(number.longValue()));
          case "u64", "uint64" ->
              Integers.parse(text)
                  .filter(number -> Integers.fitsUnsigned(number, 64))
                  .map(number -> new GuestValue.Uint64(number.longValue()));
          default ->
              throw new TypeConversionException(
                  "'" + argument + "' has none of the types " + TYPES);
        };
    return value.orElseThrow(
        () -> new TypeConversionException("'" + text + "' is no value of type " + type));
  }

  private static Optional<GuestValue> bytes(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    try {
      return Optional.of(new GuestValue.Bytes(HexFormat.of().parseHex(digits)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<GuestValue> bool(String text) {
    return switch (text) {
      case "true", "1" -> Optional.of(new GuestValue.Bool(true));
      case "false", "0" -> Optional.of(new GuestValue.Bool(false));
      default -> Optional.empty();
    };
  }

  /** In hex, all bits may be given. */
  private static Optional<BigInteger> signed(String text, int bits) {
    return Integers.parse(text)
        .filter(
            number ->
                Integers.fitsSigned(number, bits)
                    || (Integers.isHex(text) && Integers.fitsUnsigned(number, bits)));
  }

  /** The word for the type of a value. */
  static String type(GuestValue value) {
    return switch (value.type()) {
      case STRING -> "string";
      case BYTE_ARRAY -> "bytes";
      case BOOL -> "bool";
      case INT32 -> "i32";
      case INT64 -> "i64";
      case UINT64 -> "u64";
      default -> throw new IllegalArgumentException("no value has type " + value.type());
    };
  }

  /** The value in JSON: a boolean, or a string. */
  static Object json(GuestValue value) {
    if (value instanceof GuestValue.Bool bool) {
      return bool.value();
    }
    return text(value);
  }

  /** The value as it may stand behind {@code TYPE:}. */
  private static String text(GuestValue value) {
    if (value instanceof GuestValue.Str string) {
      return string.value().text();
    }
    if (value instanceof GuestValue.Bytes bytes) {
      return HexFormat.of().formatHex(bytes.value());
    }
    if (value instanceof GuestValue.Int32 number) {
      return Integer.toString(number.value());
    }
    if (value instanceof GuestValue.Int64 number) {
      return Long.toString(number.value());
    }
    if (value instanceof GuestValue.Uint64 number) {
      return Long.toUnsignedString(number.value());
    }
    return Boolean.toString(((GuestValue.Bool) value).value());
  }

  /** For people: the type and the value; bytes that are text are shown as text too. */
  static String describe(GuestValue value) {
    if (value instanceof GuestValue.Str) {
      return "string " + Printable.quoted(text(value));
    }
    String plain = type(value) + " " + text(value);
    if (value instanceof GuestValue.Bytes bytes && bytes.length() > 0) {
      return plain + Printable.text(bytes.value()).map(t -> " = " + Printable.quoted(t)).orElse("");
    }
    return plain;
  }
}
