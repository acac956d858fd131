package io.aspectvm.gas.inject;

import io.aspectvm.gas.plan.MeteringPlan;
import io.aspectvm.gas.plan.MeteringPlanner;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;

/**
 * Rewrites function bodies: a charge before each charge point, and the call of a helper in place of
 * each instruction that has one. Everything else is copied byte by byte. The plan is that of the
 * original body, so that a replaced {@code memory.grow} costs what it is and not what a {@code
 * call} is.
 */
final class BodyInstrumenter {

  private final WasmModule module;
  private final MeteringPlanner planner;
  private final HelperFunctions helpers;
  private int charges;

  BodyInstrumenter(WasmModule module, MeteringPlanner planner, HelperFunctions helpers) {
    this.module = module;
    this.planner = planner;
    this.helpers = helpers;
  }

  /** Number of charges written so far. */
  int charges() {
    return charges;
  }

  /** The new body with its size: an entry of the code section. */
  WasmOutput rewrite(int functionIndex) throws WasmException {
    FunctionBody body = module.body(functionIndex);
    MeteringPlan plan = planner.plan(functionIndex);
    WasmOutput code = new WasmOutput(body.end() - body.start() + 8 * plan.size());
    int copied = body.start();
    int next = 0;
    InstructionReader reader = new InstructionReader(module.bytes(), body, functionIndex);
    while (reader.next()) {
      if (next < plan.size() && plan.position(next) == reader.index()) {
        code.write(module.bytes(), copied, reader.offset());
        copied = reader.offset();
        code.writeI64Const(plan.amount(next)).write(Opcode.CALL, helpers.chargeFunction());
        next++;
      }
      int helper = helpers.helperOf(reader, module);
      if (helper >= 0) {
        code.write(module.bytes(), copied, reader.offset()).write(Opcode.CALL, helper);
        copied = reader.endOffset();
      }
    }
    code.write(module.bytes(), copied, body.end());
    charges += next;
    return new WasmOutput(code.size() + 5).writeU32(code.size()).write(code);
  }
}
