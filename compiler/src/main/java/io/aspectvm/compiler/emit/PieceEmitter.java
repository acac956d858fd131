package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.partition.Piece;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits one piece of a function. All registers of the function live in an array; a piece loads
 * those it uses into JVM locals, and writes back those it wrote when it hands over to another
 * piece, or to itself for another turn.
 *
 * <pre>{@code
 * static int f7$1234$2(long[] registers, Instance instance, int depth, int entry) {
 *   // used registers into locals, gas, memory
 *   switch (entry) { ... }
 *   ...
 *   // a jump out: entry = code of the target; registers and gas written back
 *   return entry;
 * }
 * }</pre>
 *
 * <p>The first result of the function travels in {@code registers[0]}.
 */
final class PieceEmitter {

  /**
   * Slots in front of the registers: the array, instance, depth, entry, gas (two) and memory. No
   * register is farther behind its place in a method of the whole function than that.
   */
  static final int FIXED_SLOTS = 7;

  static final String DESCRIPTOR = "([J" + RuntimeRefs.INSTANCE_DESCRIPTOR + "II)I";

  private final CodeContext context;
  private final LoweredFunction function;
  private final LoweredCode lowered;
  private final Piece piece;
  private final PieceTable table;
  private final CodeBuilder code;
  private final int[] slots;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final Map<Integer, Label> exits = new LinkedHashMap<>();
  private final int registersSlot;
  private final int entrySlot;
  private final MethodFrame frame;

  PieceEmitter(
      CodeContext context,
      LoweredFunction function,
      Piece piece,
      PieceTable table,
      MethodVisitor method) {
    this.context = context;
    this.function = function;
    this.lowered = function.code();
    this.piece = piece;
    this.table = table;
    this.code = new CodeBuilder(method);
    this.registersSlot = code.declareReference("[J");
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    this.entrySlot = code.declareInt();
    int gas = code.declareLong();
    int memory = function.touchesMemory() ? code.declareReference("[B") : MethodFrame.NONE;
    this.slots = new int[piece.used().length()];
    piece.used().stream().forEach(r -> slots[r] = code.declare(function.registers().type(r)));
    this.frame = new MethodFrame(code, instance, depth, gas, memory, context.metered());
  }

  void emit() {
    piece.used().stream().forEach(this::loadRegister);
    code.loadGas(frame.instance());
    code.store(Type.LONG_TYPE, frame.gas());
    frame.openGas();
    frame.reloadMemory();
    emitEntrySwitch();
    Label start = new Label();
    Label end = new Label();
    code.visitor().visitLabel(start);
    int lineBase = PieceLines.base(lowered, piece);
    if (PieceLines.needsFirst(lowered, piece)) {
      code.line(1);
    }
    RangeEmitter range =
        new RangeEmitter(
            context, lowered, function.registers(), frame, slots, new Targets(), lineBase);
    for (int i = piece.from(); i < piece.to(); i++) {
      range.emit(i);
    }
    if (fallsThrough()) {
      code.jump(Opcodes.GOTO, exit(lowered.a(piece.to())));
    }
    boolean guarded = frame.metered() && function.settles();
    if (guarded) {
      FunctionBodyEmitter.emitHandler(code, frame, start, end);
    }
    emitExits();
  }

  private boolean fallsThrough() {
    if (piece.to() == lowered.size()) {
      return false;
    }
    return switch (lowered.op(piece.to() - 1)) {
      case JUMP, SWITCH, RETURN, UNREACHABLE -> false;
      default -> true;
    };
  }

  private void emitEntrySwitch() {
    int[] entries = piece.entryLabels();
    if (entries.length == 1) {
      return;
    }
    Label[] cases = new Label[entries.length];
    Label beginning = new Label();
    cases[0] = beginning;
    for (int i = 1; i < entries.length; i++) {
      cases[i] = internal(entries[i]);
    }
    code.load(Type.INT_TYPE, entrySlot);
    code.push((1 << PieceTable.ENTRY_BITS) - 1);
    code.insn(Opcodes.IAND);
    code.visitor().visitTableSwitchInsn(0, entries.length - 1, beginning, cases);
    code.bind(beginning);
  }

  /** {@code rN = registers[N]} */
  private void loadRegister(int register) {
    ValueType type = function.registers().type(register);
    code.loadReference(registersSlot);
    code.push(register);
    code.insn(Opcodes.LALOAD);
    code.fromRegister(type);
    code.store(JvmTypes.type(type), slots[register]);
  }

  /** {@code registers[N] = rN} */
  private void storeRegister(int register) {
    ValueType type = function.registers().type(register);
    code.loadReference(registersSlot);
    code.push(register);
    code.load(JvmTypes.type(type), slots[register]);
    code.toRegister(type);
    code.insn(Opcodes.LASTORE);
  }

  private void emitExits() {
    if (exits.isEmpty()) {
      return;
    }
    Label leave = new Label();
    for (Map.Entry<Integer, Label> exit : exits.entrySet()) {
      code.bind(exit.getValue());
      code.push(table.of(exit.getKey()));
      code.store(Type.INT_TYPE, entrySlot);
      code.jump(Opcodes.GOTO, leave);
    }
    code.bind(leave);
    piece.written().stream().forEach(this::storeRegister);
    frame.gasChanged();
    frame.flushGas();
    code.load(Type.INT_TYPE, entrySlot);
    code.insn(Opcodes.IRETURN);
  }

  private Label internal(int label) {
    return labels.computeIfAbsent(label, key -> new Label());
  }

  private Label exit(int label) {
    return exits.computeIfAbsent(label, key -> new Label());
  }

  private final class Targets implements JumpTargets {
    @Override
    public Label label(int label) {
      return isInside(label) ? internal(label) : exit(label);
    }

    private boolean isInside(int label) {
      int position = table.position(label);
      boolean turn = piece.turning() && position == piece.from();
      return !turn && position >= piece.from() && position < piece.to();
    }

    @Override
    public Label place(int label) {
      return internal(label);
    }

    /** {@code registers[0] = result; return RETURNED;} whatever else is on the stack. */
    @Override
    public void emitReturn() {
      if (!function.type().results().isEmpty()) {
        ValueType type = function.type().results().get(0);
        code.toBits(type);
        code.loadReference(registersSlot);
        code.support("returnBits");
      }
      frame.flushGas();
      code.push(PieceTable.RETURNED);
      code.insn(Opcodes.IRETURN);
    }
  }
}
