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
 *
 * <p>A comparison waits until the next instruction says whether it is a branch condition.
 */
public final class FunctionLowering {

  /** Slots that every frame costs besides parameters, locals and operands (design, section 5). */
  private static final int FRAME_SLOTS = 16;

  /**
   * Entries between two places where the function can be cut, at most, unless a label comes first.
   */
  private static final int CUT_DISTANCE = 120;

  /**
   * The JVM allows 255 slots of arguments. Ours are the instance, the depth and the gas, and in a
   * dispatcher the element.
   */
  private static final int MAX_ARGUMENT_SLOTS = 250;

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
  private final int functionIndex;
  private final int frameSlots;

  private int nextCharge;
  private int lastCut;
  private Opcode pending;
  private boolean pendingNegated;
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

  /** True if arguments of this type do not fit a JVM call and travel in the scratch array. */
  public static boolean passesInScratch(FunctionType type) {
    int slots = 0;
    for (ValueType parameter : type.parameters()) {
      slots += parameter == ValueType.I64 || parameter == ValueType.F64 ? 2 : 1;
    }
    return slots > MAX_ARGUMENT_SLOTS;
  }

  private LoweredFunction run() throws MalformedModuleException {
    if (passesInScratch(type)) {
      takeArgumentsFromScratch();
    }
    while (reader.next()) {
      code.at(reader.offset() - body.start());
      if (!control.reachable()) {
        control.skip(reader.opcode());
        nextCharge += chargedHere() ? 1 : 0;
        continue;
      }
      chargeIfPlanned();
      lowerInstruction();
      if (code.size() - lastCut > CUT_DISTANCE && control.reachable()) {
        cut();
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

  private void takeArgumentsFromScratch() {
    for (int i = 0; i < type.parameters().size(); i++) {
      code.add(LoweredOp.SCRATCH_GET, i, type.parameters().get(i).ordinal(), 0);
      code.add(LoweredOp.STORE, i);
      if (code.size() - lastCut > CUT_DISTANCE) {
        cut();
      }
    }
  }

  /** Makes a place where partition may cut, so that no straight line is too long for a method. */
  private void cut() {
    if (pending != null) {
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
    if (pending != null && !takesCondition(opcode)) {
      materialize();
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
    if (pending != null) {
      pendingNegated = !pendingNegated;
      return;
    }
    if (opcode == Opcode.NOP) {
      return;
    }
    if (Comparisons.isFusible(opcode)) {
      compare(opcode);
    } else {
      operations.lower(opcode, signature);
    }
  }

  private void compare(Opcode comparison) {
    stack.load(Comparisons.operands(comparison));
    pending = comparison;
    pendingNegated = false;
  }

  private void pushNull(ValueType operand) {
    code.add(LoweredOp.OPERATION, Opcode.I32_CONST.ordinal(), 0, Table.NULL);
    stack.push(operand);
  }

  /** The pending comparison becomes an ordinary i32. */
  private void materialize() {
    Opcode comparison = pending;
    pending = null;
    code.add(LoweredOp.OPERATION, comparison.ordinal());
    stack.replace(Comparisons.operands(comparison), List.of(ValueType.I32));
    if (pendingNegated) {
      code.add(LoweredOp.OPERATION, Opcode.I32_EQZ.ordinal());
    }
  }

  private void lowerCustom(Opcode opcode) {
    switch (opcode) {
      case BLOCK -> control.openBlock(blockType());
      case LOOP -> control.openLoop(blockType());
      case IF -> {
        Condition condition = takeCondition();
        control.openIf(blockType(), condition);
      }
      case ELSE -> control.openElse();
      case END -> control.close();
      case BR -> control.branch(reader.index1());
      case BR_IF -> {
        Condition condition = takeCondition();
        control.branchIf(reader.index1(), condition);
      }
      case BR_TABLE -> lowerBrTable();
      case RETURN -> control.leave();
      case UNREACHABLE -> {
        settles = true;
        code.add(LoweredOp.UNREACHABLE, 0);
        control.setUnreachable();
      }
      case CALL -> lowerCall(reader.index1());
      case CALL_INDIRECT -> lowerCallIndirect(reader.index1(), reader.index2());
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
        compare(Opcode.I32_EQ);
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

  /**
   * Takes the condition from the top. A comparison stays one only where nothing else is on the JVM
   * operand stack: what is must be kept first, which needs the operands out of the way.
   */
  private Condition takeCondition() {
    if (pending != null && stack.onJvm() == Comparisons.operands(pending)) {
      Condition condition = new Condition(pending, pendingNegated);
      for (int i = Comparisons.operands(pending); i > 0; i--) {
        stack.pop();
      }
      pending = null;
      return condition;
    }
    if (pending != null) {
      materialize();
    }
    if (stack.onJvm() > 1) {
      stack.keepAll();
    }
    stack.load(1);
    stack.pop();
    return Condition.NOT_ZERO;
  }

  private void lowerBrTable() {
    int[] depths = new int[reader.tableSize() + 1];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = reader.tableLabel(i);
    }
    control.branchTable(depths);
  }

  private void lowerCall(int callee) {
    FunctionType calleeType = module.functionType(callee);
    beginCall(calleeType, 0);
    code.add(LoweredOp.CALL, callee);
    endCall(calleeType);
  }

  private void lowerCallIndirect(int typeIndex, int table) {
    FunctionType calleeType = module.types().get(typeIndex);
    beginCall(calleeType, 1);
    code.add(LoweredOp.CALL_INDIRECT, typeIndex, table, 0);
    stack.pop();
    endCall(calleeType);
  }

  /** Brings the arguments where the call wants them; {@code extra} operands lie above them. */
  private void beginCall(FunctionType calleeType, int extra) {
    settles = true;
    int count = calleeType.parameters().size();
    if (!passesInScratch(calleeType)) {
      stack.load(count + extra);
      return;
    }
    stack.keepAll();
    int first = stack.height() - extra - count;
    for (int i = 0; i < count; i++) {
      code.add(LoweredOp.LOAD, stack.register(first + i));
      code.add(LoweredOp.SCRATCH_SET, i, stack.type(first + i).ordinal(), 0);
      if (code.size() - lastCut > CUT_DISTANCE) {
        cut();
      }
    }
    stack.load(extra);
  }

  /** One result stays on the JVM operand stack; several go to their registers. */
  private void endCall(FunctionType calleeType) {
    int count = calleeType.parameters().size();
    if (passesInScratch(calleeType)) {
      stack.truncate(stack.height() - count);
    } else {
      stack.replace(count, List.of());
    }
    List<ValueType> results = calleeType.results();
    if (results.isEmpty()) {
      return;
    }
    stack.push(results.get(0));
    for (int i = 1; i < results.size(); i++) {
      stack.keepAll();
      code.add(LoweredOp.SCRATCH_GET, i - 1, results.get(i).ordinal(), 0);
      stack.push(results.get(i));
      if (code.size() - lastCut > CUT_DISTANCE) {
        cut();
      }
    }
  }
}
