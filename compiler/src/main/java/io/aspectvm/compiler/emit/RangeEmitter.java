package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredOp;
import io.aspectvm.compiler.lower.Registers;
import io.aspectvm.gas.inject.JvmGasInjector;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Emits a stretch of lowered code into a method whose slots are set up. */
final class RangeEmitter {

  private static final JvmGasInjector GAS =
      new JvmGasInjector(RuntimeRefs.support("charge").owner(), RuntimeRefs.INSTANCE);

  private final CodeContext context;
  private final LoweredCode lowered;
  private final Registers registers;
  private final MethodFrame frame;
  private final CodeBuilder code;
  private final int[] slots;
  private final JumpTargets targets;
  private final int lineBase;

  /**
   * @param slots JVM slot by register
   * @param lineBase byte offset in the body that line number 1 stands for
   */
  RangeEmitter(
      CodeContext context,
      LoweredCode lowered,
      Registers registers,
      MethodFrame frame,
      int[] slots,
      JumpTargets targets,
      int lineBase) {
    this.context = context;
    this.lowered = lowered;
    this.registers = registers;
    this.frame = frame;
    this.code = frame.code();
    this.slots = slots;
    this.targets = targets;
    this.lineBase = lineBase;
  }

  /** Emits entry {@code i}. */
  void emit(int i) {
    LoweredOp op = lowered.op(i);
    if (canTrap(lowered, i)) {
      code.line(lowered.offset(i) - lineBase + 1);
    }
    int a = lowered.a(i);
    switch (op) {
      case OPERATION -> OperationEmitters.of(lowered.opcode(i)).emit(frame, lowered.value(i));
      case LOAD -> code.load(registerType(a), slots[a]);
      case STORE -> code.store(registerType(a), slots[a]);
      case TEE -> {
        code.insn(registerType(a).getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP);
        code.store(registerType(a), slots[a]);
      }
      case POP -> code.insn(JvmTypes.slots(lowered.typeA(i)) == 2 ? Opcodes.POP2 : Opcodes.POP);
      case SELECT -> code.support(prefix(lowered.typeA(i)) + "Select");
      case GLOBAL_GET -> scoped(a, prefix(lowered.typeB(i)) + global(a));
      case GLOBAL_SET -> scoped(a, prefix(lowered.typeB(i)) + "Set" + global(a));
      case SCRATCH_GET -> scoped(a, prefix(lowered.typeB(i)) + "Result");
      case SCRATCH_SET -> scoped(a, prefix(lowered.typeB(i)) + "SetResult");
      case REF_FUNC -> refFunc(a);
      case CHARGE -> charge(i, lowered.value(i));
      case CHARGE_SIZE -> chargeSize(a, lowered.value(i));
      case LABEL -> label(a, lowered.checksAt(i));
      case CUT -> {}
      case TRIP_COUNT -> tripCount(lowered.comparison(i), (int) lowered.value(i));
      case JUMP -> code.jump(Opcodes.GOTO, targets.label(a));
      case JUMP_IF -> code.jump(Opcodes.IFNE, targets.label(a));
      case JUMP_UNLESS -> code.jump(Opcodes.IFEQ, targets.label(a));
      case JUMP_COMPARE -> jumpCompare(lowered.comparison(i), lowered.value(i) != 0, a);
      case SWITCH -> tableSwitch(lowered.switchLabels(a));
      case CALL -> call(a);
      case CALL_INDIRECT -> callIndirect(a, lowered.b(i));
      case RETURN -> targets.emitReturn();
      case UNREACHABLE -> {
        code.support("unreachable");
        code.insn(Opcodes.ATHROW);
      }
    }
  }

  /** Whether entry {@code i} has a line number. */
  static boolean canTrap(LoweredCode lowered, int i) {
    return switch (lowered.op(i)) {
      case CALL, CALL_INDIRECT, UNREACHABLE, CHARGE, CHARGE_SIZE -> true;
      case OPERATION -> lowered.opcode(i).effect() != Effect.PURE;
      default -> false;
    };
  }

  private Type registerType(int register) {
    return JvmTypes.type(registers.type(register));
  }

  private String global(int index) {
    return context.isElsewhere(index) ? "ImportedGlobal" : "Global";
  }

  private static String prefix(ValueType type) {
    return JvmTypes.carrier(type).text();
  }

  /** {@code [..(, value)] -> [..(, value)]}: calls {@code name((value,) instance, index)}. */
  private void scoped(int index, String name) {
    frame.loadInstance();
    code.push(index);
    code.support(name);
  }

  private void charge(int i, long amount) {
    if (lowered.isUnchecked(i) || lowered.endsBlock(i)) {
      GAS.chargeUnchecked(code.visitor(), amount, frame.gas());
    } else {
      GAS.charge(code.visitor(), amount, frame.gas(), frame.instance());
    }
    frame.gasChanged();
    if (lowered.endsBlock(i)) {
      checkByJump();
    }
  }

  /** {@code if (gas < 0) checkGas(gas, instance);} */
  private void checkByJump() {
    Label enough = new Label();
    code.load(Type.LONG_TYPE, frame.gas());
    code.insn(Opcodes.LCONST_0);
    code.insn(Opcodes.LCMP);
    code.jump(Opcodes.IFGE, enough);
    GAS.check(code.visitor(), frame.gas(), frame.instance());
    code.bind(enough);
  }

  private void label(int label, boolean checks) {
    code.bind(targets.place(label));
    frame.gasChanged();
    if (checks) {
      GAS.check(code.visitor(), frame.gas(), frame.instance());
    }
  }

  /** {@code [.., size] -> [.., size]}: {@code gas = chargeUnits(units, instance, gas, price)} */
  private void chargeSize(int shift, long price) {
    code.insn(Opcodes.DUP);
    if (shift != 0) {
      code.push(shift);
      code.support("startedUnits");
    }
    frame.loadInstance();
    code.load(Type.LONG_TYPE, frame.gas());
    code.push(price);
    code.support("chargeUnits");
    code.store(Type.LONG_TYPE, frame.gas());
    frame.gasChanged();
  }

  /** {@code [..] -> [.., reference]}: the address of a function is its index. */
  private void refFunc(int function) {
    code.push(function);
    if (context.open()) {
      frame.loadInstance();
      code.support("functionAddress");
    }
  }

  /** {@code [value, bound] -> [trips]}: {@code tripsLtU(value, bound, step)} */
  private void tripCount(Opcode comparison, int step) {
    code.push(step);
    String name = OperationEmitters.supportName(comparison);
    code.support("trips" + name.substring("i32".length()));
  }

  private void jumpCompare(Opcode comparison, boolean sense, int label) {
    int jump =
        switch (comparison) {
          case I32_EQZ -> Opcodes.IFEQ;
          case I32_EQ -> Opcodes.IF_ICMPEQ;
          case I32_NE -> Opcodes.IF_ICMPNE;
          case I32_LT_S, I32_GT_U -> Opcodes.IF_ICMPLT;
          case I32_GT_S, I32_LT_U -> Opcodes.IF_ICMPGT;
          case I32_LE_S, I32_GE_U -> Opcodes.IF_ICMPLE;
          case I32_GE_S, I32_LE_U -> Opcodes.IF_ICMPGE;
          case I64_EQZ, I64_EQ -> Opcodes.IFEQ;
          case I64_NE -> Opcodes.IFNE;
          case I64_LT_S, I64_GT_U -> Opcodes.IFLT;
          case I64_GT_S, I64_LT_U -> Opcodes.IFGT;
          case I64_LE_S, I64_GE_U -> Opcodes.IFLE;
          case I64_GE_S, I64_LE_U -> Opcodes.IFGE;
          default -> throw new IllegalStateException("no jump for " + comparison.mnemonic());
        };
    boolean longs = comparison.mnemonic().startsWith("i64");
    if (comparison == Opcode.I64_EQZ) {
      code.insn(Opcodes.LCONST_0);
    } else if (comparison.mnemonic().endsWith("_u")) {
      flipSignsAndSwap(longs);
    }
    if (longs) {
      code.insn(Opcodes.LCMP);
    }
    code.jump(sense ? jump : inverse(jump), targets.label(label));
  }

  /**
   * {@code [.., a, b] -> [.., b', a']}, which compare signed as these do unsigned. The jump keeps a
   * profile of its own so, which a support method would share with all its callers.
   */
  private void flipSignsAndSwap(boolean longs) {
    flipSign(longs);
    if (longs) {
      code.insn(Opcodes.DUP2_X2);
      code.insn(Opcodes.POP2);
    } else {
      code.insn(Opcodes.SWAP);
    }
    flipSign(longs);
  }

  private void flipSign(boolean longs) {
    if (longs) {
      code.push(Long.MIN_VALUE);
      code.insn(Opcodes.LXOR);
    } else {
      code.push(Integer.MIN_VALUE);
      code.insn(Opcodes.IXOR);
    }
  }

  /** The JVM numbers each conditional jump beside its opposite. */
  private static int inverse(int jump) {
    return ((jump - Opcodes.IFEQ) ^ 1) + Opcodes.IFEQ;
  }

  private void tableSwitch(int[] labels) {
    int count = labels.length - 1;
    Label otherwise = targets.label(labels[count]);
    if (count == 0) {
      code.insn(Opcodes.POP);
      code.jump(Opcodes.GOTO, otherwise);
      return;
    }
    Label[] cases = new Label[count];
    for (int i = 0; i < count; i++) {
      cases[i] = targets.label(labels[i]);
    }
    code.visitor().visitTableSwitchInsn(0, count - 1, otherwise, cases);
  }

  private void call(int callee) {
    invoke(context.names().function(callee), context.mayGrow().get(callee));
  }

  private void callIndirect(int typeIndex, int table) {
    FunctionType type = context.module().types().get(typeIndex);
    invoke(context.names().dispatcher(type, table), context.indirectMayGrow());
  }

  private void invoke(MethodRef callee, boolean mayGrow) {
    frame.loadContext();
    code.call(callee);
    frame.reloadGas();
    if (mayGrow) {
      frame.reloadMemory();
    }
  }
}
