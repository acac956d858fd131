package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * A cursor over the instructions of one function body. Every phase that needs instructions (validation,
 * metering, lowering, instrumentation) walks the module's bytes with one of these; nothing decoded is
 * kept, so a body of any size costs the same few fields.
 *
 * <p>Use: {@code while (reader.next()) { switch (reader.opcode()) ... }}; the accessors describe the
 * instruction read last and are undefined for immediates that its {@link
 * io.aspectvm.wasm.opcode.ImmediateKind} does not have. Not thread-safe.
 */
public final class InstructionReader {
  // the reading helper implements this; the signatures below are the contract

  public InstructionReader(byte[] module, FunctionBody body, int functionIndex) {
    throw new UnsupportedOperationException();
  }

  /** Reads the next instruction; false behind the last byte of the body. */
  public boolean next() throws MalformedModuleException {
    return false;
  }

  /** Number of the current instruction in the body, from 0. */
  public int index() {
    return 0;
  }

  /** Byte offset of the current instruction in the module. */
  public int offset() {
    return 0;
  }

  /** Byte offset behind the current instruction. */
  public int endOffset() {
    return 0;
  }

  public Opcode opcode() {
    return null;
  }

  /**
   * The index immediate: label depth, function, local, global, table, data or element index; for {@code
   * call_indirect} the type index. Unsigned 32-bit in an int.
   */
  public int index1() {
    return 0;
  }

  /** The second index: table of {@code call_indirect} and {@code table.init}, source table of {@code table.copy}. */
  public int index2() {
    return 0;
  }

  /** The constant of {@code i32.const} (sign-extended), {@code i64.const}; raw bits of a float constant. */
  public long constant() {
    return 0;
  }

  /** Alignment exponent of a memory access; unsigned. */
  public int alignment() {
    return 0;
  }

  /** Offset immediate of a memory access: 0 to 2^32 - 1. */
  public long memoryOffset() {
    return 0;
  }

  /** Number of entries of a {@code br_table} vector, the default label not counted. */
  public int tableSize() {
    return 0;
  }

  /** Label depth {@code i} of a {@code br_table}; {@code i} = {@link #tableSize()} is the default. */
  public int tableLabel(int i) {
    return 0;
  }

  /** True if the block type of the current instruction is a type index ({@link #blockTypeIndex()}). */
  public boolean hasBlockTypeIndex() {
    return false;
  }

  public int blockTypeIndex() {
    return 0;
  }

  /** Result type of a block type that is no index, or null where the block has none. */
  public ValueType blockResult() {
    return null;
  }

  /** Types of a typed {@code select}; the one type of {@code ref.null}. */
  public List<ValueType> valueTypes() {
    return List.of();
  }
}
