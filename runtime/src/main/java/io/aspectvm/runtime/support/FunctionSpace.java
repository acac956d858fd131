package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.abi.LinkedModule;
import java.util.Map;
import java.util.TreeMap;

/**
 * The function addresses of instances that are linked with each other: each instance that can hand
 * out references has a range of them, one for each of its functions, imports included. An address
 * stays its function's as long as the space exists, and so does the instance. Not thread-safe.
 */
public final class FunctionSpace {

  private final TreeMap<Integer, Range> ranges = new TreeMap<>();
  private int next;

  /** The addresses from {@code base} on, of all functions of one instance. */
  record Range(int base, Instance instance, LinkedModule module) {}

  /**
   * Gives an instance its addresses.
   *
   * @return address of its function 0
   * @throws UnloadableModuleException limit exceeded: 2^31 addresses are taken
   */
  public int allocate(Instance instance, LinkedModule module) {
    int base = next;
    if (module.functionCount() > Integer.MAX_VALUE - base) {
      throw new UnloadableModuleException(
          Reason.LIMIT_EXCEEDED, "the linked modules have more than 2^31 functions");
    }
    next += module.functionCount();
    ranges.put(base, new Range(base, instance, module));
    return base;
  }

  /** The range that an address lies in, or null where it is no one's. */
  Range find(int address) {
    Map.Entry<Integer, Range> entry = ranges.floorEntry(address);
    return entry == null || address >= next ? null : entry.getValue();
  }
}
