package io.aspectvm.jmh.whitepaper;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;

/**
 * The module of the second test: its export {@code run: (i32) -> i64} computes the n-th number of
 * Fibonacci modulo 2^64, by n additions. {@link WideKernel#ADD} is the same modulo 2^256.
 */
final class Fibonacci {

  static final String RUN = "run";

  // Locals: 0 is how many are left, and then
  private static final int A = 1;
  private static final int B = 2;
  private static final int NEXT = 3;

  private Fibonacci() {}

  static byte[] wasm() {
    ModuleBuilder module = new ModuleBuilder();
    int start =
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start);
    int type = module.type(List.of(I32), List.of(I64));
    int run = module.function(type, List.of(new LocalRun(NEXT, I64)), run());
    return module.export(RUN, ExternalKind.FUNCTION, run).toByteArray();
  }

  /** {@code for (b = 1; n != 0; n--) (a, b) = (b, a + b)}. */
  private static CodeWriter run() {
    CodeWriter code = new CodeWriter().add(Opcode.I64_CONST, 1).add(Opcode.LOCAL_SET, B);
    code.add(Opcode.BLOCK).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_EQZ).add(Opcode.BR_IF, 1);
    code.add(Opcode.LOCAL_GET, A).add(Opcode.LOCAL_GET, B).add(Opcode.I64_ADD);
    code.add(Opcode.LOCAL_SET, NEXT).add(Opcode.LOCAL_GET, B).add(Opcode.LOCAL_SET, A);
    code.add(Opcode.LOCAL_GET, NEXT).add(Opcode.LOCAL_SET, B);
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    code.add(Opcode.LOCAL_SET, 0).add(Opcode.BR, 0).add(Opcode.END).add(Opcode.END);
    return code.add(Opcode.LOCAL_GET, A).add(Opcode.END);
  }
}
