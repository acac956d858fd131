package io.aspectvm.runtime.abi;

/** How the call of an aspect ended (aspect-abi, sections 1 and 7). */
public enum Outcome {
  /** It returned a value. */
  VALUE("value"),
  /** It returned pointer 0: no value. */
  NONE("none"),
  /** It trapped, or broke a rule of the ABI; the gas used stays used. */
  ERROR("error"),
  /** Its gas did not suffice. */
  OUT_OF_GAS("out-of-gas"),
  /** {@code __aspect_start__} did not succeed; all gas is lost. */
  INIT_FAILED("init-failed"),
  /** The host side failed, where the reference panics; no gas is used. */
  CRASH("crash"),
  /** The module could not be instantiated; no gas is used. */
  UNLOADABLE("unloadable");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** The name on the command line. */
  public String text() {
    return text;
  }
}
