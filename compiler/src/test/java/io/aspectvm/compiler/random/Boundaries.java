package io.aspectvm.compiler.random;

import io.aspectvm.runtime.Table;
import io.aspectvm.wasm.opcode.ValueType;

/**
 * Values of a type as raw bits, i32 and f32 in the low 32: mostly those at which operators change
 * their ways.
 */
final class Boundaries {

  private static final double[] REALS = {
    0.0,
    0.5,
    1.0,
    1.5,
    2.5,
    0.1,
    0.49999999999999994,
    127.99,
    16_777_217.0,
    2_147_483_647.0,
    2_147_483_648.0,
    2_147_483_649.0,
    4_294_967_295.0,
    4_294_967_296.0,
    4_503_599_627_370_497.5,
    9_223_372_036_854_774_784.0,
    9_223_372_036_854_775_808.0,
    18_446_744_073_709_549_568.0,
    18_446_744_073_709_551_616.0,
    3.4028234663852886e38,
    3.4028235677973366e38,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e-310,
    1e-45,
    Double.POSITIVE_INFINITY,
  };

  /** Fractions of NaNs of 64 bits: canonical, signalling, with a payload, all ones. */
  private static final long[] PAYLOADS = {
    1L << 51, 1, 1L << 50, (1L << 51) | 0x1234_5678L, (1L << 52) - 1
  };

  private Boundaries() {}

  static long value(ValueType type, SeededRandom random) {
    return switch (type) {
      case I32 -> integer(32, random) & 0xFFFF_FFFFL;
      case I64 -> integer(64, random);
      case F32 -> single(random) & 0xFFFF_FFFFL;
      case F64 -> real(random);
      case FUNCREF, EXTERNREF -> Table.NULL;
    };
  }

  private static long integer(int width, SeededRandom random) {
    return switch (random.below(6)) {
      case 0, 1 -> random.below(9) - 2;
      case 2 -> (1L << random.below(width)) + random.below(3) - 1;
      case 3 -> -(1L << random.below(width)) + random.below(3) - 1;
      case 4 -> random.nextLong() >> random.below(width);
      default -> (1L << (width - 1)) - random.below(2);
    };
  }

  private static long real(SeededRandom random) {
    long sign = random.nextLong() & Long.MIN_VALUE;
    return sign
        ^ switch (random.below(10)) {
          case 0 -> 0x7FF0_0000_0000_0000L | random.pick(PAYLOADS);
          case 1 -> random.nextLong();
          case 2, 3 -> Double.doubleToRawLongBits(random.below(2_000) / 8.0);
          default -> Double.doubleToRawLongBits(REALS[random.below(REALS.length)]);
        };
  }

  private static int single(SeededRandom random) {
    int sign = (int) random.nextLong() & Integer.MIN_VALUE;
    return sign
        ^ switch (random.below(10)) {
          case 0 -> 0x7F80_0000 | (int) Math.max(1, random.pick(PAYLOADS) >>> 29);
          case 1 -> (int) random.nextLong();
          case 2 -> (int) random.pick(1, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF);
          case 3 -> Float.floatToRawIntBits(random.below(2_000) / 8f);
          default -> Float.floatToRawIntBits((float) REALS[random.below(REALS.length)]);
        };
  }
}
