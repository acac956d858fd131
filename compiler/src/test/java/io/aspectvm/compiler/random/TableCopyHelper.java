package io.aspectvm.compiler.random;

import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * {@code table.copy} with its bounds checked before, as the second engine adds in 32 bits; and from
 * one table to another by {@code table.get} and {@code table.set}, as the engine looks for owners
 * of the source's elements at the places of the destination.
 */
final class TableCopyHelper {

  static final FunctionType TYPE =
      new FunctionType(List.of(ValueType.I32, ValueType.I32, ValueType.I32), List.of());

  private static final int TO = 0;
  private static final int FROM = 1;
  private static final int COUNT = 2;

  /** Not in any table: with it, {@code table.get} traps. */
  private static final int OUTSIDE = -1;

  private TableCopyHelper() {}

  /** A body, without its size. */
  static byte[] body(int destination, int source) {
    CodeWriter code = new CodeWriter();
    check(code, FROM, source);
    check(code, TO, destination);
    if (destination == source) {
      code.add(Opcode.LOCAL_GET, TO).add(Opcode.LOCAL_GET, FROM).add(Opcode.LOCAL_GET, COUNT);
      code.add(Opcode.TABLE_COPY, destination, source);
    } else {
      copy(code, destination, source);
    }
    byte[] instructions = code.add(Opcode.END).toByteArray();
    return new ByteWriter().writeU32(0).write(instructions).toByteArray(); // no locals
  }

  private static void copy(CodeWriter code, int destination, int source) {
    code.add(Opcode.BLOCK).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, COUNT).add(Opcode.I32_EQZ).add(Opcode.BR_IF, 1);
    code.add(Opcode.LOCAL_GET, TO);
    code.add(Opcode.LOCAL_GET, FROM).add(Opcode.TABLE_GET, source);
    code.add(Opcode.TABLE_SET, destination);
    step(code, TO, 1);
    step(code, FROM, 1);
    step(code, COUNT, -1);
    code.add(Opcode.BR, 0).add(Opcode.END).add(Opcode.END);
  }

  /** {@code if ((u64) place + (u64) count > size) trap}. */
  static void check(CodeWriter code, int place, int table) {
    code.add(Opcode.LOCAL_GET, place).add(Opcode.I64_EXTEND_I32_U);
    code.add(Opcode.LOCAL_GET, COUNT).add(Opcode.I64_EXTEND_I32_U).add(Opcode.I64_ADD);
    code.add(Opcode.TABLE_SIZE, table).add(Opcode.I64_EXTEND_I32_U).add(Opcode.I64_GT_U);
    code.add(Opcode.IF).add(Opcode.I32_CONST, OUTSIDE).add(Opcode.TABLE_GET, table);
    code.add(Opcode.DROP).add(Opcode.END);
  }

  private static void step(CodeWriter code, int local, int by) {
    code.add(Opcode.LOCAL_GET, local).add(Opcode.I32_CONST, by).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_SET, local);
  }
}
