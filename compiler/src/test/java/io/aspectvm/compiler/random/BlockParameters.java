package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.binary.ModuleWriter;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites a body so that no block has parameters, which the second engine loses track of when a
 * branch leaves the block with operands below: parameters go through locals of their own.
 *
 * <pre>{@code
 * value; loop (param i32) ... br 0 ... end
 * value; local.set p; loop; local.get p ... local.set p; br 0 ... end
 * }</pre>
 */
final class BlockParameters {

  /** An open block; {@code places} are the locals of its parameters. */
  private record Frame(Opcode opcode, List<Integer> places, boolean otherwise) {
    boolean carriesByLocals() {
      return opcode == Opcode.LOOP && !places.isEmpty();
    }
  }

  private final WasmModule module;
  private final FunctionBody original;
  private final ModuleWriter writer;
  private final ByteWriter code = new ByteWriter();
  private final List<Frame> frames = new ArrayList<>();
  private final List<ValueType> added = new ArrayList<>();
  private final int firstAdded;
  private int scratch = -1;

  BlockParameters(WasmModule module, int function, ModuleWriter writer) {
    this.module = module;
    this.original = module.body(function);
    this.writer = writer;
    this.firstAdded =
        module.functionType(function).parameters().size() + (int) original.declaredLocals();
    frames.add(new Frame(Opcode.BLOCK, List.of(), false));
  }

  /** Writes the reader's instruction. */
  void write(InstructionReader reader) {
    switch (reader.opcode()) {
      case BLOCK, LOOP, IF -> open(reader);
      case ELSE -> {
        Frame frame = frames.remove(frames.size() - 1);
        frames.add(new Frame(frame.opcode(), frame.places(), true));
        copy(reader);
        get(frame.places());
      }
      case END -> close(reader);
      case BR, BR_IF, BR_TABLE -> branch(reader);
      default -> copy(reader);
    }
  }

  /** Writes an instruction that is no block and no branch. */
  void add(Opcode opcode, long... immediates) {
    code.write(new CodeWriter().add(opcode, immediates).toByteArray());
  }

  /** The body, without its size. */
  byte[] body() {
    ByteWriter body = new ByteWriter().writeU32(original.localRuns().size() + added.size());
    for (LocalRun run : original.localRuns()) {
      body.writeU32((int) run.count()).writeByte(run.type().code());
    }
    for (ValueType type : added) {
      body.writeU32(1).writeByte(type.code());
    }
    return body.write(code).toByteArray();
  }

  private void copy(InstructionReader reader) {
    code.write(module.bytes(), reader.offset(), reader.endOffset());
  }

  private int local(ValueType type) {
    added.add(type);
    return firstAdded + added.size() - 1;
  }

  /** A local for the condition or the index on top of the parameters. */
  private int scratch() {
    if (scratch < 0) {
      scratch = local(ValueType.I32);
    }
    return scratch;
  }

  private void set(List<Integer> places) {
    for (int i = places.size() - 1; i >= 0; i--) {
      add(Opcode.LOCAL_SET, places.get(i));
    }
  }

  private void get(List<Integer> places) {
    places.forEach(place -> add(Opcode.LOCAL_GET, place));
  }

  private void open(InstructionReader reader) {
    FunctionType type =
        reader.hasBlockTypeIndex() ? module.types().get(reader.blockTypeIndex()) : null;
    if (type == null || type.parameters().isEmpty()) {
      frames.add(new Frame(reader.opcode(), List.of(), false));
      copy(reader);
      return;
    }
    List<Integer> places = type.parameters().stream().map(this::local).toList();
    frames.add(new Frame(reader.opcode(), places, false));
    boolean condition = reader.opcode() == Opcode.IF;
    if (condition) {
      add(Opcode.LOCAL_SET, scratch());
    }
    set(places);
    if (condition) {
      add(Opcode.LOCAL_GET, scratch());
    }
    code.write(opened(reader.opcode(), type.results()).toByteArray());
    get(places);
  }

  /**
   * Without a type index where there can be none: the engine takes index 64 for the code of the
   * empty type, 0x40.
   */
  private CodeWriter opened(Opcode opcode, List<ValueType> results) {
    return switch (results.size()) {
      case 0 -> new CodeWriter().add(opcode);
      case 1 -> new CodeWriter().add(opcode, results.get(0));
      default -> new CodeWriter().add(opcode, writer.addType(new FunctionType(List.of(), results)));
    };
  }

  private void close(InstructionReader reader) {
    Frame frame = frames.remove(frames.size() - 1);
    if (frame.opcode() == Opcode.IF && !frame.places().isEmpty() && !frame.otherwise()) {
      add(Opcode.ELSE);
      get(frame.places());
    }
    copy(reader);
  }

  private Frame label(int depth) {
    return frames.get(frames.size() - 1 - depth);
  }

  private void branch(InstructionReader reader) {
    int depth = reader.opcode() == Opcode.BR_TABLE ? reader.tableLabel(0) : reader.index1();
    Frame target = label(depth);
    if (!target.carriesByLocals()) {
      copy(reader);
    } else if (reader.opcode() == Opcode.BR) {
      set(target.places());
      copy(reader);
    } else if (reader.opcode() == Opcode.BR_IF) {
      add(Opcode.LOCAL_SET, scratch());
      set(target.places());
      add(Opcode.LOCAL_GET, scratch());
      add(Opcode.IF);
      add(Opcode.BR, depth + 1L);
      add(Opcode.END);
      get(target.places());
    } else {
      branchTable(reader);
    }
  }

  /** All targets are loops, and take the values from where the first has them. */
  private void branchTable(InstructionReader reader) {
    Frame first = label(reader.tableLabel(0));
    add(Opcode.LOCAL_SET, scratch());
    set(first.places());
    for (int i = 1; i <= reader.tableSize(); i++) {
      Frame target = label(reader.tableLabel(i));
      if (!target.carriesByLocals()) {
        throw new IllegalStateException("a table with branches to loops and to blocks");
      }
      if (!target.equals(first)) {
        get(first.places());
        set(target.places());
      }
    }
    add(Opcode.LOCAL_GET, scratch());
    copy(reader);
  }
}
