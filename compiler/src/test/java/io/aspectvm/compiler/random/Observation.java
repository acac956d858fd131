package io.aspectvm.compiler.random;

import io.aspectvm.wasm.opcode.ValueType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What can be seen after a call, to the bit: results or trap, gas, globals, memory, tables.
 *
 * @param gasLeft WASM gas; -1 after out of gas
 * @param text all of it, in one line
 */
record Observation(String trap, long gasLeft, String text) {

  /**
   * The state that a call left.
   *
   * @param globals raw bits
   * @param tables references: function indices, -1 for null
   */
  record State(long gasLeft, long[] globals, byte[] memory, List<int[]> tables) {}

  /**
   * Describes what came of a call.
   *
   * @param results raw bits; empty after a trap
   * @param trap the kind's text, or null
   */
  static Observation of(Subject subject, Call call, long[] results, String trap, State state) {
    StringBuilder text = new StringBuilder(ended(subject, call, results, trap, state.gasLeft()));
    text.append("; globals");
    for (int i = 0; i < state.globals().length; i++) {
      text.append(' ').append(bits(subject.globalType(i), state.globals()[i]));
    }
    CRC32 content = new CRC32();
    content.update(state.memory());
    text.append("; memory ").append(state.memory().length).append(' ');
    text.append(Long.toHexString(content.getValue())).append("; tables");
    state.tables().forEach(table -> text.append(' ').append(Arrays.toString(table)));
    return new Observation(trap, state.gasLeft(), text.toString());
  }

  /** The part of the text that tells of the call itself. */
  static String ended(Subject subject, Call call, long[] results, String trap, long gasLeft) {
    StringBuilder text = new StringBuilder();
    List<ValueType> types = subject.functions().get(call.export()).results();
    if (trap != null) {
      text.append("trap ").append(trap);
    } else {
      text.append("results");
      for (int i = 0; i < results.length; i++) {
        text.append(' ').append(bits(types.get(i), results[i]));
      }
    }
    return text.append("; gas left ").append(gasLeft).toString();
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(trap != null);
    out.writeUTF(String.valueOf(trap));
    out.writeLong(gasLeft);
    out.writeUTF(text);
  }

  static Observation read(DataInput in) throws IOException {
    boolean trapped = in.readBoolean();
    String trap = in.readUTF();
    return new Observation(trapped ? trap : null, in.readLong(), in.readUTF());
  }

  /** As {@link #ended(Subject, Call, long[], String, long)}, of what was observed. */
  String ended() {
    return text.substring(0, text.indexOf("; globals"));
  }

  private static String bits(ValueType type, long bits) {
    return type == ValueType.I64 || type == ValueType.F64
        ? Long.toHexString(bits)
        : Integer.toHexString((int) bits);
  }
}
