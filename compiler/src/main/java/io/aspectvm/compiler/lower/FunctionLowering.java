package io.aspectvm.compiler.lower;

import io.aspectvm.gas.plan.MeteringPlan;
import io.aspectvm.gas.schedule.DynamicCost;
import io.aspectvm.runtime.Table;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import java.util.function.Function;

/**
 * Lowers one function of a valid module: walks its instructions once, with the metering plan beside
 * it, and drops what cannot be reached.
 *
 * <p>Example: {@code local.get 0 local.get 1 i32.lt_s br_if 0 i64.const 7 return} becomes
 *
 * <pre>
 *   charge 1116+...
 *   load 0
 *   load 1
 *   jump L0 if i32.lt_s
 *   charge ...
 *   i64.const 7
 *   return
 * </pre>
 */
public final class FunctionLowering {

  /** Slots that every frame costs besides parameters, locals and operands (design, section 5). */
  private static final int FRAME_SLOTS = 16;

  /**
   * Entries between two places where the function can be cut, at most, unless a label comes first.
   */
  private static final int CUT_DISTANCE = 120;

  private final WasmModule module;
  private final MeteringPlan plan;
  private final FunctionType type;
  private final InstructionReader reader;
  private final FunctionBody body;
  private final LoweredCode code;
  private final Registers registers;
  private final LoweringStack stack;
  private final ControlLowering control;
  private final OperationLowering operations;
  private final CallLowering calls;
  private final PendingComparison comparison;
  private final int functionIndex;
  private final int frameSlots;

  private int nextCharge;
  private int lastCut;
  private boolean settles;

  private FunctionLowering(
      WasmModule module,
      int functionIndex,
      MeteringPlan plan,
      Function<Opcode, DynamicCost> costs,
      int operands,
      long maxEntries) {
    this.module = module;
    this.code = new LoweredCode(maxEntries);
    this.plan = plan;
    this.functionIndex = functionIndex;
    this.body = module.body(functionIndex);
    this.type = module.functionType(functionIndex);
    this.reader = new InstructionReader(module.bytes(), body, functionIndex);
    this.registers = new Registers(type.parameters(), body.localRuns());
    this.stack = new LoweringStack(code, registers);
    this.control = new ControlLowering(code, stack, type);
    this.operations = new OperationLowering(reader, code, stack, costs);
    this.comparison = new PendingComparison(code, stack);
    this.calls = new CallLowering(module, code, stack, this::cutIfFar);
    this.frameSlots = FRAME_SLOTS + registers.locals() + operands;
  }

  /**
   * @param functionIndex of a function that the module defines
   * @param costs what the operand on top adds to an instruction's price
   * @param maxOperands greatest height of its operand stack, as validation found it
   * @param maxEntries greatest number of entries to make
   * @throws LoweredCodeLimitException if there would be more
   */
  public static LoweredFunction lower(
      WasmModule module,
      int functionIndex,
      MeteringPlan plan,
      Function<Opcode, DynamicCost> costs,
      int maxOperands,
      long maxEntries)
      throws MalformedModuleException {
    return new FunctionLowering(module, functionIndex, plan, costs, maxOperands, maxEntries).run();
  }

  private LoweredFunction run() throws MalformedModuleException {
    calls.takeArguments(type);
    while (reader.next()) {
      code.at(reader.offset() - body.start());
      if (!control.reachable()) {
        control.skip(reader.opcode());
        nextCharge += chargedHere() ? 1 : 0;
        continue;
      }
      chargeIfPlanned();
      lowerInstruction();
      if (control.reachable()) {
        cutIfFar();
      }
    }
    LoweredCode complete = EdgeCharges.move(CountedLoops.count(code, registers));
    GasChecks.place(complete);
    return new LoweredFunction(
        functionIndex,
        type,
        complete,
        registers,
        frameSlots,
        operations.touchesMemory(),
        control.loops(),
        settles || operations.mayTrap());
  }

  /** Makes a place where partition may cut, so that no straight line is too long for a method. */
  private void cutIfFar() {
    if (comparison.isThere() || code.size() - lastCut <= CUT_DISTANCE) {
      return;
    }
    stack.keepAll();
    code.add(LoweredOp.CUT, code.newLabel());
    lastCut = code.size();
  }

  private boolean chargedHere() {
    return nextCharge < plan.size() && plan.position(nextCharge) == reader.index();
  }

  /**
   * A charge point always follows a control instruction, so that no comparison can be pending, and
   * operands are in their registers, as all code behind a label wants them.
   */
  private void chargeIfPlanned() {
    if (chargedHere()) {
      stack.keepAll();
      code.add(LoweredOp.CHARGE, 0, 0, plan.amount(nextCharge));
      nextCharge++;
    }
  }

  private void lowerInstruction() {
    Opcode opcode = reader.opcode();
    if (!takesCondition(opcode)) {
      comparison.materialize();
    }
    if (opcode == Opcode.REF_FUNC) {
      code.add(LoweredOp.REF_FUNC, reader.index1());
      stack.push(ValueType.FUNCREF);
    } else if (opcode.signature().isPresent()) {
      lowerPlain(opcode, opcode.signature().get());
    } else {
      lowerCustom(opcode);
    }
  }

  private static boolean takesCondition(Opcode opcode) {
    return opcode == Opcode.BR_IF || opcode == Opcode.IF || opcode == Opcode.I32_EQZ;
  }

  private void lowerPlain(Opcode opcode, StackSignature signature) {
    if (comparison.isThere()) {
      comparison.negate();
      return;
    }
    if (opcode == Opcode.NOP) {
      return;
    }
    if (Comparisons.isFusible(opcode)) {
      comparison.begin(opcode);
    } else {
      operations.lower(opcode, signature);
    }
  }

  private void pushNull(ValueType operand) {
    code.add(LoweredOp.OPERATION, Opcode.I32_CONST.ordinal(), 0, Table.NULL);
    stack.push(operand);
  }

  private void lowerCustom(Opcode opcode) {
    switch (opcode) {
      case BLOCK -> control.openBlock(blockType());
      case LOOP -> control.openLoop(blockType());
      case IF -> control.openIf(blockType(), comparison.take());
      case ELSE -> control.openElse();
      case END -> control.close();
      case BR -> control.branch(reader.index1());
      case BR_IF -> control.branchIf(reader.index1(), comparison.take());
      case BR_TABLE -> lowerBrTable();
      case RETURN -> control.leave();
      case UNREACHABLE -> {
        settles = true;
        code.add(LoweredOp.UNREACHABLE, 0);
        control.setUnreachable();
      }
      case CALL -> {
        settles = true;
        calls.call(reader.index1());
      }
      case CALL_INDIRECT -> {
        settles = true;
        calls.callIndirect(reader.index1(), reader.index2());
      }
      default -> lowerParametric(opcode);
    }
  }

  private void lowerParametric(Opcode opcode) {
    int index = reader.index1();
    switch (opcode) {
      case DROP -> stack.drop();
      case SELECT, SELECT_TYPED -> lowerSelect();
      case LOCAL_GET -> {
        code.add(LoweredOp.LOAD, index);
        stack.push(registers.type(index));
      }
      case LOCAL_SET -> {
        stack.load(1);
        code.add(LoweredOp.STORE, index);
        stack.pop();
      }
      case LOCAL_TEE -> {
        stack.load(1);
        code.add(LoweredOp.TEE, index);
      }
      case GLOBAL_GET -> {
        ValueType global = module.globalType(index).type();
        code.add(LoweredOp.GLOBAL_GET, index, global.ordinal(), 0);
        stack.push(global);
      }
      case GLOBAL_SET -> {
        stack.load(1);
        code.add(LoweredOp.GLOBAL_SET, index, stack.topType().ordinal(), 0);
        stack.pop();
      }
      default -> lowerReference(opcode);
    }
  }

  private void lowerReference(Opcode opcode) {
    switch (opcode) {
      case REF_NULL -> pushNull(reader.valueTypes().get(0));
      case REF_IS_NULL -> {
        stack.load(1);
        pushNull(stack.topType());
        comparison.begin(Opcode.I32_EQ);
      }
      case TABLE_GET, TABLE_SET, TABLE_GROW, TABLE_FILL -> {
        ValueType element = module.tableType(reader.index1()).elementType();
        operations.lower(opcode, opcode.signature(element).orElseThrow());
      }
      default -> throw new IllegalStateException("no lowering for " + opcode.mnemonic());
    }
  }

  private void lowerSelect() {
    stack.load(3);
    stack.pop();
    stack.pop();
    code.add(LoweredOp.SELECT, stack.topType().ordinal());
  }

  private FunctionType blockType() {
    if (reader.hasBlockTypeIndex()) {
      return module.types().get(reader.blockTypeIndex());
    }
    ValueType result = reader.blockResult();
    return result == null ? FunctionType.EMPTY : new FunctionType(List.of(), List.of(result));
  }

  private void lowerBrTable() {
    int[] depths = new int[reader.tableSize() + 1];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = reader.tableLabel(i);
    }
    control.branchTable(depths);
  }
}
