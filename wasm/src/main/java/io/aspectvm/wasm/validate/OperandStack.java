package io.aspectvm.wasm.validate;

import java.util.Arrays;

/**
 * The operand types that validation knows (WebAssembly 2.0, appendix 7.3), one byte each: the code
 * of a value type, or {@link #UNKNOWN}. Only the operands of the current control frame can be
 * reached; behind them a polymorphic frame, that is one in unreachable code, has any operands one
 * asks for.
 */
final class OperandStack {

  /** A value of any type, in unreachable code. */
  static final byte UNKNOWN = 0;

  /** No operand where one was asked for. */
  static final byte MISSING = -1;

  /** From this length on, comparing arrays is worth the call. */
  private static final int BULK = 8;

  private byte[] types = new byte[64];
  private int height;
  private int maxHeight;
  private int base;
  private boolean polymorphic;

  void reset() {
    height = 0;
    maxHeight = 0;
    base = 0;
    polymorphic = false;
  }

  int height() {
    return height;
  }

  /** The greatest height since {@link #reset}. */
  int maxHeight() {
    return maxHeight;
  }

  /** Makes the operands from {@code frameBase} up those of the current frame. */
  void enterFrame(int frameBase, boolean framePolymorphic) {
    base = frameBase;
    polymorphic = framePolymorphic;
  }

  /** True if the current frame has no operands of its own. */
  boolean frameIsEmpty() {
    return height == base;
  }

  /** Drops the current frame's operands and makes the frame polymorphic. */
  void becomeUnreachable() {
    height = base;
    polymorphic = true;
  }

  void push(byte type) {
    if (height == types.length) {
      types = Arrays.copyOf(types, 2 * height);
    }
    types[height++] = type;
    maxHeight = Math.max(maxHeight, height);
  }

  void pushAll(byte[] pushed) {
    if (pushed.length == 1) {
      push(pushed[0]);
      return;
    }
    int newHeight = height + pushed.length;
    if (newHeight > types.length) {
      types = Arrays.copyOf(types, Math.max(newHeight, 2 * types.length));
    }
    System.arraycopy(pushed, 0, types, height, pushed.length);
    height = newHeight;
    maxHeight = Math.max(maxHeight, height);
  }

  /** Takes the top operand; {@link #MISSING} if there is none, and then nothing changes. */
  byte pop() {
    if (height > base) {
      return types[--height];
    }
    return polymorphic ? UNKNOWN : MISSING;
  }

  /**
   * Takes the operands {@code expected}, the last one on top; false, with no change, on mismatch.
   */
  boolean popAll(byte[] expected) {
    if (!hasOnTop(expected)) {
      return false;
    }
    height -= Math.min(expected.length, height - base);
    return true;
  }

  /** True if the top operands are {@code expected}, or could be. */
  boolean hasOnTop(byte[] expected) {
    int wanted = expected.length;
    int own = Math.min(wanted, height - base);
    if (own < wanted && !polymorphic) {
      return false;
    }
    int from = height - own;
    int skipped = wanted - own;
    if (own > BULK) {
      return hasOnTopBulk(expected, from, skipped);
    }
    for (int i = 0; i < own; i++) {
      byte found = types[from + i];
      if (found != expected[skipped + i] && found != UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Long lists of types are compared as arrays, as one byte of code can ask for a comparison with a
   * thousand of them. A frame has at most one unknown operand, at its bottom: whatever makes one
   * takes all that is known off the stack first.
   */
  private boolean hasOnTopBulk(byte[] expected, int from, int skipped) {
    int at = from;
    while (at < height) {
      int mismatch =
          Arrays.mismatch(types, at, height, expected, skipped + at - from, expected.length);
      if (mismatch < 0) {
        return true;
      }
      at += mismatch;
      if (types[at] != UNKNOWN) {
        return false;
      }
      at++;
    }
    return true;
  }

  /** For messages: the top operands of the current frame, at most {@code count}. */
  byte[] top(int count) {
    return Arrays.copyOfRange(types, height - Math.min(count, height - base), height);
  }
}
