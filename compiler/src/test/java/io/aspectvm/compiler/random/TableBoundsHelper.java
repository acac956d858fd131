package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * {@code table.init} and {@code table.fill} with the table's bounds checked before: the second
 * engine adds place and count in 32 bits, signed, and traps only if the sum is above the size, or
 * at the first element outside. It does nothing where there is no element to come to: from any
 * place of 2^31 or more with a count of zero, and from below 2^31 to an end that is not.
 */
final class TableBoundsHelper {

  private TableBoundsHelper() {}

  /** A body, without its size, of {@link TableCopyHelper#TYPE}. */
  static byte[] init(int segment, int table) {
    return body(table, Opcode.TABLE_INIT, segment, table);
  }

  /** A body, without its size, of {@link #fillType}. */
  static byte[] fill(int table) {
    return body(table, Opcode.TABLE_FILL, table);
  }

  /**
   * @param element type of the table's elements
   */
  static FunctionType fillType(ValueType element) {
    return new FunctionType(List.of(ValueType.I32, element, ValueType.I32), List.of());
  }

  private static byte[] body(int table, Opcode opcode, long... immediates) {
    CodeWriter code = new CodeWriter();
    TableCopyHelper.check(code, 0, table);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_GET, 1).add(Opcode.LOCAL_GET, 2);
    code.add(opcode, immediates);
    byte[] instructions = code.add(Opcode.END).toByteArray();
    return new ByteWriter().writeU32(0).write(instructions).toByteArray(); // no locals
  }
}
