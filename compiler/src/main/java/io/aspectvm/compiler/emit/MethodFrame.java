package io.aspectvm.compiler.emit;

import org.objectweb.asm.Type;

/**
 * The slots that compiled code has besides its registers, and the few sequences that keep them
 * true.
 */
final class MethodFrame {

  static final int NONE = -1;

  private final CodeBuilder code;
  private final int instance;
  private final int depth;
  private final int gas;
  private final int memory;

  private final boolean metered;

  /** Whether the instance's field may hold another value than the copy in the slot. */
  private boolean gasChanged = true;

  /**
   * @param instance slot of the instance
   * @param depth slot of the depth budget left to callees
   * @param gas slot of the gas counter's copy
   * @param memory slot of the memory's array, or {@link #NONE}
   * @param metered whether the copy means anything
   */
  MethodFrame(CodeBuilder code, int instance, int depth, int gas, int memory, boolean metered) {
    this.code = code;
    this.instance = instance;
    this.depth = depth;
    this.gas = gas;
    this.memory = memory;
    this.metered = metered;
  }

  CodeBuilder code() {
    return code;
  }

  int instance() {
    return instance;
  }

  int gas() {
    return gas;
  }

  int memory() {
    return memory;
  }

  boolean metered() {
    return metered;
  }

  void loadInstance() {
    code.loadReference(instance);
  }

  /** {@code [..] -> [.., instance, depth, gas]}: what every call takes behind its arguments. */
  void loadContext() {
    loadInstance();
    code.load(Type.INT_TYPE, depth);
    code.load(Type.LONG_TYPE, gas);
  }

  /** The copy changed, or control may come from elsewhere, where it did. */
  void gasChanged() {
    gasChanged = true;
  }

  /** {@code instance.gas = gas}, where they may differ: before every return. */
  void flushGas() {
    if (metered && gasChanged) {
      gasChanged = false;
      code.publishGas(instance, gas);
    }
  }

  /** {@code gas = instance.gas}: behind every call. */
  void reloadGas() {
    if (metered) {
      gasChanged = false;
      code.loadGas(instance);
      code.store(Type.LONG_TYPE, gas);
    }
  }

  /** {@code gas = openSlice(gas, instance)}: where something begins that may run long. */
  void openGas() {
    if (metered) {
      gasChanged = true;
      code.load(Type.LONG_TYPE, gas);
      loadInstance();
      code.support("openSlice");
      code.store(Type.LONG_TYPE, gas);
    }
  }

  /** {@code memory = memoryBytes(instance)} */
  void reloadMemory() {
    if (memory != NONE) {
      loadInstance();
      code.support("memoryBytes");
      code.storeReference(memory);
    }
  }
}
