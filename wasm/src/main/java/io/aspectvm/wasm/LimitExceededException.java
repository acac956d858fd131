package io.aspectvm.wasm;

/** The module exceeds one of the configured limits. */
public final class LimitExceededException extends WasmException {

  private static final long serialVersionUID = 1L;

  public LimitExceededException(String message, int offset, int functionIndex) {
    super(message, offset, functionIndex);
  }

  @Override
  public String kind() {
    return "limit";
  }
}
