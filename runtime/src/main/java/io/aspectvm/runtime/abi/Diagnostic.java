package io.aspectvm.runtime.abi;

/**
 * Text for people about what a host function threw. Exceptions are not the runtime's own, and their
 * methods do as they like; nothing is thrown here.
 */
final class Diagnostic {

  private static final int MAX_CAUSES = 8;
  private static final int MAX_LENGTH = 4_096;

  private Diagnostic() {}

  /** What caused {@code thrown}, outermost first, or null where nothing did or it does not tell. */
  static String ofCauses(Throwable thrown) {
    try {
      StringBuilder text = new StringBuilder();
      Throwable cause = thrown.getCause();
      for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
        text.append(i == 0 ? "" : ", caused by ").append(text(cause));
        cause = cause.getCause();
      }
      if (text.length() > MAX_LENGTH) {
        text.setLength(MAX_LENGTH);
      }
      return text.isEmpty() ? null : text.toString();
    } catch (Throwable broken) {
      return null;
    }
  }

  static String text(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (Throwable broken) { // Its toString() is the host's code.
      return thrown.getClass().getName();
    }
  }
}
