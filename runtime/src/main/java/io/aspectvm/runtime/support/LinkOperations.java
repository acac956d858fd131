package io.aspectvm.runtime.support;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;

/**
 * What compiled code needs of other instances: calls of their functions and their mutable globals.
 * Code of a module that owns everything names nothing of this.
 *
 * <p>A caller has written its gas to {@link Instance#gas}, and reads it again afterwards. Values
 * travel as raw bits: arguments from index 0 on, results in their place.
 */
public final class LinkOperations {

  /**
   * What a call between instances takes of the depth budget, on top of the callee's frame: the
   * bridge, the adapter and the frames between them.
   */
  public static final int HOP_SLOTS = 64;

  private LinkOperations() {}

  /**
   * Calls an imported function that no host function was known for when the module was compiled.
   *
   * @throws GuestCrash if it was not linked; a loader refuses such a module
   * @throws Trap call stack exhausted, and whatever the function ends with; settled
   */
  public static void callImport(long[] values, Instance instance, int depth, int function) {
    InstanceLinks links = instance.links();
    LinkedFunction target = links == null ? null : links.imported(function);
    if (target == null) {
      throw new GuestCrash("import " + function + " is not linked");
    }
    hop(values, links, depth, target.instance(), target.index());
  }

  /**
   * Calls what {@code call_indirect} found and its dispatcher has no case for.
   *
   * @param function what the dispatcher looked for: the address less the instance's first one
   * @param type index of the expected type
   * @throws Trap uninitialized element; indirect call type mismatch where the function has another
   *     type, or is no function at all; and as {@link #callImport}
   */
  public static void callForeign(
      long[] values, Instance instance, int depth, int function, int type) {
    int address = function + instance.functionBase;
    InstanceLinks links = instance.links();
    FunctionSpace.Range range =
        links == null || address == Table.NULL ? null : links.functions().find(address);
    if (range == null) {
      throw ControlOperations.indirectFailure(address);
    }
    int index = address - range.base();
    if (!range.module().signature(index).equals(links.type(type))) {
      throw ControlOperations.indirectFailure(address);
    }
    hop(values, links, depth, range.instance(), index);
  }

  private static void hop(
      long[] values, InstanceLinks caller, int depth, Instance callee, int function) {
    int left = ControlOperations.enter(depth, HOP_SLOTS);
    callee.links().call(function, values, caller, left);
  }

  /** Address of a function of an open module. */
  public static int functionAddress(int function, Instance instance) {
    return function + instance.functionBase;
  }

  /** As {@link ControlOperations#tableFunction}, less the address of function 0. */
  public static int localTableFunction(int element, Instance instance, int table) {
    return ControlOperations.tableFunction(element, instance, table) - instance.functionBase;
  }

  /** Takes the arguments of a function that has too many for a JVM call. */
  public static void argumentsFromScratch(long[] values, Instance instance, int count) {
    System.arraycopy(instance.results, 0, values, 0, count);
  }

  /** Leaves the second and later of {@code count} results where callers look for them. */
  public static void resultsToScratch(long[] values, Instance instance, int count) {
    System.arraycopy(values, 1, instance.results, 0, count - 1);
  }

  private static GlobalCell global(Instance instance, int index) {
    return instance.links().global(index);
  }

  public static int i32ImportedGlobal(Instance instance, int index) {
    return (int) global(instance, index).get();
  }

  public static long i64ImportedGlobal(Instance instance, int index) {
    return global(instance, index).get();
  }

  public static float f32ImportedGlobal(Instance instance, int index) {
    return Float.intBitsToFloat((int) global(instance, index).get());
  }

  public static double f64ImportedGlobal(Instance instance, int index) {
    return Double.longBitsToDouble(global(instance, index).get());
  }

  public static void i32SetImportedGlobal(int value, Instance instance, int index) {
    global(instance, index).set(value);
  }

  public static void i64SetImportedGlobal(long value, Instance instance, int index) {
    global(instance, index).set(value);
  }

  public static void f32SetImportedGlobal(float value, Instance instance, int index) {
    global(instance, index).set(Float.floatToRawIntBits(value));
  }

  public static void f64SetImportedGlobal(double value, Instance instance, int index) {
    global(instance, index).set(Double.doubleToRawLongBits(value));
  }
}
