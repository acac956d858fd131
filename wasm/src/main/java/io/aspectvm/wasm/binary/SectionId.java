package io.aspectvm.wasm.binary;

/** Codes of the sections (WebAssembly 2.0, section 5.5.2). */
final class SectionId {

  static final int CUSTOM = 0;
  static final int TYPE = 1;
  static final int IMPORT = 2;
  static final int FUNCTION = 3;
  static final int TABLE = 4;
  static final int MEMORY = 5;
  static final int GLOBAL = 6;
  static final int EXPORT = 7;
  static final int START = 8;
  static final int ELEMENT = 9;
  static final int CODE = 10;
  static final int DATA = 11;
  static final int DATA_COUNT = 12;

  /** The prescribed order. The data count comes before the code, so that code may rely on it. */
  static final int[] ORDER = {
    TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, DATA_COUNT, CODE, DATA
  };

  private static final int[] RANK = new int[ORDER.length + 1];

  static {
    for (int i = 0; i < ORDER.length; i++) {
      RANK[ORDER[i]] = i + 1;
    }
  }

  private SectionId() {}

  static boolean exists(int id) {
    return id >= 0 && id < RANK.length;
  }

  /** Place in the prescribed order, from 1; 0 for a custom section, which has none. */
  static int rank(int id) {
    return RANK[id];
  }
}
