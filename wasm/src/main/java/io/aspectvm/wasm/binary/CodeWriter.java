package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * Writes instructions, one call each: {@code new CodeWriter().add(LOCAL_GET, 0).add(I32_CONST,
 * 1).add(I32_ADD).add(END)}. Nothing is checked beyond the number of immediates, so that wrong code
 * can be written too. Not thread-safe.
 */
public final class CodeWriter {

  private static final int EMPTY_BLOCK_TYPE = 0x40;

  private final ByteWriter out = new ByteWriter();

  public byte[] toByteArray() {
    return out.toByteArray();
  }

  /** Writes bytes as they are. */
  public CodeWriter raw(int... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /**
   * Writes an instruction with numbers for immediates, in the order of the binary format. May be
   * left out: the type index of a block type (then it has no types), the second of two indices
   * (then 0), and of a memory access both (then natural alignment and offset 0). The immediates of
   * {@code br_table} are the labels, the default last. Float constants are given by their bits.
   */
  public CodeWriter add(Opcode opcode, long... immediates) {
    writeOpcode(opcode);
    switch (opcode.immediate()) {
      case NONE -> expect(opcode, immediates, 0, 0);
      case BLOCK_TYPE -> {
        expect(opcode, immediates, 0, 1);
        if (immediates.length == 0) {
          out.writeByte(EMPTY_BLOCK_TYPE);
        } else {
          out.writeSigned(immediates[0]);
        }
      }
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, DATA, ELEMENT -> {
        expect(opcode, immediates, 1, 1);
        out.writeU32((int) immediates[0]);
      }
      case TYPE_AND_TABLE, ELEMENT_AND_TABLE, TABLE_AND_TABLE -> {
        expect(opcode, immediates, 1, 2);
        out.writeU32((int) immediates[0])
            .writeU32((int) (immediates.length > 1 ? immediates[1] : 0));
      }
      case LABEL_TABLE -> writeLabelTable(immediates);
      case MEMORY -> out.writeByte(0);
      case MEMORY_AND_MEMORY -> out.writeBytes(0, 0);
      case DATA_AND_MEMORY -> {
        expect(opcode, immediates, 1, 1);
        out.writeU32((int) immediates[0]).writeByte(0);
      }
      case MEM_ARG -> writeMemArg(opcode, immediates);
      case I32_VALUE, I64_VALUE -> {
        expect(opcode, immediates, 1, 1);
        out.writeSigned(immediates[0]);
      }
      case F32_VALUE -> {
        expect(opcode, immediates, 1, 1);
        out.writeFixed32((int) immediates[0]);
      }
      case F64_VALUE -> {
        expect(opcode, immediates, 1, 1);
        out.writeFixed64(immediates[0]);
      }
      default -> throw new IllegalArgumentException(opcode + " takes types");
    }
    return this;
  }

  /**
   * Writes an instruction with types for immediates: a block with one result, typed {@code select},
   * {@code ref.null}.
   */
  public CodeWriter add(Opcode opcode, ValueType type) {
    writeOpcode(opcode);
    switch (opcode.immediate()) {
      case BLOCK_TYPE, REFERENCE_TYPE -> out.writeByte(type.code());
      case VALUE_TYPES -> out.writeTypes(List.of(type));
      default -> throw new IllegalArgumentException(opcode + " takes no type");
    }
    return this;
  }

  private void writeOpcode(Opcode opcode) {
    if (opcode.code() > 0xFF) {
      out.writeByte(Opcode.PREFIX_FC).writeU32(opcode.code() & 0xFF);
    } else {
      out.writeByte(opcode.code());
    }
  }

  private void writeLabelTable(long[] labels) {
    expect(Opcode.BR_TABLE, labels, 1, Integer.MAX_VALUE);
    out.writeU32(labels.length - 1);
    for (long label : labels) {
      out.writeU32((int) label);
    }
  }

  private void writeMemArg(Opcode opcode, long[] immediates) {
    if (immediates.length == 0) {
      out.writeU32(Integer.numberOfTrailingZeros(opcode.accessBytes())).writeU32(0);
      return;
    }
    expect(opcode, immediates, 2, 2);
    out.writeU32((int) immediates[0]).writeU32((int) immediates[1]);
  }

  private static void expect(Opcode opcode, long[] immediates, int least, int most) {
    if (immediates.length < least || immediates.length > most) {
      throw new IllegalArgumentException(
          opcode + " with " + immediates.length + " immediates, expected " + least + " to " + most);
    }
  }
}
