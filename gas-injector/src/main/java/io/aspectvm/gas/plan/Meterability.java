package io.aspectvm.gas.plan;

import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.DataSegment;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Global;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * What the reference's injector cannot parse (gas specification, section 10). It knows WebAssembly
 * 1.0 and sign extension; floats are refused by validation, not here. It parses the whole module,
 * so that a type with two results counts even if no function has it.
 */
final class Meterability {

  private Meterability() {}

  /** Checks everything outside the function bodies' instructions. */
  static void checkModule(WasmModule module) throws MeteringException {
    checkTypes(module.types());
    for (Import entry : module.sections().imports()) {
      if (entry.table() != null) {
        checkTable(entry.table());
      }
      if (entry.global() != null) {
        checkGlobal(entry.global());
      }
    }
    for (TableType table : module.sections().tables()) {
      checkTable(table);
    }
    for (Global global : module.sections().globals()) {
      checkGlobal(global.type());
    }
    checkSegments(module);
    int functionIndex = module.functionImports().size();
    for (FunctionBody body : module.sections().bodies()) {
      for (FunctionBody.LocalRun run : body.localRuns()) {
        checkType(run.type(), "local", body.start(), functionIndex);
      }
      functionIndex++;
    }
  }

  private static void checkTypes(List<FunctionType> types) throws MeteringException {
    for (int i = 0; i < types.size(); i++) {
      FunctionType type = types.get(i);
      if (type.results().size() > 1) {
        throw new MeteringException(
            "multi-value: type " + i + " has " + type.results().size() + " results", -1, -1);
      }
      for (ValueType parameter : type.parameters()) {
        checkType(parameter, "parameter of type " + i, -1, -1);
      }
      for (ValueType result : type.results()) {
        checkType(result, "result of type " + i, -1, -1);
      }
    }
  }

  private static void checkTable(TableType table) throws MeteringException {
    if (table.elementType() != ValueType.FUNCREF) {
      throw new MeteringException("reference types: table of " + table.elementType(), -1, -1);
    }
  }

  private static void checkGlobal(GlobalType global) throws MeteringException {
    checkType(global.type(), "global", -1, -1);
  }

  private static void checkType(ValueType type, String what, int offset, int functionIndex)
      throws MeteringException {
    if (type.isReference()) {
      throw new MeteringException(
          "reference types: " + what + " is " + type, offset, functionIndex);
    }
  }

  private static void checkSegments(WasmModule module) throws MeteringException {
    for (ElementSegment segment : module.sections().elements()) {
      if (segment.mode() != SegmentMode.ACTIVE || segment.type() != ValueType.FUNCREF) {
        throw new MeteringException(
            "bulk memory: element segment that is not active", segment.offset(), -1);
      }
    }
    for (DataSegment segment : module.sections().data()) {
      if (segment.mode() != SegmentMode.ACTIVE) {
        throw new MeteringException(
            "bulk memory: data segment that is not active", segment.offset(), -1);
      }
    }
  }

  /** Checks the reader's current instruction. */
  static void checkInstruction(InstructionReader reader, int functionIndex)
      throws MeteringException {
    Opcode opcode = reader.opcode();
    Feature feature = opcode.feature().orElse(null);
    if (feature != null && feature != Feature.FLOATS && feature != Feature.SIGN_EXTENSION) {
      throw failure(feature.text() + ": " + opcode.mnemonic(), reader, functionIndex);
    }
    switch (opcode) {
      case BLOCK, LOOP, IF -> {
        if (reader.hasBlockTypeIndex()) {
          throw failure("multi-value: block type by index", reader, functionIndex);
        }
        ValueType result = reader.blockResult();
        if (result != null) {
          checkType(result, "block result", reader.offset(), functionIndex);
        }
      }
      case CALL_INDIRECT -> {
        if (reader.index2() != 0) {
          throw failure("reference types: call_indirect of another table", reader, functionIndex);
        }
      }
      default -> {}
    }
  }

  private static MeteringException failure(
      String reason, InstructionReader reader, int functionIndex) {
    return new MeteringException(reason, reader.offset(), functionIndex);
  }
}
