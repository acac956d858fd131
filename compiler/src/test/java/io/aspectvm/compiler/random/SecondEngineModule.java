package io.aspectvm.compiler.random;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.binary.ModuleWriter;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instrumented module as the second engine can run it. Gas is counted already, so that other
 * code in place of an instruction costs nothing: what has a helper calls it, and blocks lose their
 * parameters.
 *
 * @param wasm the module
 * @param helpers which opcode a function was appended for, by function index
 */
record SecondEngineModule(byte[] wasm, Map<Integer, Opcode> helpers) {

  /**
   * Type index that the engine takes for the code of the empty type in a block: none is added
   * there.
   */
  private static final int TAKEN_FOR_EMPTY = 0x40;

  static SecondEngineModule of(byte[] instrumented) throws WasmException {
    WasmModule module = ModuleReader.read(instrumented, Profile.WASM.limits());
    ModuleWriter writer = new ModuleWriter(module);
    for (int i = module.types().size(); i <= TAKEN_FOR_EMPTY; i++) {
      writer.addType(new FunctionType(Collections.nCopies(100 + i, ValueType.I32), List.of()));
    }
    Map<Opcode, Integer> added = new EnumMap<>(Opcode.class);
    for (int i = module.functionImports().size(); i < module.functionCount(); i++) {
      writer.replaceBody(i, body(module, i, writer, added));
    }
    Map<Integer, Opcode> helpers = new TreeMap<>();
    added.forEach((opcode, function) -> helpers.put(function, opcode));
    return new SecondEngineModule(writer.toByteArray(), helpers);
  }

  private static byte[] body(
      WasmModule module, int function, ModuleWriter writer, Map<Opcode, Integer> added)
      throws WasmException {
    BlockParameters code = new BlockParameters(module, function, writer);
    InstructionReader reader =
        new InstructionReader(module.bytes(), module.body(function), function);
    while (reader.next()) {
      SecondEngineHelpers.Helper helper = SecondEngineHelpers.ALL.get(reader.opcode());
      if (helper != null) {
        int index =
            added.computeIfAbsent(
                reader.opcode(),
                opcode -> writer.addFunction(writer.addType(helper.type()), helper.body()));
        code.add(Opcode.CALL, index);
      } else {
        write(module, reader, code, writer);
      }
    }
    return code.body();
  }

  /** Writes an instruction, but for what the engine gets wrong. */
  private static void write(
      WasmModule module, InstructionReader reader, BlockParameters code, ModuleWriter writer) {
    switch (reader.opcode()) {
      case I32_MUL -> {
        // The product stays as it is in 64 bits, and if looks at all of them; a sum does not.
        code.write(reader);
        code.add(Opcode.I32_CONST, 0);
        code.add(Opcode.I32_ADD);
      }
      case MEMORY_INIT -> {
        if (module.sections().data().get(reader.index1()).mode() == SegmentMode.ACTIVE) {
          // Instantiation drops it, says the specification.
          code.add(Opcode.DATA_DROP, reader.index1());
        }
        code.write(reader);
      }
      case TABLE_COPY -> {
        byte[] body = TableCopyHelper.body(reader.index1(), reader.index2());
        call(code, writer, TableCopyHelper.TYPE, body);
      }
      case TABLE_INIT -> {
        byte[] body = TableBoundsHelper.init(reader.index1(), reader.index2());
        call(code, writer, TableCopyHelper.TYPE, body);
      }
      case TABLE_FILL -> {
        int table = reader.index1();
        ValueType element = module.tableType(table).elementType();
        call(code, writer, TableBoundsHelper.fillType(element), TableBoundsHelper.fill(table));
      }
      case I32_STORE8, I64_STORE8, I64_STORE32 -> {
        if (reader.memoryOffset() == 0) {
          code.write(reader);
        } else {
          // Here the engine adds the offset in 32 bits, even to 0xFFFFFFFF; not so in any load.
          FunctionType type =
              new FunctionType(reader.opcode().signature().orElseThrow().operands(), List.of());
          call(code, writer, type, NarrowStoreHelper.body(reader));
        }
      }
      default -> code.write(reader);
    }
  }

  /** Calls a function that is appended for it. */
  private static void call(
      BlockParameters code, ModuleWriter writer, FunctionType type, byte[] body) {
    code.add(Opcode.CALL, writer.addFunction(writer.addType(type), body));
  }
}
