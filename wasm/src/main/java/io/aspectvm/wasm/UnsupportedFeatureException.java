package io.aspectvm.wasm;

import io.aspectvm.wasm.opcode.Feature;
import java.util.Objects;

/** The module uses a feature that the profile switches off. */
public final class UnsupportedFeatureException extends WasmException {

  private static final long serialVersionUID = 1L;

  private final Feature feature;

  public UnsupportedFeatureException(
      Feature feature, String message, int offset, int functionIndex) {
    super(message, offset, functionIndex);
    this.feature = Objects.requireNonNull(feature);
  }

  /** The feature that would have to be on. */
  public Feature feature() {
    return feature;
  }

  @Override
  public String kind() {
    return "unsupported";
  }
}
