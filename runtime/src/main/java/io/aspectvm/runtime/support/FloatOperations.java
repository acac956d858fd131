package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;

/**
 * Floating-point instructions (WebAssembly 2.0, section 4.3.3). Each method is named after its
 * instruction; compiled code calls it by that name.
 *
 * <p>Every result that can be NaN is made canonical: the interpreter, C1 and C2 give other payloads
 * for the same operation. Sign operations and reinterpretation work on bits and keep them.
 */
public final class FloatOperations {

  private FloatOperations() {}

  /** The value, or the canonical NaN. */
  public static float f32Canonical(float value) {
    return !Float.isNaN(value) ? value : Float.intBitsToFloat(0x7FC0_0000);
  }

  public static float f32Abs(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
  }

  public static float f32Neg(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ Integer.MIN_VALUE);
  }

  public static float f32Copysign(float value, float sign) {
    return Float.intBitsToFloat(
        (Float.floatToRawIntBits(value) & Integer.MAX_VALUE)
            | (Float.floatToRawIntBits(sign) & Integer.MIN_VALUE));
  }

  public static float f32Ceil(float value) {
    return f32Canonical((float) Math.ceil(value));
  }

  public static float f32Floor(float value) {
    return f32Canonical((float) Math.floor(value));
  }

  public static float f32Trunc(float value) {
    return f32Canonical((float) (value < 0 ? Math.ceil(value) : Math.floor(value)));
  }

  public static float f32Nearest(float value) {
    return f32Canonical((float) Math.rint(value));
  }

  public static float f32Sqrt(float value) {
    return f32Canonical((float) Math.sqrt(value));
  }

  public static float f32Add(float a, float b) {
    return f32Canonical(a + b);
  }

  public static float f32Sub(float a, float b) {
    return f32Canonical(a - b);
  }

  public static float f32Mul(float a, float b) {
    return f32Canonical(a * b);
  }

  public static float f32Div(float a, float b) {
    return f32Canonical(a / b);
  }

  public static float f32Min(float a, float b) {
    return f32Canonical(Math.min(a, b));
  }

  public static float f32Max(float a, float b) {
    return f32Canonical(Math.max(a, b));
  }

  public static float f32Select(float a, float b, int condition) {
    return condition != 0 ? a : b;
  }

  public static int i32ReinterpretF32(float value) {
    return Float.floatToRawIntBits(value);
  }

  public static float f32ReinterpretI32(int bits) {
    return Float.intBitsToFloat(bits);
  }

  public static float f32ConvertI32U(int value) {
    return (float) (value & 0xFFFF_FFFFL);
  }

  /** Halves large values first, keeping the lost bit so that rounding sees it. */
  public static float f32ConvertI64U(long value) {
    return value >= 0 ? (float) value : (float) ((value >>> 1) | (value & 1)) * 2;
  }

  public static int f32Eq(float a, float b) {
    return a == b ? 1 : 0;
  }

  public static int f32Ne(float a, float b) {
    return a != b ? 1 : 0;
  }

  public static int f32Lt(float a, float b) {
    return a < b ? 1 : 0;
  }

  public static int f32Gt(float a, float b) {
    return a > b ? 1 : 0;
  }

  public static int f32Le(float a, float b) {
    return a <= b ? 1 : 0;
  }

  public static int f32Ge(float a, float b) {
    return a >= b ? 1 : 0;
  }

  public static int i32TruncF32S(float value) {
    if (value >= -0x1p31f && value < 0x1p31f) {
      return (int) value;
    }
    throw notConvertible(value);
  }

  public static int i32TruncF32U(float value) {
    if (value > -1 && value < 0x1p32f) {
      return (int) (long) value;
    }
    throw notConvertible(value);
  }

  public static long i64TruncF32S(float value) {
    if (value >= -0x1p63f && value < 0x1p63f) {
      return (long) value;
    }
    throw notConvertible(value);
  }

  public static long i64TruncF32U(float value) {
    if (value > -1 && value < 0x1p63f) {
      return (long) value;
    }
    if (value >= 0x1p63f && value < 0x1p64f) {
      return (long) (value - 0x1p63f) ^ Long.MIN_VALUE;
    }
    throw notConvertible(value);
  }

  /** The value, or the canonical NaN. */
  public static double f64Canonical(double value) {
    return !Double.isNaN(value) ? value : Double.longBitsToDouble(0x7FF8_0000_0000_0000L);
  }

  public static double f64Abs(double value) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) & Long.MAX_VALUE);
  }

  public static double f64Neg(double value) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ Long.MIN_VALUE);
  }

  public static double f64Copysign(double value, double sign) {
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(value) & Long.MAX_VALUE)
            | (Double.doubleToRawLongBits(sign) & Long.MIN_VALUE));
  }

  public static double f64Ceil(double value) {
    return f64Canonical(Math.ceil(value));
  }

  public static double f64Floor(double value) {
    return f64Canonical(Math.floor(value));
  }

  public static double f64Trunc(double value) {
    return f64Canonical((value < 0 ? Math.ceil(value) : Math.floor(value)));
  }

  public static double f64Nearest(double value) {
    return f64Canonical(Math.rint(value));
  }

  public static double f64Sqrt(double value) {
    return f64Canonical(Math.sqrt(value));
  }

  public static double f64Add(double a, double b) {
    return f64Canonical(a + b);
  }

  public static double f64Sub(double a, double b) {
    return f64Canonical(a - b);
  }

  public static double f64Mul(double a, double b) {
    return f64Canonical(a * b);
  }

  public static double f64Div(double a, double b) {
    return f64Canonical(a / b);
  }

  public static double f64Min(double a, double b) {
    return f64Canonical(Math.min(a, b));
  }

  public static double f64Max(double a, double b) {
    return f64Canonical(Math.max(a, b));
  }

  public static double f64Select(double a, double b, int condition) {
    return condition != 0 ? a : b;
  }

  public static long i64ReinterpretF64(double value) {
    return Double.doubleToRawLongBits(value);
  }

  public static double f64ReinterpretI64(long bits) {
    return Double.longBitsToDouble(bits);
  }

  public static double f64ConvertI32U(int value) {
    return (double) (value & 0xFFFF_FFFFL);
  }

  /** Halves large values first, keeping the lost bit so that rounding sees it. */
  public static double f64ConvertI64U(long value) {
    return value >= 0 ? (double) value : (double) ((value >>> 1) | (value & 1)) * 2;
  }

  public static int f64Eq(double a, double b) {
    return a == b ? 1 : 0;
  }

  public static int f64Ne(double a, double b) {
    return a != b ? 1 : 0;
  }

  public static int f64Lt(double a, double b) {
    return a < b ? 1 : 0;
  }

  public static int f64Gt(double a, double b) {
    return a > b ? 1 : 0;
  }

  public static int f64Le(double a, double b) {
    return a <= b ? 1 : 0;
  }

  public static int f64Ge(double a, double b) {
    return a >= b ? 1 : 0;
  }

  public static int i32TruncF64S(double value) {
    if (value > -0x1p31 - 1 && value < 0x1p31) {
      return (int) value;
    }
    throw notConvertible(value);
  }

  public static int i32TruncF64U(double value) {
    if (value > -1 && value < 0x1p32) {
      return (int) (long) value;
    }
    throw notConvertible(value);
  }

  public static long i64TruncF64S(double value) {
    if (value >= -0x1p63 && value < 0x1p63) {
      return (long) value;
    }
    throw notConvertible(value);
  }

  public static long i64TruncF64U(double value) {
    if (value > -1 && value < 0x1p63) {
      return (long) value;
    }
    if (value >= 0x1p63 && value < 0x1p64) {
      return (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
    throw notConvertible(value);
  }

  public static float f32DemoteF64(double value) {
    return f32Canonical((float) value);
  }

  public static double f64PromoteF32(float value) {
    return f64Canonical((double) value);
  }

  private static Trap notConvertible(double value) {
    return new Trap(Double.isNaN(value) ? TrapKind.INVALID_CONVERSION : TrapKind.INTEGER_OVERFLOW);
  }
}
