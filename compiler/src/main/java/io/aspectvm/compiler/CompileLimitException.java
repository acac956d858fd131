package io.aspectvm.compiler;

import io.aspectvm.wasm.WasmException;

/** The classes would be larger than the limit on compiled output allows. */
public final class CompileLimitException extends WasmException {

  private static final long serialVersionUID = 1L;

  public CompileLimitException(String message, int functionIndex) {
    super(message, -1, functionIndex);
  }

  @Override
  public String kind() {
    return "limit";
  }
}
