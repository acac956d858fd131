package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registers of one function: its locals, then one for each operand-stack height and type that
 * had to be kept. Keying by type as well gives every register one type for good.
 */
public final class Registers {

  private static final int TYPE_COUNT = ValueType.values().length;

  private final List<ValueType> types;
  private final int locals;
  private final Map<Long, Integer> spills = new HashMap<>();

  Registers(List<ValueType> localTypes) {
    this.types = new ArrayList<>(localTypes);
    this.locals = localTypes.size();
  }

  /** Number of registers. */
  public int count() {
    return types.size();
  }

  /** Number of wasm locals, parameters included: registers 0 to {@code locals() - 1}. */
  public int locals() {
    return locals;
  }

  public ValueType type(int register) {
    return types.get(register);
  }

  /** The register that keeps an operand of this type at this height of the operand stack. */
  int spill(int height, ValueType type) {
    long key = (long) height * TYPE_COUNT + type.ordinal();
    Integer register = spills.get(key);
    if (register == null) {
      register = types.size();
      types.add(type);
      spills.put(key, register);
    }
    return register;
  }
}
