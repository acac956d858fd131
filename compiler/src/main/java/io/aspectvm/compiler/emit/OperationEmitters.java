package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredOp;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The emitter of every instruction that lowering leaves as an operation.
 *
 * <p>Three families cover all but a few: one or more JVM instructions without operands ({@link
 * #DIRECT}), loads and stores, and calls of the support method that bears the instruction's name in
 * camel case. What the method takes besides the operands says the rest: the instance, and behind it
 * as many of the instruction's indices as it has parameters for.
 */
final class OperationEmitters {

  private static final Map<Opcode, int[]> DIRECT = new EnumMap<>(Opcode.class);
  private static final Map<Opcode, Emitter> EMITTERS = new EnumMap<>(Opcode.class);

  static {
    direct(Opcode.I32_ADD, Opcodes.IADD);
    direct(Opcode.I32_SUB, Opcodes.ISUB);
    direct(Opcode.I32_MUL, Opcodes.IMUL);
    direct(Opcode.I32_AND, Opcodes.IAND);
    direct(Opcode.I32_OR, Opcodes.IOR);
    direct(Opcode.I32_XOR, Opcodes.IXOR);
    // The JVM masks shift counts as wasm does; counts of long shifts are ints there.
    direct(Opcode.I32_SHL, Opcodes.ISHL);
    direct(Opcode.I32_SHR_S, Opcodes.ISHR);
    direct(Opcode.I32_SHR_U, Opcodes.IUSHR);
    direct(Opcode.I64_ADD, Opcodes.LADD);
    direct(Opcode.I64_SUB, Opcodes.LSUB);
    direct(Opcode.I64_MUL, Opcodes.LMUL);
    direct(Opcode.I64_AND, Opcodes.LAND);
    direct(Opcode.I64_OR, Opcodes.LOR);
    direct(Opcode.I64_XOR, Opcodes.LXOR);
    direct(Opcode.I64_SHL, Opcodes.L2I, Opcodes.LSHL);
    direct(Opcode.I64_SHR_S, Opcodes.L2I, Opcodes.LSHR);
    direct(Opcode.I64_SHR_U, Opcodes.L2I, Opcodes.LUSHR);
    direct(Opcode.I32_WRAP_I64, Opcodes.L2I);
    direct(Opcode.I64_EXTEND_I32_S, Opcodes.I2L);
    direct(Opcode.I32_EXTEND8_S, Opcodes.I2B);
    direct(Opcode.I32_EXTEND16_S, Opcodes.I2S);
    direct(Opcode.I64_EXTEND8_S, Opcodes.L2I, Opcodes.I2B, Opcodes.I2L);
    direct(Opcode.I64_EXTEND16_S, Opcodes.L2I, Opcodes.I2S, Opcodes.I2L);
    direct(Opcode.I64_EXTEND32_S, Opcodes.L2I, Opcodes.I2L);
    direct(Opcode.F32_CONVERT_I32_S, Opcodes.I2F);
    direct(Opcode.F32_CONVERT_I64_S, Opcodes.L2F);
    direct(Opcode.F64_CONVERT_I32_S, Opcodes.I2D);
    direct(Opcode.F64_CONVERT_I64_S, Opcodes.L2D);

    EMITTERS.put(Opcode.I32_CONST, (frame, value) -> frame.code().push((int) value));
    EMITTERS.put(Opcode.I64_CONST, (frame, value) -> frame.code().push(value));
    EMITTERS.put(Opcode.F32_CONST, (frame, value) -> frame.code().pushFloat((int) value));
    EMITTERS.put(Opcode.F64_CONST, (frame, value) -> frame.code().pushDouble(value));
    for (Map.Entry<Opcode, int[]> entry : DIRECT.entrySet()) {
      EMITTERS.put(entry.getKey(), directEmitter(entry.getValue()));
    }
    for (Opcode opcode : Opcode.values()) {
      String name = supportName(opcode);
      if (isOperation(opcode) && !EMITTERS.containsKey(opcode) && RuntimeRefs.hasSupport(name)) {
        EMITTERS.put(opcode, supportEmitter(opcode, RuntimeRefs.support(name)));
      }
    }
    // It replaces the memory's array.
    Emitter grow = EMITTERS.get(Opcode.MEMORY_GROW);
    EMITTERS.put(
        Opcode.MEMORY_GROW,
        (frame, value) -> {
          grow.emit(frame, value);
          frame.reloadMemory();
        });
  }

  private static boolean isOperation(Opcode opcode) {
    return opcode.signature().isPresent() || opcode.signature(ValueType.FUNCREF).isPresent();
  }

  private OperationEmitters() {}

  /** The emitter of an operation, or null where the compiler does not support it. */
  static Emitter of(Opcode opcode) {
    return EMITTERS.get(opcode);
  }

  private static void direct(Opcode opcode, int... instructions) {
    DIRECT.put(opcode, instructions);
  }

  private static Emitter directEmitter(int[] instructions) {
    return (frame, value) -> {
      for (int instruction : instructions) {
        frame.code().insn(instruction);
      }
    };
  }

  private static Emitter supportEmitter(Opcode opcode, MethodRef method) {
    List<Type> parameters = List.of(Type.getArgumentTypes(method.descriptor()));
    int instance = parameters.indexOf(Type.getObjectType(RuntimeRefs.INSTANCE));
    if (instance >= 0) {
      return instanceEmitter(method, parameters.size() - instance - 1);
    }
    if (opcode.immediate() != ImmediateKind.MEM_ARG) {
      return (frame, value) -> frame.code().call(method);
    }
    // [.., address(, value)] -> [.., (loaded)]: i32Load(address, memory, offset)
    return (frame, value) -> {
      frame.code().loadReference(frame.memory());
      frame.code().push((int) value);
      frame.code().call(method);
    };
  }

  /**
   * {@code [.., operands] -> [..(, result)]}: {@code tableInit(d, s, n, instance, segment, table)}
   */
  private static Emitter instanceEmitter(MethodRef method, int indices) {
    return (frame, value) -> {
      frame.loadInstance();
      if (indices > 0) {
        frame.code().push(LoweredOp.firstIndex(value));
      }
      if (indices > 1) {
        frame.code().push(LoweredOp.secondIndex(value));
      }
      frame.code().call(method);
    };
  }

  /** {@code i64.load8_u} is {@code i64Load8U}. */
  static String supportName(Opcode opcode) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (char c : opcode.mnemonic().toCharArray()) {
      if (c == '.' || c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.toString();
  }
}
