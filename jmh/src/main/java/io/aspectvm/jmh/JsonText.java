package io.aspectvm.jmh;

/** Parts of JSON: results are written by hand, without a library. */
public final class JsonText {

  private JsonText() {}

  /** A string, quoted. */
  public static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
