package io.aspectvm.compiler.emit;

import org.objectweb.asm.Opcodes;
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

  /** Whether the instance's field may hold another value than the copy in the slot. */
  private boolean gasChanged;

  /**
   * @param instance slot of the instance
   * @param depth slot of the depth budget left to callees
   * @param gas slot of the gas counter's copy, or {@link #NONE}
   * @param memory slot of the memory's array, or {@link #NONE}
   */
  MethodFrame(CodeBuilder code, int instance, int depth, int gas, int memory) {
    this.code = code;
    this.instance = instance;
    this.depth = depth;
    this.gas = gas;
    this.memory = memory;
  }

  CodeBuilder code() {
    return code;
  }

  int instance() {
    return instance;
  }

  int depth() {
    return depth;
  }

  int gas() {
    return gas;
  }

  int memory() {
    return memory;
  }

  void loadInstance() {
    code.loadReference(instance);
  }

  /** The copy changed, or control may come from elsewhere, where it did. */
  void gasChanged() {
    gasChanged = true;
  }

  /** {@code instance.gas = gas}, where they may differ. */
  void flushGas() {
    if (gas != NONE && gasChanged) {
      gasChanged = false;
      loadInstance();
      code.load(Type.LONG_TYPE, gas);
      code.visitor().visitFieldInsn(Opcodes.PUTFIELD, RuntimeRefs.INSTANCE, "gas", "J");
    }
  }

  /** {@code gas = instance.gas} */
  void reloadGas() {
    if (gas != NONE) {
      gasChanged = false;
      loadInstance();
      code.visitor().visitFieldInsn(Opcodes.GETFIELD, RuntimeRefs.INSTANCE, "gas", "J");
      code.store(Type.LONG_TYPE, gas);
    }
  }

  /** {@code gas = openSlice(instance)}: at the beginning of a function. */
  void openGas() {
    if (gas != NONE) {
      // A new slice is in the field too.
      gasChanged = false;
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
