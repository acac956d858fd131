package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;

/**
 * {@code table.init} with the table's bounds checked before: the second engine takes no elements to
 * any place of 2^31 or more, as if it were below zero.
 */
final class TableInitHelper {

  private TableInitHelper() {}

  /** A body, without its size, of {@link TableCopyHelper#TYPE}. */
  static byte[] body(int segment, int table) {
    CodeWriter code = new CodeWriter();
    TableCopyHelper.check(code, 0, table);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_GET, 1).add(Opcode.LOCAL_GET, 2);
    code.add(Opcode.TABLE_INIT, segment, table);
    byte[] instructions = code.add(Opcode.END).toByteArray();
    return new ByteWriter().writeU32(0).write(instructions).toByteArray(); // no locals
  }
}
