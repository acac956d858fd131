package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.FunctionLowering;
import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.lower.Registers;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits the method of a function that consists of pieces: it sets up the registers and runs piece
 * after piece until one returns.
 *
 * <pre>{@code
 * static int f7(int p0, Instance instance, int depth, long gas) {
 *   depth = enter(depth, slots);
 *   instance.gas = gas;
 *   long[] registers = new long[n];
 *   registers[0] = p0;
 *   int entry = 0;
 *   do {
 *     entry = f7$g(registers, instance, depth, entry);
 *   } while (entry >= 0);
 *   return (int) registers[0];
 * }
 * }</pre>
 *
 * <p>{@code f7$g} is a tree of switches over the pieces; each of its methods stays small.
 */
final class PieceDriverEmitter {

  /** Pieces, or groups of them, that one method chooses from. */
  private static final int FAN_OUT = 200;

  private final GeneratedClasses classes;
  private final LoweredFunction function;
  private final MethodRef self;

  PieceDriverEmitter(GeneratedClasses classes, LoweredFunction function, MethodRef self) {
    this.classes = classes;
    this.function = function;
    this.self = self;
  }

  /**
   * @param pieces the methods of the pieces, in order
   */
  void emit(List<MethodRef> pieces) {
    MethodRef dispatch = emitDispatch(pieces, 0, pieces.size(), "$g");
    emitDriver(dispatch);
  }

  /** The method that runs the piece with a number in the range; made where a range needs one. */
  private MethodRef emitDispatch(List<MethodRef> pieces, int from, int to, String suffix) {
    if (to - from == 1) {
      return pieces.get(from);
    }
    int step = 1;
    while ((to - from + step - 1) / step > FAN_OUT) {
      step *= FAN_OUT;
    }
    int groups = (to - from + step - 1) / step;
    MethodRef[] targets = new MethodRef[groups];
    for (int g = 0; g < groups; g++) {
      int first = from + g * step;
      targets[g] = emitDispatch(pieces, first, Math.min(to, first + step), suffix + "_" + g);
    }
    MethodRef dispatch = new MethodRef(self.owner(), self.name() + suffix, PieceEmitter.DESCRIPTOR);
    emitSwitch(dispatch, targets, from, step);
    return dispatch;
  }

  /** {@code switch (((entry >> ENTRY_BITS) - from) / step) { case g: return target(...); }} */
  private void emitSwitch(MethodRef dispatch, MethodRef[] targets, int from, int step) {
    CodeBuilder code = new CodeBuilder(classes.method(dispatch));
    int registers = code.declareReference("[J");
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    int entry = code.declareInt();
    Label[] cases = new Label[targets.length];
    for (int g = 0; g < targets.length; g++) {
      cases[g] = new Label();
    }
    code.load(Type.INT_TYPE, entry);
    code.push(PieceTable.ENTRY_BITS);
    code.insn(Opcodes.ISHR);
    code.push(from);
    code.insn(Opcodes.ISUB);
    code.push(step);
    code.insn(Opcodes.IDIV);
    code.visitor().visitTableSwitchInsn(0, targets.length - 1, cases[0], cases);
    for (int g = 0; g < targets.length; g++) {
      code.bind(cases[g]);
      code.loadReference(registers);
      code.loadReference(instance);
      code.load(Type.INT_TYPE, depth);
      code.load(Type.INT_TYPE, entry);
      code.call(targets[g]);
      code.insn(Opcodes.IRETURN);
    }
    GeneratedClasses.end(code.visitor());
  }

  private void emitDriver(MethodRef dispatch) {
    CodeBuilder code = new CodeBuilder(classes.method(self));
    Registers allRegisters = function.registers();
    boolean inScratch = FunctionLowering.passesInScratch(function.type());
    int parameters = inScratch ? 0 : function.type().parameters().size();
    int[] slots = new int[parameters];
    for (int i = 0; i < parameters; i++) {
      slots[i] = code.declare(allRegisters.type(i));
    }
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    int gas = code.declareLong();
    int registers = code.declareReference("[J");
    int entry = code.declareInt();
    code.load(Type.INT_TYPE, depth);
    code.push(function.frameSlots());
    code.support("enter");
    code.store(Type.INT_TYPE, depth);
    code.publishGas(instance, gas);
    code.push(Math.max(1, allRegisters.count()));
    code.visitor().visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
    code.storeReference(registers);
    for (int i = 0; i < parameters; i++) {
      code.loadReference(registers);
      code.push(i);
      code.load(JvmTypes.type(allRegisters.type(i)), slots[i]);
      code.toRegister(allRegisters.type(i));
      code.insn(Opcodes.LASTORE);
    }
    code.push(0);
    code.store(Type.INT_TYPE, entry);
    Label again = new Label();
    code.bind(again);
    code.loadReference(registers);
    code.loadReference(instance);
    code.load(Type.INT_TYPE, depth);
    code.load(Type.INT_TYPE, entry);
    code.call(dispatch);
    code.insn(Opcodes.DUP);
    code.store(Type.INT_TYPE, entry);
    code.jump(Opcodes.IFGE, again);
    emitReturn(code, registers);
    GeneratedClasses.end(code.visitor());
  }

  private void emitReturn(CodeBuilder code, int registers) {
    if (!function.type().results().isEmpty()) {
      ValueType type = function.type().results().get(0);
      code.loadReference(registers);
      code.push(0);
      code.insn(Opcodes.LALOAD);
      code.fromBits(type);
    }
    code.insn(JvmTypes.resultType(function.type()).getOpcode(Opcodes.IRETURN));
  }
}
