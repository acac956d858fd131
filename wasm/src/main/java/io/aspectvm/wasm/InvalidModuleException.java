package io.aspectvm.wasm;

/**
 * The module decodes, but breaks a rule of validation (WebAssembly 2.0, chapter 3) or of the
 * profile.
 */
public final class InvalidModuleException extends WasmException {

  private static final long serialVersionUID = 1L;

  public InvalidModuleException(String message, int offset, int functionIndex) {
    super(message, offset, functionIndex);
  }

  @Override
  public String kind() {
    return "invalid";
  }
}
