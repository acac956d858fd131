package io.aspectvm.fuzz;

import io.aspectvm.compiler.random.SeededRandom;

/**
 * Random numbers as an input has them, a byte or two for each choice, so that a change of a byte
 * changes one choice. Behind its end others follow, always the same.
 */
final class InputRandom extends SeededRandom {

  private final byte[] input;
  private int position;

  InputRandom(byte[] input, int start) {
    super(input.length);
    this.input = input;
    this.position = start;
  }

  private boolean ended(int bytes) {
    return position + bytes > input.length;
  }

  private int next() {
    return Byte.toUnsignedInt(input[position++]);
  }

  @Override
  public long nextLong() {
    if (ended(Long.BYTES)) {
      return super.nextLong();
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << Byte.SIZE) | next();
    }
    return value;
  }

  @Override
  public int below(int bound) {
    if (bound <= 0x100 && !ended(1)) {
      return next() % bound;
    }
    if (bound <= 0x1_0000 && !ended(2)) {
      return ((next() << Byte.SIZE) | next()) % bound;
    }
    return super.below(bound);
  }
}
