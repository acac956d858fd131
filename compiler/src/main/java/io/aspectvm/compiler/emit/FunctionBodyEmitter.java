package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.lower.Registers;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.BitSet;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits a function as one method: every register is a JVM local variable.
 *
 * <pre>{@code
 * static int f7(int p0, Instance instance, int depth, long gas) {
 *   depth = enter(depth, slots);
 *   // declared locals and other registers that are used = 0
 *   gas = openSlice(gas, instance); // where there is a loop
 *   byte[] memory = memoryBytes(instance);
 *   try {
 *     ...
 *   } catch (Throwable t) {
 *     throw settle(t, instance, gas);
 *   }
 * }
 * }</pre>
 */
final class FunctionBodyEmitter {

  private final CodeContext context;
  private final LoweredFunction function;
  private final CodeBuilder code;
  private final Label[] labels;
  private int[] slots;

  /** Registers besides the parameters that the code uses; the others cost nothing. */
  private BitSet used;

  private MethodFrame frame;
  private int depth;

  FunctionBodyEmitter(CodeContext context, LoweredFunction function, MethodVisitor method) {
    this.context = context;
    this.function = function;
    this.code = new CodeBuilder(method);
    this.labels = new Label[function.code().labels()];
  }

  /** Told how many entries are emitted: before the first, and behind each. */
  @FunctionalInterface
  interface Progress {
    void emitted(int entries);
  }

  void emit(Progress progress) {
    declareSlots();
    emitPrologue();
    Label start = new Label();
    Label end = new Label();
    boolean guarded = frame.metered() && function.settles();
    code.visitor().visitLabel(start);
    RangeEmitter range =
        new RangeEmitter(
            context, function.code(), function.registers(), frame, slots, new Targets(), 0);
    progress.emitted(0);
    for (int i = 0; i < function.code().size(); i++) {
      range.emit(i);
      progress.emitted(i + 1);
    }
    if (guarded) {
      emitHandler(code, frame, start, end);
    }
  }

  /** {@code catch (Throwable t) { throw settle(t, instance, gas); }} */
  static void emitHandler(CodeBuilder code, MethodFrame frame, Label start, Label end) {
    Label handler = new Label();
    code.visitor().visitLabel(end);
    code.bindHandler(handler);
    code.visitor().visitTryCatchBlock(start, end, handler, "java/lang/Throwable");
    frame.loadInstance();
    code.load(Type.LONG_TYPE, frame.gas());
    code.support("settle");
    code.insn(Opcodes.ATHROW);
  }

  private void declareSlots() {
    Registers registers = function.registers();
    int parameters = function.type().parameters().size();
    boolean inScratch = CallLowering.passesInScratch(function.type());
    used = function.code().usedRegisters();
    slots = new int[Math.max(parameters, used.length())];
    if (!inScratch) {
      for (int r = 0; r < parameters; r++) {
        slots[r] = code.declare(registers.type(r));
      }
    }
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    int gas = code.declareLong();
    used.clear(0, inScratch ? 0 : parameters);
    used.stream().forEach(r -> slots[r] = code.declare(registers.type(r)));
    int memory = function.touchesMemory() ? code.declareReference("[B") : MethodFrame.NONE;
    frame = new MethodFrame(code, instance, depth, gas, memory, context.metered());
    this.depth = depth;
  }

  private void emitPrologue() {
    Registers registers = function.registers();
    code.load(Type.INT_TYPE, depth);
    code.push(function.frameSlots());
    code.support("enter");
    code.store(Type.INT_TYPE, depth);
    used.stream()
        .forEach(
            r -> {
              ValueType type = registers.type(r);
              code.pushZero(type);
              code.store(JvmTypes.type(type), slots[r]);
            });
    if (function.loops()) {
      frame.openGas();
    }
    frame.reloadMemory();
  }

  private final class Targets implements JumpTargets {
    @Override
    public Label label(int lowered) {
      if (labels[lowered] == null) {
        labels[lowered] = new Label();
      }
      return labels[lowered];
    }

    @Override
    public void emitReturn() {
      frame.flushGas();
      code.insn(JvmTypes.resultType(function.type()).getOpcode(Opcodes.IRETURN));
    }
  }
}
