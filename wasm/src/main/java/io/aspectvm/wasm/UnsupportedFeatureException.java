package io.aspectvm.wasm;

/** The module uses a feature that the profile switches off. */
public final class UnsupportedFeatureException extends WasmException {

  private static final long serialVersionUID = 1L;

  public UnsupportedFeatureException(String message, int offset, int functionIndex) {
    super(message, offset, functionIndex);
  }

  @Override
  public String kind() {
    return "unsupported";
  }
}
