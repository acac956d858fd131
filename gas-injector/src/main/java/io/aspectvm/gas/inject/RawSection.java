package io.aspectvm.gas.inject;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.binary.ByteReader;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A section of a module as it stands in the bytes.
 *
 * @param id its code in the binary format; {@link #CUSTOM} for a custom section
 * @param name of a custom section, otherwise null
 * @param start byte offset of the content, behind the size
 * @param end byte offset behind the content
 */
record RawSection(int id, String name, int start, int end) {

  static final int CUSTOM = 0;
  static final int TYPE = 1;
  static final int FUNCTION = 3;
  static final int GLOBAL = 6;
  static final int EXPORT = 7;
  static final int START = 8;
  static final int CODE = 10;

  /** Magic number and version. */
  static final int HEADER_BYTES = 8;

  /** By id: the place in the prescribed order. The data count (12) comes before the code. */
  private static final int[] RANK = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10};

  static int rank(int id) {
    return RANK[id];
  }

  /** All sections, in the order of the file. */
  static List<RawSection> of(WasmModule module) throws MalformedModuleException {
    Map<Integer, String> customNames = new HashMap<>();
    for (CustomSection custom : module.sections().customs()) {
      customNames.put(custom.end(), custom.name());
    }
    List<RawSection> sections = new ArrayList<>();
    ByteReader in = new ByteReader(module.bytes());
    in.skip(HEADER_BYTES);
    while (!in.atEnd()) {
      int id = in.readByte();
      int length = in.readLength();
      int start = in.position();
      in.skip(length);
      sections.add(new RawSection(id, customNames.get(in.position()), start, in.position()));
    }
    return sections;
  }
}
