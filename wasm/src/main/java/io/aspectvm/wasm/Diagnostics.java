package io.aspectvm.wasm;

/**
 * The parts of messages that all phases share: where something is, and names that a module chose.
 * Such names are hostile text: they end up in logs and terminals, so nothing but printable ASCII
 * passes, and not much of it.
 */
public final class Diagnostics {

  private static final int MAX_CHARS = 64;

  private Diagnostics() {}

  /**
   * A name chosen by a module, in single quotes, on one line and of bounded length: whatever is not
   * printable ASCII (control characters, right-to-left marks, lone surrogates, ...) is written as
   * {@code \}{@code u{hex}}, quotes and backslashes are escaped, and the rest behind 64 characters
   * becomes three dots.
   */
  public static String quote(String name) {
    StringBuilder text = new StringBuilder("'");
    int i = 0;
    while (i < name.length() && text.length() <= MAX_CHARS) {
      int codePoint = name.codePointAt(i);
      if (codePoint == '\'' || codePoint == '"' || codePoint == '\\') {
        text.append('\\').append((char) codePoint);
      } else if (codePoint >= 0x20 && codePoint < 0x7F) {
        text.append((char) codePoint);
      } else {
        text.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
      }
      i += Character.charCount(codePoint);
    }
    return text.append(i < name.length() ? "...'" : "'").toString();
  }

  /**
   * {@code message} with its place behind it: {@code type mismatch: ... (func 3 'transfer', offset
   * 0x1f4)}.
   *
   * @param functionIndex the function concerned, or -1
   * @param functionName its name, not yet quoted, or null
   * @param offset byte offset in the module, or -1
   */
  public static String locate(String message, int functionIndex, String functionName, int offset) {
    StringBuilder text = new StringBuilder(message);
    String open = " (";
    if (functionIndex >= 0) {
      text.append(open).append("func ").append(functionIndex);
      if (functionName != null) {
        text.append(' ').append(quote(functionName));
      }
      open = ", ";
    }
    if (offset >= 0) {
      text.append(open).append("offset 0x").append(Integer.toHexString(offset));
      open = ", ";
    }
    return text.append(open.equals(", ") ? ")" : "").toString();
  }
}
