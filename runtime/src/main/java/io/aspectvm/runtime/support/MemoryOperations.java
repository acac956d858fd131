package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Memory instructions (WebAssembly 2.0, section 4.4.7). Loads and stores take what the operand
 * stack holds, then the memory's array and the offset immediate, and are named after their
 * instructions.
 *
 * <p>The array's length is the exact size of the memory, and at most 2^31 - 1. The effective
 * address is an unsigned sum of 33 bits; see {@link #index} for why the array's own check is
 * enough.
 */
public final class MemoryOperations {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private MemoryOperations() {}

  /**
   * The effective address as an array index, negative where it is 2^31 or more and so outside any
   * memory. With both parts below 2^31 the sum wraps to a negative index, never to a valid one; a
   * part of 2^31 or more is outside by itself. An offset of 0, the common case, needs no check
   * here. The offset is a constant where this is inlined, so that accesses through one address
   * share the check of it.
   */
  private static int index(int address, int offset) {
    if (offset != 0 && (address < 0 || offset < 0)) {
      throw outOfBounds();
    }
    return address + offset;
  }

  private static Trap outOfBounds() {
    return new Trap(TrapKind.OUT_OF_BOUNDS_MEMORY);
  }

  public static int i32Load(int address, byte[] memory, int offset) {
    try {
      return (int) INT.get(memory, index(address, offset));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load(int address, byte[] memory, int offset) {
    try {
      return (long) LONG.get(memory, index(address, offset));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static float f32Load(int address, byte[] memory, int offset) {
    try {
      return Float.intBitsToFloat((int) INT.get(memory, index(address, offset)));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static double f64Load(int address, byte[] memory, int offset) {
    try {
      return Double.longBitsToDouble((long) LONG.get(memory, index(address, offset)));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static int i32Load8S(int address, byte[] memory, int offset) {
    try {
      return memory[index(address, offset)];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static int i32Load8U(int address, byte[] memory, int offset) {
    try {
      return memory[index(address, offset)] & 0xFF;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static int i32Load16S(int address, byte[] memory, int offset) {
    try {
      return (short) SHORT.get(memory, index(address, offset));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static int i32Load16U(int address, byte[] memory, int offset) {
    try {
      return (short) SHORT.get(memory, index(address, offset)) & 0xFFFF;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load8S(int address, byte[] memory, int offset) {
    try {
      return memory[index(address, offset)];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load8U(int address, byte[] memory, int offset) {
    try {
      return memory[index(address, offset)] & 0xFFL;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load16S(int address, byte[] memory, int offset) {
    try {
      return (short) SHORT.get(memory, index(address, offset));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load16U(int address, byte[] memory, int offset) {
    try {
      return (short) SHORT.get(memory, index(address, offset)) & 0xFFFFL;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load32S(int address, byte[] memory, int offset) {
    try {
      return (int) INT.get(memory, index(address, offset));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static long i64Load32U(int address, byte[] memory, int offset) {
    try {
      return (int) INT.get(memory, index(address, offset)) & 0xFFFF_FFFFL;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i32Store(int address, int value, byte[] memory, int offset) {
    try {
      INT.set(memory, index(address, offset), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i64Store(int address, long value, byte[] memory, int offset) {
    try {
      LONG.set(memory, index(address, offset), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void f32Store(int address, float value, byte[] memory, int offset) {
    try {
      INT.set(memory, index(address, offset), Float.floatToRawIntBits(value));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void f64Store(int address, double value, byte[] memory, int offset) {
    try {
      LONG.set(memory, index(address, offset), Double.doubleToRawLongBits(value));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i32Store8(int address, int value, byte[] memory, int offset) {
    try {
      memory[index(address, offset)] = (byte) value;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i32Store16(int address, int value, byte[] memory, int offset) {
    try {
      SHORT.set(memory, index(address, offset), (short) value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i64Store8(int address, long value, byte[] memory, int offset) {
    try {
      memory[index(address, offset)] = (byte) value;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i64Store16(int address, long value, byte[] memory, int offset) {
    try {
      SHORT.set(memory, index(address, offset), (short) value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static void i64Store32(int address, long value, byte[] memory, int offset) {
    try {
      INT.set(memory, index(address, offset), (int) value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  public static int memorySize(Instance instance) {
    return instance.memory.pages();
  }

  /** {@code memory.grow}; its gas is charged before. */
  public static int memoryGrow(int pages, Instance instance) {
    return instance.memory.grow(pages);
  }

  /** The array that loads and stores use until the memory may have grown. */
  public static byte[] memoryBytes(Instance instance) {
    return instance.memory.bytes;
  }
}
