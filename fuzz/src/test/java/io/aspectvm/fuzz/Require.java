package io.aspectvm.fuzz;

/** What targets ask of the code that they call. An error is what the fuzzer looks for. */
final class Require {

  private Require() {}

  static void that(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** That a message can stand in a line of a log. */
  static void oneLine(String message) {
    that(message != null && !message.isBlank(), "no message");
    that(message.chars().noneMatch(Character::isISOControl), "a control character in: " + message);
  }
}
