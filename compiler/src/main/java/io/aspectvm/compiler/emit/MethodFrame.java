package io.aspectvm.compiler.emit;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The slots that compiled code has besides its registers, and the few sequences that keep them
 * true.
 *
 * @param instance slot of the instance
 * @param depth slot of the depth budget left to callees
 * @param gas slot of the gas counter's copy, or -1
 * @param memory slot of the memory's array, or -1
 */
record MethodFrame(CodeBuilder code, int instance, int depth, int gas, int memory) {

  static final int NONE = -1;

  void loadInstance() {
    code.loadReference(instance);
  }

  /** {@code instance.gas = gas} */
  void flushGas() {
    if (gas != NONE) {
      loadInstance();
      code.load(Type.LONG_TYPE, gas);
      code.visitor().visitFieldInsn(Opcodes.PUTFIELD, RuntimeRefs.INSTANCE, "gas", "J");
    }
  }

  /** {@code gas = instance.gas} */
  void reloadGas() {
    if (gas != NONE) {
      loadInstance();
      code.visitor().visitFieldInsn(Opcodes.GETFIELD, RuntimeRefs.INSTANCE, "gas", "J");
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
