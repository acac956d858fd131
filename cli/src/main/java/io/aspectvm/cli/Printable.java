package io.aspectvm.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text from guests and files, made fit for a terminal: letters of every language stay as they are;
 * control characters, terminal sequences, line ends and what changes the direction of text become
 * {@code \}{@code u{hex}}.
 */
final class Printable {

  private Printable() {}

  /** {@code text} on one line. */
  static String line(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isHarmless(codePoint)) {
                printable.appendCodePoint(codePoint);
              } else {
                printable.append(escape(codePoint));
              }
            });
    return printable.toString();
  }

  /** {@code text} on one line, in double quotes. */
  static String quoted(String text) {
    return '"' + line(text).replace("\"", "\\\"") + '"';
  }

  /** The text that {@code bytes} are in UTF-8, if they are that and can be shown as it is. */
  static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.codePoints().allMatch(Printable::isHarmless)
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u{" + Integer.toHexString(codePoint) + "}";
    };
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
