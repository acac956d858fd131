package io.aspectvm.runtime.support;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;

/** Gas, depth, calls, globals and traps: what compiled code needs besides arithmetic and memory. */
public final class ControlOperations {

  private ControlOperations() {}

  /**
   * Takes a frame from the depth budget.
   *
   * @param depth budget left, in slots
   * @param slots cost of the frame
   * @return what is left
   * @throws Trap call stack exhausted; the gas counter is the caller's, who settles it
   */
  public static int enter(int depth, int slots) {
    int left = depth - slots;
    if (left < 0) {
      throw new Trap(TrapKind.CALL_STACK_EXHAUSTED);
    }
    return left;
  }

  /**
   * The gas that a function with a loop starts with: a slice that is not used up, if there is more.
   * What runs long comes by here now and then, so that most checks are of the sign alone. A counter
   * that is exhausted, or is to stop, is left to the next check: that one has a place in the code.
   *
   * @param slice what the caller has of it
   * @return the slice to go on with
   * @throws Trap interrupted, settled
   */
  public static long openSlice(long slice, Instance instance) {
    return slice >= 0 || slice < instance.gasFloor() ? slice : instance.refill(slice);
  }

  /**
   * Charges for a metering block.
   *
   * @param slice the frame's copy of {@link Instance#gas}
   * @param amount WASM gas, 1 or more; with the unchecked charges before at most {@link
   *     Instance#GAS_SLICE}, so that {@code slice} does not run over
   * @return the slice after the charge: below zero where the rest of the counter pays
   * @throws Trap out of gas (counter -1) or interrupted, settled
   */
  public static long charge(long slice, int amount, Instance instance) {
    long left = slice - amount;
    if (left < 0 && left < instance.gasFloor()) {
      throw instance.exhausted(left);
    }
    return left;
  }

  /** {@link #charge} for amounts of any size. */
  public static long chargeLarge(long slice, long amount, Instance instance) {
    long left = slice - amount;
    boolean paid = left < 0 ? left >= instance.gasFloor() : slice >= 0;
    if (!paid) {
      throw instance.exhausted(left);
    }
    return left;
  }

  /**
   * Looks whether what was charged before was there.
   *
   * @param slice the frame's copy of {@link Instance#gas}
   * @throws Trap out of gas (counter -1) or interrupted, settled
   */
  public static void checkGas(long slice, Instance instance) {
    if (slice < 0 && slice < instance.gasFloor()) {
      throw instance.exhausted(slice);
    }
  }

  /**
   * Charges {@code units * price} before an instruction with a dynamic cost.
   *
   * @param units unsigned 32-bit
   * @param slice gas in the current slice, WASM gas
   * @param price WASM gas per unit; the product fits in 63 bits
   * @return the slice after the charge
   */
  public static long chargeUnits(int units, Instance instance, long slice, long price) {
    return instance.takeForSize(slice, Integer.toUnsignedLong(units) * price);
  }

  /**
   * How many units a size makes, the last one perhaps not full.
   *
   * @param size unsigned 32-bit
   * @param shift binary logarithm of the unit, 1 or more
   */
  public static int startedUnits(int size, int shift) {
    return (int) ((Integer.toUnsignedLong(size) + (1L << shift) - 1) >>> shift);
  }

  /** The trap of {@code unreachable}. */
  public static Trap unreachable() {
    return new Trap(TrapKind.UNREACHABLE);
  }

  /**
   * Writes the gas counter back where a trap left a frame whose local copy is the current one, and
   * turns anything else thrown into what may leave compiled code. Charges before the trap may be
   * unchecked: where they were not paid, there is no gas for a trap.
   *
   * @param slice the frame's copy of {@link Instance#gas}
   * @throws Trap out of gas (counter -1) or interrupted, settled
   */
  public static RuntimeException settle(Throwable thrown, Instance instance, long slice) {
    if (thrown instanceof Trap) {
      Trap trap = (Trap) thrown;
      if (!trap.isSettled()) {
        checkGas(slice, instance);
        instance.gas = slice;
        trap.settle();
      }
      return trap;
    }
    if (thrown instanceof GuestCrash) {
      return (GuestCrash) thrown;
    }
    // An error of the JVM, such as no memory to grow: nobody has written the counter back yet. But
    // where there was no memory for the trap of out of gas, the counter says so.
    if (instance.gasLeft() >= 0) {
      checkGas(slice, instance);
      instance.gas = slice;
    }
    return new GuestCrash("compiled code failed", thrown);
  }

  /**
   * The function index that {@code call_indirect} finds. The generated dispatcher knows the
   * functions of the expected type; for every other index it calls {@link #indirectFailure}.
   */
  public static int tableFunction(int element, Instance instance, int table) {
    int[] elements = instance.tables[table].elements;
    if (element < 0 || element >= elements.length) {
      throw new Trap(TrapKind.UNDEFINED_ELEMENT);
    }
    return elements[element];
  }

  /** Why a dispatcher has no case for this function index. */
  public static Trap indirectFailure(int function) {
    return new Trap(
        function == Table.NULL
            ? TrapKind.UNINITIALIZED_ELEMENT
            : TrapKind.INDIRECT_CALL_TYPE_MISMATCH);
  }

  /** Leaves a function's first result, as raw bits, for the method that drives its pieces. */
  public static void returnBits(long bits, long[] registers) {
    registers[0] = bits;
  }

  /** Puts the arguments of a function that has too many for a JVM call where it looks for them. */
  public static void argumentsToScratch(long[] values, Instance instance, int count) {
    System.arraycopy(values, 0, instance.results, 0, count);
  }

  /** Takes the second and later of {@code count} results. */
  public static void resultsFromScratch(long[] values, Instance instance, int count) {
    System.arraycopy(instance.results, 0, values, 1, count - 1);
  }

  public static int i32Global(Instance instance, int index) {
    return (int) instance.globals[index];
  }

  public static long i64Global(Instance instance, int index) {
    return instance.globals[index];
  }

  public static float f32Global(Instance instance, int index) {
    return Float.intBitsToFloat((int) instance.globals[index]);
  }

  public static double f64Global(Instance instance, int index) {
    return Double.longBitsToDouble(instance.globals[index]);
  }

  public static void i32SetGlobal(int value, Instance instance, int index) {
    instance.globals[index] = value;
  }

  public static void i64SetGlobal(long value, Instance instance, int index) {
    instance.globals[index] = value;
  }

  public static void f32SetGlobal(float value, Instance instance, int index) {
    instance.globals[index] = Float.floatToRawIntBits(value);
  }

  public static void f64SetGlobal(double value, Instance instance, int index) {
    instance.globals[index] = Double.doubleToRawLongBits(value);
  }

  public static int i32Result(Instance instance, int index) {
    return (int) instance.results[index];
  }

  public static long i64Result(Instance instance, int index) {
    return instance.results[index];
  }

  public static float f32Result(Instance instance, int index) {
    return Float.intBitsToFloat((int) instance.results[index]);
  }

  public static double f64Result(Instance instance, int index) {
    return Double.longBitsToDouble(instance.results[index]);
  }

  public static void i32SetResult(int value, Instance instance, int index) {
    instance.results[index] = value;
  }

  public static void i64SetResult(long value, Instance instance, int index) {
    instance.results[index] = value;
  }

  public static void f32SetResult(float value, Instance instance, int index) {
    instance.results[index] = Float.floatToRawIntBits(value);
  }

  public static void f64SetResult(double value, Instance instance, int index) {
    instance.results[index] = Double.doubleToRawLongBits(value);
  }
}
