package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.WasmType;
import java.util.List;
import java.util.StringJoiner;

/** Shows what a function returned where that is no pointer, in the manner of the reference. */
final class RawResults {

  private RawResults() {}

  static String text(List<WasmType> types, long[] values) {
    if (types.isEmpty()) {
      return "<nil>";
    }
    if (types.size() == 1) {
      return text(types.get(0), values[0]);
    }
    StringJoiner all = new StringJoiner(" ", "[", "]");
    for (int i = 0; i < types.size(); i++) {
      all.add(text(types.get(i), values[i]));
    }
    return all.toString();
  }

  private static String text(WasmType type, long bits) {
    return switch (type) {
      case I32 -> Integer.toString((int) bits);
      case I64 -> Long.toString(bits);
      // As bits: the JDK's decimal form of a float depends on its version.
      case F32 -> "0x" + Integer.toHexString((int) bits);
      case F64 -> "0x" + Long.toHexString(bits);
      case FUNCREF, EXTERNREF -> "<" + type.text() + ">";
    };
  }
}
