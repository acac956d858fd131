package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Writes a program as a module. Its exports are {@code memory}, functions {@code f0}, {@code f1},
 * ..., globals {@code g0}, ... and tables {@code t0}, ...; in profile {@code aspect} also the start
 * function by its name.
 */
final class ProgramWriter {

  private static final int ELEMENT_SECTION = 9;
  private static final int FUNCTIONS = 0;

  private final Program program;
  private final UnaryOperator<Opcode> opcodes;
  private final ModuleBuilder module = new ModuleBuilder();

  private ProgramWriter(Program program, UnaryOperator<Opcode> opcodes) {
    this.program = program;
    this.opcodes = opcodes;
  }

  static byte[] write(Program program) {
    return write(program, opcode -> opcode);
  }

  /** Writes the program with other opcodes of the same type: a compiler's mistake, for tests. */
  static byte[] write(Program program, UnaryOperator<Opcode> opcodes) {
    return new ProgramWriter(program, opcodes).write();
  }

  private byte[] write() {
    module.export(
        "memory",
        ExternalKind.MEMORY,
        module.memory(program.memoryMinimum(), program.memoryMaximum()));
    program.tables().forEach(this::writeTable);
    program.globals().forEach(this::writeGlobal);
    program.functions().forEach(this::writeFunction);
    program.elements().forEach(this::writeElements);
    program.data().forEach(this::writeData);
    int last = program.functions().size() - 1;
    if (program.configuration().extended()) {
      module.dataCount();
      if (program.start()) {
        module.start(last);
      }
    } else {
      module.export(Program.START, ExternalKind.FUNCTION, last);
    }
    return module.toByteArray();
  }

  private void writeTable(Program.Table table) {
    OptionalLong maximum =
        table.maximum() < 0 ? OptionalLong.empty() : OptionalLong.of(table.maximum());
    int index = module.table(new TableType(table.type(), new SizeLimits(table.minimum(), maximum)));
    if (program.configuration().extended()) {
      module.export("t" + index, ExternalKind.TABLE, index);
    }
  }

  private void writeGlobal(Program.GlobalVariable global) {
    CodeWriter initial = new CodeWriter();
    write(global.initial(), initial);
    int index =
        module.global(new GlobalType(global.type(), global.mutable()), initial.add(Opcode.END));
    module.export("g" + index, ExternalKind.GLOBAL, index);
  }

  private void writeFunction(Program.Function function) {
    List<LocalRun> locals = function.locals().stream().map(type -> new LocalRun(1, type)).toList();
    CodeWriter code = new CodeWriter();
    function.body().forEach(node -> write(node, code));
    FunctionType type = function.type();
    int index =
        module.function(
            module.type(type.parameters(), type.results()), locals, code.add(Opcode.END));
    module.export("f" + index, ExternalKind.FUNCTION, index);
  }

  private void writeData(Program.Data data) {
    if (data.offset() < 0) {
      module.passiveData(data.content());
    } else {
      module.data(data.offset(), data.content());
    }
  }

  /** WebAssembly 2.0, section 5.5.12: what a segment is stands in three bits of its first byte. */
  private void writeElements(Program.Elements elements) {
    boolean active = elements.mode() == SegmentMode.ACTIVE;
    boolean plain = active && elements.table() == 0 && !program.configuration().extended();
    int kind = (plain ? 0 : active ? 2 : elements.mode() == SegmentMode.PASSIVE ? 1 : 3);
    ByteWriter entry = new ByteWriter().writeByte(kind | (elements.asExpressions() ? 4 : 0));
    if (active) {
      if (!plain) {
        entry.writeU32(elements.table());
      }
      CodeWriter offset = new CodeWriter().add(Opcode.I32_CONST, elements.offset());
      entry.write(offset.add(Opcode.END).toByteArray());
    }
    if (!plain) {
      entry.writeByte(elements.asExpressions() ? elements.type().code() : FUNCTIONS);
    }
    entry.writeU32(elements.items().size());
    for (int item : elements.items()) {
      if (elements.asExpressions()) {
        CodeWriter code = new CodeWriter();
        code =
            item < 0 ? code.add(Opcode.REF_NULL, elements.type()) : code.add(Opcode.REF_FUNC, item);
        entry.write(code.add(Opcode.END).toByteArray());
      } else {
        entry.writeU32(item);
      }
    }
    byte[] bytes = entry.toByteArray();
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    module.entry(ELEMENT_SECTION, values);
  }

  private void write(Node node, CodeWriter code) {
    node.operands().forEach(operand -> write(operand, code));
    Opcode opcode = opcodes.apply(node.opcode());
    switch (opcode) {
      case BLOCK, LOOP, IF -> writeBlock(node, code);
      case CALL_INDIRECT -> code.add(opcode, typeIndex(node.signature()), node.immediates().get(0));
      case SELECT_TYPED, REF_NULL -> code.add(opcode, node.results().get(0));
      default -> code.add(opcode, node.immediates().stream().mapToLong(Long::longValue).toArray());
    }
  }

  private void writeBlock(Node node, CodeWriter code) {
    FunctionType type = node.signature();
    if (type.equals(FunctionType.EMPTY)) {
      code.add(node.opcode());
    } else if (type.parameters().isEmpty() && type.results().size() == 1) {
      code.add(node.opcode(), type.results().get(0));
    } else {
      code.add(node.opcode(), typeIndex(type));
    }
    for (int arm = 0; arm < node.arms().size(); arm++) {
      if (arm > 0) {
        code.add(Opcode.ELSE);
      }
      node.arms().get(arm).forEach(each -> write(each, code));
    }
    code.add(Opcode.END);
  }

  private int typeIndex(FunctionType type) {
    return module.type(type.parameters(), type.results());
  }
}
