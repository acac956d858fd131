package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates a stretch of code without labels in terms of what registers held at the head of the
 * loop around it.
 */
final class LinearValues {

  private final LoweredCode code;
  private final BitSet unknownAtStart;
  private final Map<Integer, LoopValue> changed = new HashMap<>();
  private final List<LoopValue> stack = new ArrayList<>();

  /**
   * @param unknownAtStart registers that may have changed between the loop's head and this stretch
   */
  LinearValues(LoweredCode code, BitSet unknownAtStart) {
    this.code = code;
    this.unknownAtStart = unknownAtStart;
  }

  /** What a register holds now. */
  LoopValue register(int register) {
    LoopValue now = changed.get(register);
    if (now != null) {
      return now;
    }
    return unknownAtStart.get(register) ? LoopValue.UNKNOWN : new LoopValue.Linear(register, 0);
  }

  /** Takes the top of the operand stack. */
  LoopValue pop() {
    return stack.remove(stack.size() - 1);
  }

  /**
   * Evaluates entry {@code i}.
   *
   * @return whether it could: calls and jumps are not followed
   */
  boolean evaluate(int i) {
    switch (code.op(i)) {
      case LOAD -> stack.add(register(code.a(i)));
      case STORE -> changed.put(code.a(i), pop());
      case TEE -> changed.put(code.a(i), stack.get(stack.size() - 1));
      case POP, GLOBAL_SET -> pop();
      case GLOBAL_GET -> stack.add(LoopValue.UNKNOWN);
      case SELECT -> replace(3, LoopValue.UNKNOWN);
      case OPERATION -> {
        return operation(code.opcode(i), code.value(i));
      }
      case CHARGE, CHARGE_SIZE, CUT -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean operation(Opcode opcode, long value) {
    if (opcode == Opcode.I32_CONST) {
      stack.add(LoopValue.constant((int) value));
      return true;
    }
    Optional<StackSignature> signature = opcode.signature();
    if (signature.isEmpty()) {
      return false;
    }
    int operands = signature.get().operands().size();
    if (operands == 2) {
      LoopValue right = pop();
      push(signature.get(), LoopValue.of(opcode, pop(), right));
    } else {
      replace(operands, null);
      push(signature.get(), LoopValue.UNKNOWN);
    }
    return true;
  }

  /** Of wide arithmetic, one operation makes one of the results. */
  private void push(StackSignature signature, LoopValue result) {
    if (!signature.results().isEmpty()) {
      stack.add(result);
    }
  }

  private void replace(int operands, LoopValue result) {
    for (int i = 0; i < operands; i++) {
      pop();
    }
    if (result != null) {
      stack.add(result);
    }
  }
}
