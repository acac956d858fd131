package io.aspectvm.runtime.code;

import io.aspectvm.runtime.FunctionSignature;

/**
 * A function that a module exports.
 *
 * @param name of the export
 * @param index function index, for {@link io.aspectvm.runtime.Instance#call}
 */
public record ExportedFunction(String name, int index, FunctionSignature signature) {

  /** Length of the array that {@link io.aspectvm.runtime.Instance#call} needs. */
  public int valueCount() {
    return Math.max(signature.parameters().size(), signature.results().size());
  }
}
