package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.Arrays;

/**
 * The control frames that are open (WebAssembly 2.0, appendix 7.3), in parallel arrays. The
 * outermost frame is the function's body, opened as a {@code block}. Depth 0 is the innermost
 * frame.
 */
final class ControlStack {

  private static final int INITIAL = 32;

  private Opcode[] opcodes = new Opcode[INITIAL];
  private byte[][] startTypes = new byte[INITIAL][];
  private byte[][] endTypes = new byte[INITIAL][];
  private int[] heights = new int[INITIAL];
  private boolean[] unreachable = new boolean[INITIAL];
  private int size;
  private int maxSize;

  void reset() {
    size = 0;
    maxSize = 0;
  }

  int size() {
    return size;
  }

  /** The greatest size since {@link #reset}. */
  int maxSize() {
    return maxSize;
  }

  void push(Opcode opcode, byte[] start, byte[] end, int operandHeight) {
    if (size == opcodes.length) {
      grow(2 * size);
    }
    opcodes[size] = opcode;
    startTypes[size] = start;
    endTypes[size] = end;
    heights[size] = operandHeight;
    unreachable[size] = false;
    size++;
    maxSize = Math.max(maxSize, size);
  }

  private void grow(int capacity) {
    opcodes = Arrays.copyOf(opcodes, capacity);
    startTypes = Arrays.copyOf(startTypes, capacity);
    endTypes = Arrays.copyOf(endTypes, capacity);
    heights = Arrays.copyOf(heights, capacity);
    unreachable = Arrays.copyOf(unreachable, capacity);
  }

  void pop() {
    size--;
  }

  Opcode opcode() {
    return opcodes[size - 1];
  }

  byte[] start() {
    return startTypes[size - 1];
  }

  byte[] end() {
    return endTypes[size - 1];
  }

  /** Operand height at which the innermost frame begins. */
  int height() {
    return heights[size - 1];
  }

  boolean isUnreachable() {
    return unreachable[size - 1];
  }

  void becomeUnreachable() {
    unreachable[size - 1] = true;
  }

  /** True if {@code depth}, unsigned, is the depth of an open frame. */
  boolean hasLabel(int depth) {
    return depth >= 0 && depth < size;
  }

  /** The types that a branch to the frame at {@code depth} takes along. */
  byte[] labelTypes(int depth) {
    int frame = size - 1 - depth;
    return opcodes[frame] == Opcode.LOOP ? startTypes[frame] : endTypes[frame];
  }
}
