package io.aspectvm.wasm;

/** The bytes are no module: the binary format (WebAssembly 2.0, chapter 5) is broken. */
public final class MalformedModuleException extends WasmException {

  private static final long serialVersionUID = 1L;

  public MalformedModuleException(String message, int offset, int functionIndex) {
    super(message, offset, functionIndex);
  }

  @Override
  public String kind() {
    return "malformed";
  }
}
