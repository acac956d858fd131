package io.aspectvm.wasm;

import java.util.OptionalInt;

/**
 * A module that cannot be used. Subclasses say in which phase that was found; the message says
 * what, where, expected and found.
 */
public abstract class WasmException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;
  private final int functionIndex;

  /**
   * @param offset byte offset in the module, or -1 where none applies
   * @param functionIndex the function concerned, or -1
   */
  protected WasmException(String message, int offset, int functionIndex) {
    super(message);
    this.offset = offset;
    this.functionIndex = functionIndex;
  }

  /**
   * One word for the phase: {@code malformed}, {@code invalid}, {@code unsupported}, {@code limit}.
   */
  public abstract String kind();

  /** Byte offset in the module. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** Index of the function concerned. */
  public OptionalInt functionIndex() {
    return functionIndex < 0 ? OptionalInt.empty() : OptionalInt.of(functionIndex);
  }
}
