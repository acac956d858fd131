package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.lower.Registers;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import java.util.function.BiConsumer;
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
 * <p>{@code f7$g} is a tree of switches over the pieces; each of its methods stays small. Where the
 * pieces are few, and in the class of the function, the switch is in the loop itself. Where they
 * are more than the class of the function can name, the lowest switches are in classes of their
 * own.
 */
final class PieceDriverEmitter {

  /** Pieces, or groups of them, that one method chooses from. */
  private static final int FAN_OUT = 200;

  /** Pieces that the loop chooses from by itself. */
  private static final int MAX_IN_LOOP = 16;

  /**
   * Pieces that one class names, at most: each takes three entries of its constant pool, and the
   * class of five pieces takes two.
   */
  private static final int MAX_IN_CLASS = 19_000;

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
    if (pieces.size() <= MAX_IN_LOOP && pieces.get(0).owner().equals(self.owner())) {
      emitDriver((arguments, again) -> arguments.callPieceUntilDone(pieces, again));
    } else {
      MethodRef dispatch = emitDispatch(pieces, 0, pieces.size(), "$g");
      emitDriver(
          (arguments, again) -> {
            arguments.call(dispatch);
            arguments.goOn(again);
          });
    }
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
    boolean apart = step == 1 && pieces.size() > MAX_IN_CLASS;
    String owner = apart ? ModuleNames.switchClass(function.functionIndex(), from) : self.owner();
    MethodRef dispatch = new MethodRef(owner, self.name() + suffix, PieceEmitter.DESCRIPTOR);
    emitSwitch(dispatch, targets, from, step);
    if (apart) {
      classes.finish(owner);
    }
    return dispatch;
  }

  /** {@code switch (((entry >> ENTRY_BITS) - from) / step) { case g: return target(...); }} */
  private void emitSwitch(MethodRef dispatch, MethodRef[] targets, int from, int step) {
    CodeBuilder code = new CodeBuilder(classes.method(dispatch));
    int registers = code.declareReference("[J");
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    Arguments arguments = new Arguments(code, registers, instance, depth, code.declareInt());
    arguments.loadPiece();
    code.push(from);
    code.insn(Opcodes.ISUB);
    code.push(step);
    code.insn(Opcodes.IDIV);
    arguments.callOneOf(List.of(targets), () -> code.insn(Opcodes.IRETURN));
    GeneratedClasses.end(code.visitor());
  }

  private void emitDriver(BiConsumer<Arguments, Label> step) {
    CodeBuilder code = new CodeBuilder(classes.method(self));
    Registers allRegisters = function.registers();
    boolean inScratch = CallLowering.passesInScratch(function.type());
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
    step.accept(new Arguments(code, registers, instance, depth, entry), again);
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

  /** The slots, in one method, of what pieces and dispatchers take. */
  private record Arguments(CodeBuilder code, int registers, int instance, int depth, int entry) {

    /** {@code [] -> [entry]} */
    void call(MethodRef target) {
      code.loadReference(registers);
      code.loadReference(instance);
      code.load(Type.INT_TYPE, depth);
      code.load(Type.INT_TYPE, entry);
      code.call(target);
    }

    /** {@code [] -> [number of the piece]} */
    void loadPiece() {
      code.load(Type.INT_TYPE, entry);
      code.push(PieceTable.ENTRY_BITS);
      code.insn(Opcodes.ISHR);
    }

    /**
     * {@code [number] -> ...}: calls the target with this number, and goes on with {@code then}.
     */
    void callOneOf(List<MethodRef> targets, Runnable then) {
      Label[] cases = targets.stream().map(target -> new Label()).toArray(Label[]::new);
      code.visitor().visitTableSwitchInsn(0, cases.length - 1, cases[0], cases);
      for (int i = 0; i < cases.length; i++) {
        code.bind(cases[i]);
        call(targets.get(i));
        then.run();
      }
    }

    /** {@code [entry] -> []}: goes on at {@code again} unless the function is done. */
    void goOn(Label again) {
      code.insn(Opcodes.DUP);
      code.store(Type.INT_TYPE, entry);
      code.jump(Opcodes.IFGE, again);
    }

    /** {@code [] -> []}: calls the piece that the entry is in, and goes on. */
    void callPieceUntilDone(List<MethodRef> pieces, Label again) {
      Label done = new Label();
      loadPiece();
      callOneOf(
          pieces,
          () -> {
            goOn(again);
            code.jump(Opcodes.GOTO, done);
          });
      code.bind(done);
    }
  }
}
