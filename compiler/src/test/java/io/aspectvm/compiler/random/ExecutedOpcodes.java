package io.aspectvm.compiler.random;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.wasm.types.OpCode;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which opcodes the second engine has executed. An opcode that has a helper counts where the helper
 * is called. Charges are in the count too, with a dozen of the commonest opcodes.
 */
final class ExecutedOpcodes {

  private static final Map<OpCode, Opcode> BY_THEIRS = new EnumMap<>(OpCode.class);

  static {
    for (OpCode theirs : OpCode.values()) {
      Opcode ours =
          theirs.opcode() < 0x100
              ? Opcode.plain(theirs.opcode())
              : theirs.opcode() >>> 8 == Opcode.PREFIX_FC
                  ? Opcode.prefixed(theirs.opcode() & 0xFF)
                  : null;
      if (ours != null) {
        BY_THEIRS.put(theirs, ours);
      }
    }
  }

  private final Set<Opcode> executed = EnumSet.noneOf(Opcode.class);

  ExecutionListener listener(SecondEngineModule module) {
    return (instruction, stack) -> {
      Opcode opcode = BY_THEIRS.get(instruction.opcode());
      executed.add(opcode);
      if (opcode == Opcode.CALL) {
        Opcode helped = module.helpers().get((int) instruction.operand(0));
        if (helped != null) {
          executed.add(helped);
        }
      }
    };
  }

  Set<Opcode> executed() {
    return executed;
  }
}
