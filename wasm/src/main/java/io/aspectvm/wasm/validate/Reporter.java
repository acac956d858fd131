package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.Diagnostics;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.binary.FunctionNames;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;

/** Makes the exceptions of validation: the specification's phrase first, the place behind it. */
final class Reporter {

  private final FunctionNames names;
  private int functionIndex = -1;

  Reporter(WasmModule module) {
    this.names = FunctionNames.of(module);
  }

  /** From now on, what is reported is about this function; -1 for none. */
  void enterFunction(int index) {
    functionIndex = index;
  }

  InvalidModuleException invalid(String message, int offset) {
    return new InvalidModuleException(locate(message, offset), offset, functionIndex);
  }

  MalformedModuleException malformed(String message, int offset) {
    return new MalformedModuleException(locate(message, offset), offset, functionIndex);
  }

  LimitExceededException tooMany(String what, long count, long max, int offset) {
    String message = "too many " + what + ": " + count + ", limit " + max;
    return new LimitExceededException(locate(message, offset), offset, functionIndex);
  }

  /** The reference's words for a feature that is off, which nodes and tests see. */
  UnsupportedFeatureException unsupported(Feature feature, String what, int offset) {
    String message =
        feature == Feature.FLOATS
            ? "floating-point support is disabled"
            : feature.text() + " support is not enabled";
    return new UnsupportedFeatureException(
        feature, locate(message + ": " + what, offset), offset, functionIndex);
  }

  /** {@code phrase index: expected less than count}, for an index behind the end of its space. */
  InvalidModuleException unknown(String phrase, int index, long count, int offset) {
    return invalid(
        phrase + " " + Integer.toUnsignedString(index) + ": expected less than " + count, offset);
  }

  private String locate(String message, int offset) {
    String name = functionIndex < 0 ? null : names.find(functionIndex).orElse(null);
    return Diagnostics.locate(message, functionIndex, name, offset);
  }
}
