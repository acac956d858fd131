package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.host.ExecutionContext;
import java.nio.ByteBuffer;

/**
 * A string object of AssemblyScript in guest memory: UTF-16 units at the pointer, their length in
 * bytes before it. Nothing vouches for the pointer, so whatever does not fit is no string.
 */
final class AssemblyScriptString {

  /** UTF-16 units that are decoded. */
  static final int MAX_UNITS = 1_024;

  private static final int LENGTH_BYTES = 4;

  private AssemblyScriptString() {}

  /** The text, cut to {@link #MAX_UNITS}, lone surrogates replaced; null where there is none. */
  static String read(ExecutionContext execution, int pointer) {
    if (!execution.hasMemory() || pointer < LENGTH_BYTES) {
      return null;
    }
    ByteBuffer memory = execution.memory();
    if (pointer > memory.capacity()) {
      return null;
    }
    int length = memory.getInt(pointer - LENGTH_BYTES);
    if (length < 0 || length % 2 != 0 || length > memory.capacity() - pointer) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(length / 2, MAX_UNITS); i++) {
      text.append(memory.getChar(pointer + 2 * i));
    }
    replaceLoneSurrogates(text);
    return text.toString();
  }

  private static void replaceLoneSurrogates(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(unit)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        text.setCharAt(i, '\uFFFD');
      }
    }
  }
}
