package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;

/**
 * Integer instructions that are more than one JVM instruction (WebAssembly 2.0, section 4.3.2).
 * Each method is named after its instruction; compiled code calls it by that name.
 *
 * <p>Unsigned comparisons flip the sign bits instead of calling {@code compareUnsigned}: C2 of JDK
 * 17 can compile that intrinsic wrongly in large generated classes (JDK-8276162).
 */
public final class IntegerOperations {

  private IntegerOperations() {}

  public static int i32DivS(int dividend, int divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    if (divisor == -1 && dividend == Integer.MIN_VALUE) {
      throw new Trap(TrapKind.INTEGER_OVERFLOW);
    }
    return dividend / divisor;
  }

  public static int i32DivU(int dividend, int divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return Integer.divideUnsigned(dividend, divisor);
  }

  public static int i32RemS(int dividend, int divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return dividend % divisor;
  }

  public static int i32RemU(int dividend, int divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return Integer.remainderUnsigned(dividend, divisor);
  }

  public static int i32Rotl(int value, int count) {
    return Integer.rotateLeft(value, count);
  }

  public static int i32Rotr(int value, int count) {
    return Integer.rotateRight(value, count);
  }

  public static int i32Clz(int value) {
    return Integer.numberOfLeadingZeros(value);
  }

  public static int i32Ctz(int value) {
    return Integer.numberOfTrailingZeros(value);
  }

  public static int i32Popcnt(int value) {
    return Integer.bitCount(value);
  }

  public static int i32Eqz(int value) {
    return value == 0 ? 1 : 0;
  }

  public static int i32Eq(int a, int b) {
    return a == b ? 1 : 0;
  }

  public static int i32Ne(int a, int b) {
    return a != b ? 1 : 0;
  }

  public static int i32LtS(int a, int b) {
    return a < b ? 1 : 0;
  }

  public static int i32LtU(int a, int b) {
    return (a ^ Integer.MIN_VALUE) < (b ^ Integer.MIN_VALUE) ? 1 : 0;
  }

  public static int i32GtS(int a, int b) {
    return a > b ? 1 : 0;
  }

  public static int i32GtU(int a, int b) {
    return (a ^ Integer.MIN_VALUE) > (b ^ Integer.MIN_VALUE) ? 1 : 0;
  }

  public static int i32LeS(int a, int b) {
    return a <= b ? 1 : 0;
  }

  public static int i32LeU(int a, int b) {
    return (a ^ Integer.MIN_VALUE) <= (b ^ Integer.MIN_VALUE) ? 1 : 0;
  }

  public static int i32GeS(int a, int b) {
    return a >= b ? 1 : 0;
  }

  public static int i32GeU(int a, int b) {
    return (a ^ Integer.MIN_VALUE) >= (b ^ Integer.MIN_VALUE) ? 1 : 0;
  }

  public static long i64DivS(long dividend, long divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    if (divisor == -1 && dividend == Long.MIN_VALUE) {
      throw new Trap(TrapKind.INTEGER_OVERFLOW);
    }
    return dividend / divisor;
  }

  public static long i64DivU(long dividend, long divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return Long.divideUnsigned(dividend, divisor);
  }

  public static long i64RemS(long dividend, long divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return dividend % divisor;
  }

  public static long i64RemU(long dividend, long divisor) {
    if (divisor == 0) {
      throw new Trap(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    }
    return Long.remainderUnsigned(dividend, divisor);
  }

  public static long i64Rotl(long value, long count) {
    return Long.rotateLeft(value, (int) count);
  }

  public static long i64Rotr(long value, long count) {
    return Long.rotateRight(value, (int) count);
  }

  public static long i64Clz(long value) {
    return Long.numberOfLeadingZeros(value);
  }

  public static long i64Ctz(long value) {
    return Long.numberOfTrailingZeros(value);
  }

  public static long i64Popcnt(long value) {
    return Long.bitCount(value);
  }

  public static int i64Eqz(long value) {
    return value == 0 ? 1 : 0;
  }

  public static int i64Eq(long a, long b) {
    return a == b ? 1 : 0;
  }

  public static int i64Ne(long a, long b) {
    return a != b ? 1 : 0;
  }

  public static int i64LtS(long a, long b) {
    return a < b ? 1 : 0;
  }

  public static int i64LtU(long a, long b) {
    return (a ^ Long.MIN_VALUE) < (b ^ Long.MIN_VALUE) ? 1 : 0;
  }

  public static int i64GtS(long a, long b) {
    return a > b ? 1 : 0;
  }

  public static int i64GtU(long a, long b) {
    return (a ^ Long.MIN_VALUE) > (b ^ Long.MIN_VALUE) ? 1 : 0;
  }

  public static int i64LeS(long a, long b) {
    return a <= b ? 1 : 0;
  }

  public static int i64LeU(long a, long b) {
    return (a ^ Long.MIN_VALUE) <= (b ^ Long.MIN_VALUE) ? 1 : 0;
  }

  public static int i64GeS(long a, long b) {
    return a >= b ? 1 : 0;
  }

  public static int i64GeU(long a, long b) {
    return (a ^ Long.MIN_VALUE) >= (b ^ Long.MIN_VALUE) ? 1 : 0;
  }

  public static long i64ExtendI32U(int value) {
    return value & 0xFFFF_FFFFL;
  }

  public static int i32Select(int a, int b, int condition) {
    return condition != 0 ? a : b;
  }

  public static long i64Select(long a, long b, int condition) {
    return condition != 0 ? a : b;
  }
}
