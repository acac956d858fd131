package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;

/**
 * What makes a {@link GeneratedModule} an aspect with join points, and a kernel. The work is the
 * same in modules of all sizes, so that only their size makes a difference:
 *
 * <ul>
 *   <li>{@code run(n)}: calls {@code n} functions through the table, one after the other.
 *   <li>{@code execute(name, input)}: returns at once where the input is empty; otherwise adds up
 *       its bytes and calls eight functions. Returns no value.
 *   <li>{@code allocate}: memory behind what generated functions write to.
 * </ul>
 */
final class JoinPointFunctions {

  /** Of the length in an encoded value (aspect-abi, section 3.1). */
  private static final int LENGTH_OFFSET = 2;

  private static final int HEADER_BYTES = 6;
  private static final int FREE_MEMORY = 0x9000;

  private JoinPointFunctions() {}

  /**
   * Adds them.
   *
   * @param called type of the functions in the table: {@code (i32, i32) -> i32}
   */
  static void addTo(ModuleBuilder module, int called) {
    BuiltModules.addAllocate(module, FREE_MEMORY);
    int run = module.function(module.type(List.of(I32), List.of(I64)), locals(1), run(called));
    module.export("run", ExternalKind.FUNCTION, run);
    int execute =
        module.function(module.type(List.of(I32, I32), List.of(I32)), locals(3), execute(run));
    module.export("execute", ExternalKind.FUNCTION, execute);
  }

  private static List<LocalRun> locals(int count) {
    return List.of(new LocalRun(count, I32));
  }

  /** Locals: 0 is how many are left, 1 the last result. */
  private static CodeWriter run(int called) {
    CodeWriter code = new CodeWriter().add(Opcode.BLOCK).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_EQZ).add(Opcode.BR_IF, 1);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_GET, 1);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, GeneratedModule.TABLE_SIZE - 1);
    code.add(Opcode.I32_AND).add(Opcode.CALL_INDIRECT, called).add(Opcode.LOCAL_SET, 1);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    code.add(Opcode.LOCAL_SET, 0).add(Opcode.BR, 0).add(Opcode.END).add(Opcode.END);
    return code.add(Opcode.LOCAL_GET, 1).add(Opcode.I64_EXTEND_I32_U).add(Opcode.END);
  }

  /** Locals: 1 is the input, 2 how many bytes are left, 3 the next, 4 the sum. */
  private static CodeWriter execute(int run) {
    CodeWriter code = new CodeWriter().add(Opcode.BLOCK);
    code.add(Opcode.LOCAL_GET, 1).add(Opcode.I32_LOAD, 0, LENGTH_OFFSET).add(Opcode.LOCAL_TEE, 2);
    code.add(Opcode.I32_EQZ).add(Opcode.BR_IF, 0);
    code.add(Opcode.LOCAL_GET, 1).add(Opcode.LOCAL_SET, 3).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, 4).add(Opcode.LOCAL_GET, 3);
    code.add(Opcode.I32_LOAD8_U, 0, HEADER_BYTES).add(Opcode.I32_ADD).add(Opcode.LOCAL_SET, 4);
    code.add(Opcode.LOCAL_GET, 3).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_SET, 3).add(Opcode.LOCAL_GET, 2).add(Opcode.I32_CONST, 1);
    code.add(Opcode.I32_SUB).add(Opcode.LOCAL_TEE, 2).add(Opcode.BR_IF, 0).add(Opcode.END);
    code.add(Opcode.I32_CONST, FREE_MEMORY - Integer.BYTES).add(Opcode.LOCAL_GET, 4);
    code.add(Opcode.I32_STORE, 2, 0).add(Opcode.I32_CONST, GeneratedModule.TABLE_SIZE);
    code.add(Opcode.CALL, run).add(Opcode.DROP).add(Opcode.END);
    return code.add(Opcode.I32_CONST, 0).add(Opcode.END);
  }
}
