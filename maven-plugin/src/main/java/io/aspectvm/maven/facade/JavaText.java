package io.aspectvm.maven.facade;

import java.util.Locale;

/**
 * Text that a module chose, as it may stand in a Java source: in ASCII, and never able to end the
 * literal or comment that it is in. Unicode escapes are read before anything else in a source, in
 * comments too, so no backslash of the module's comes before a {@code u}.
 */
final class JavaText {

  private JavaText() {}

  /** A string literal. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7F) {
        literal.append(c);
      } else if (c < ' ') {
        literal.append(String.format(Locale.ROOT, "\\%03o", (int) c));
      } else {
        literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return literal.append('"').toString();
  }

  /**
   * The same in a Javadoc comment, where HTML is read: letters and digits as they are, other
   * characters by their numbers, as entities if HTML has them.
   */
  static String comment(String text) {
    StringBuilder comment = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      if (c < 0x7F && (Character.isLetterOrDigit(c) || "_-. /".indexOf(c) >= 0)) {
        comment.appendCodePoint(c);
      } else if (isInHtml(c)) {
        comment.append("&#").append(c).append(';');
      } else {
        comment.append(String.format(Locale.ROOT, "[U+%04X]", c));
      }
    }
    return comment.length() == 0 ? "(no name)" : comment.toString();
  }

  private static boolean isInHtml(int c) {
    return (c >= ' ' && c < 0x7F) || Character.isLetterOrDigit(c);
  }
}
