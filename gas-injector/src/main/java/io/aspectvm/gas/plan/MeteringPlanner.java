package io.aspectvm.gas.plan;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.WasmModule;

/**
 * Plans the charges of a module's functions: the algorithm of the gas specification, section 4, in
 * one pass over each body, without recursion and in linear time.
 *
 * <p>Example: in {@code block local.get 0 br_if 0 i32.const 7 local.set 0 end local.get 0 end} the
 * first charge, at instruction 0, pays for {@code block}, {@code local.get}, {@code br_if} and also
 * for the last {@code local.get}: the branch leads to the end of the block, so that what follows
 * the block always runs. The second, at instruction 3, pays for the two instructions that the
 * branch may skip.
 *
 * <p>Thread-safe. The module must be valid; a body with broken nesting is refused, nothing else is
 * checked.
 */
public final class MeteringPlanner {

  private final WasmModule module;
  private final GasSchedule schedule;
  private final MeteringRules rules;

  /**
   * @throws MeteringException if something outside the function bodies cannot be metered
   */
  public MeteringPlanner(WasmModule module, GasSchedule schedule, MeteringRules rules)
      throws MeteringException {
    this.module = module;
    this.schedule = schedule;
    this.rules = rules;
    if (rules == MeteringRules.REFERENCE) {
      Meterability.checkModule(module);
    }
  }

  /**
   * Plans the charges of one function.
   *
   * @param functionIndex of a function that the module defines
   * @throws MeteringException if the function cannot be metered
   */
  public MeteringPlan plan(int functionIndex) throws WasmException {
    FunctionBody body = module.body(functionIndex);
    InstructionReader reader = new InstructionReader(module.bytes(), body, functionIndex);
    MeteringBlocks blocks = new MeteringBlocks();
    try {
      blocks.add(Math.multiplyExact(schedule.perLocal(), body.declaredLocals()));
      while (reader.next()) {
        if (blocks.depth() == 0) {
          throw invalid("instruction behind the function's end", reader, functionIndex);
        }
        if (rules == MeteringRules.REFERENCE) {
          Meterability.checkInstruction(reader, functionIndex);
        }
        meter(reader, blocks, functionIndex);
      }
      if (blocks.depth() != 0) {
        throw new InvalidModuleException("function without end", body.end(), functionIndex);
      }
      return blocks.plan(schedule.chargeOverhead());
    } catch (ArithmeticException e) {
      throw new MeteringException("gas of a block exceeds 64 bits", body.start(), functionIndex);
    }
  }

  /** The table of section 4: what each instruction does to the blocks. */
  private void meter(InstructionReader reader, MeteringBlocks blocks, int functionIndex)
      throws InvalidModuleException {
    int position = reader.index();
    switch (reader.opcode()) {
      case ELSE -> blocks.flush(position);
      case END -> blocks.close(position);
      case BLOCK -> {
        blocks.add(schedule.cost(reader.opcode()));
        blocks.openShared();
      }
      case IF -> {
        blocks.add(schedule.cost(reader.opcode()));
        blocks.openBehind(position, false);
      }
      case LOOP -> {
        blocks.add(schedule.cost(reader.opcode()));
        blocks.openBehind(position, true);
      }
      case BR, BR_IF -> {
        blocks.add(schedule.cost(reader.opcode()));
        blocks.flush(position);
        blocks.branchTo(target(reader.index1(), reader, blocks, functionIndex));
      }
      case BR_TABLE -> {
        blocks.add(schedule.brTableCost(reader.tableSize()));
        blocks.flush(position);
        for (int i = 0; i <= reader.tableSize(); i++) {
          blocks.branchTo(target(reader.tableLabel(i), reader, blocks, functionIndex));
        }
      }
      case RETURN, RETURN_CALL, RETURN_CALL_INDIRECT -> {
        blocks.add(schedule.cost(reader.opcode()));
        blocks.flush(position);
        blocks.branchTo(0);
      }
      default -> blocks.add(schedule.cost(reader.opcode()));
    }
  }

  /** The frame that a label depth names. */
  private static int target(
      int labelDepth, InstructionReader reader, MeteringBlocks blocks, int functionIndex)
      throws InvalidModuleException {
    int target = blocks.depth() - 1 - labelDepth;
    if (labelDepth < 0 || target < 0) {
      throw invalid("unknown label", reader, functionIndex);
    }
    return target;
  }

  private static InvalidModuleException invalid(
      String what, InstructionReader reader, int functionIndex) {
    return new InvalidModuleException(what, reader.offset(), functionIndex);
  }
}
