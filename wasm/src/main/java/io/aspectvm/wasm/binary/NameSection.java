package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.WasmModule;

/**
 * The function names of the custom section {@code name} (WebAssembly 2.0, appendix 7.4.1).
 *
 * <p>A custom section is never a reason to refuse a module: a name section that does not decode is
 * ignored as a whole, a name that does not decode or is too long is ignored by itself. What is kept
 * is one position per function, so that the memory taken is bounded by the number of functions.
 */
final class NameSection {

  static final String NAME = "name";

  /** Longer names are as good as none. */
  static final int MAX_NAME_BYTES = 4_096;

  private static final int FUNCTION_NAMES = 1;

  private final byte[] bytes;
  private final int sectionEnd;

  /** By function index: where its name begins in the module; 0 for none. */
  private final int[] positions;

  private NameSection(byte[] bytes, int sectionEnd, int[] positions) {
    this.bytes = bytes;
    this.sectionEnd = sectionEnd;
    this.positions = positions;
  }

  /** Reads the module's name section; null where it has none, or a broken one. */
  static NameSection of(WasmModule module) {
    for (CustomSection section : module.sections().customs()) {
      if (section.name().equals(NAME)) {
        int[] positions = new int[module.functionCount()];
        try {
          scan(new ByteReader(module.bytes(), section.start(), section.end(), -1), positions);
        } catch (MalformedModuleException e) {
          return null;
        }
        return new NameSection(module.bytes(), section.end(), positions);
      }
    }
    return null;
  }

  private static void scan(ByteReader in, int[] positions) throws MalformedModuleException {
    while (!in.atEnd()) {
      int id = in.readByte();
      int size = in.readLength();
      int end = in.position() + size;
      if (id == FUNCTION_NAMES) {
        int sectionEnd = in.narrow(end);
        scanFunctionNames(in, positions);
        in.narrow(sectionEnd);
      }
      in.skip(end - in.position());
    }
  }

  /** The first name of a function counts; the bytes bound the loop, whatever the count says. */
  private static void scanFunctionNames(ByteReader in, int[] positions)
      throws MalformedModuleException {
    long count = in.readU32AsLong();
    for (long i = 0; i < count; i++) {
      int functionIndex = in.readU32();
      int position = in.position();
      in.skip(in.readLength());
      if (functionIndex >= 0 && functionIndex < positions.length && positions[functionIndex] == 0) {
        positions[functionIndex] = position;
      }
    }
  }

  /** The name of a function, or null. */
  String functionName(int functionIndex) {
    if (positions[functionIndex] == 0) {
      return null;
    }
    try {
      String name =
          new ByteReader(bytes, positions[functionIndex], sectionEnd, -1).readName(MAX_NAME_BYTES);
      return name.isEmpty() ? null : name;
    } catch (MalformedModuleException | LimitExceededException e) {
      return null;
    }
  }
}
