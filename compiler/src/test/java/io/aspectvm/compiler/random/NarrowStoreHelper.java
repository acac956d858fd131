package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.opcode.Opcode;

/** A store behind a load from the same place, which traps where the store has to. */
final class NarrowStoreHelper {

  private static final int ADDRESS = 0;
  private static final int VALUE = 1;

  private NarrowStoreHelper() {}

  /** A body, without its size, that takes the operands of the reader's instruction. */
  static byte[] body(InstructionReader reader) {
    Opcode load = reader.opcode().accessBytes() == 1 ? Opcode.I32_LOAD8_U : Opcode.I32_LOAD;
    CodeWriter code = new CodeWriter();
    code.add(Opcode.LOCAL_GET, ADDRESS).add(load, 0, reader.memoryOffset()).add(Opcode.DROP);
    code.add(Opcode.LOCAL_GET, ADDRESS).add(Opcode.LOCAL_GET, VALUE);
    code.add(reader.opcode(), 0, reader.memoryOffset());
    byte[] instructions = code.add(Opcode.END).toByteArray();
    return new ByteWriter().writeU32(0).write(instructions).toByteArray(); // no locals
  }
}
