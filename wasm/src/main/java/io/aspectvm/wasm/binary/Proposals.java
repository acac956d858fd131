package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.Diagnostics;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.opcode.Feature;

/**
 * Codes that belong to proposals which this project does not implement, so that a message can name
 * the proposal instead of calling the bytes broken. Null means: of no proposal known here.
 */
final class Proposals {

  private Proposals() {}

  /** The proposal of an instruction's first byte. */
  static Feature ofOpcode(int code) {
    switch (code) {
      case 0x06, 0x07, 0x08, 0x09, 0x0A, 0x18, 0x19, 0x1F:
        return Feature.EXCEPTIONS;
      case 0x14, 0x15, 0xD3, 0xD4, 0xD5, 0xD6, 0xFB:
        return Feature.GC;
      case 0xFD:
        return Feature.SIMD;
      case 0xFE:
        return Feature.THREADS;
      default:
        return null;
    }
  }

  /** The proposal of a value type's, reference type's or packed type's first byte. */
  static Feature ofType(int code) {
    switch (code) {
      case 0x7B:
        return Feature.SIMD;
      case 0x69, 0x74:
        return Feature.EXCEPTIONS;
      case 0x63, 0x64, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x71, 0x72, 0x73:
        return Feature.GC;
      default:
        return null;
    }
  }

  /** The proposal of the first byte of an entry in the type section. */
  static Feature ofTypeForm(int code) {
    return code == 0x4E || code == 0x4F || code == 0x50 || code == 0x5E || code == 0x5F
        ? Feature.GC
        : null;
  }

  /** The proposal of a memory's or table's limits flags; a shared memory must have a maximum. */
  static Feature ofLimitsFlags(int flags) {
    if (flags == 0x03) {
      return Feature.THREADS;
    }
    return flags >= 0x04 && flags <= 0x07 ? Feature.MEMORY64 : null;
  }

  /** The proposal of a section or of an import's or export's kind: tags. */
  static Feature ofSection(int id) {
    return id == 13 ? Feature.EXCEPTIONS : null;
  }

  static UnsupportedFeatureException unsupported(Feature feature, String what, int offset) {
    return new UnsupportedFeatureException(
        feature,
        Diagnostics.locate(feature.text() + " support is not enabled: " + what, -1, null, offset),
        offset,
        -1);
  }
}
