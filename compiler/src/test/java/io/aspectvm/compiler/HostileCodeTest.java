package io.aspectvm.compiler;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Code that is valid and as unpleasant as the limits allow (hazards H06, H07 and H09): it compiles
 * in bounded time to bounded output, and does what it says.
 */
@Timeout(60)
class HostileCodeTest extends HostileModules {

  /** What the wasm profile allows. */
  private static final int NESTING = 10_000;

  private static final int BRANCH_TARGETS = 65_520;

  /** H06: as deep as there may be, left from the innermost. */
  @ParameterizedTest
  @ValueSource(strings = {"block", "loop", "if"})
  void nestingAtTheLimit(String kind) throws Exception {
    CodeWriter code = code().add(Opcode.BLOCK);
    for (int i = 0; i < NESTING - 2; i++) {
      switch (kind) {
        case "block" -> code.add(Opcode.BLOCK);
        case "loop" -> code.add(Opcode.LOOP);
        default -> code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_WRAP_I64).add(Opcode.IF);
      }
    }
    code.add(Opcode.I64_CONST, 9).add(Opcode.LOCAL_SET, 0).add(Opcode.BR, NESTING - 2);
    for (int i = 0; i < NESTING - 1; i++) {
      code.add(Opcode.END);
    }
    code.add(Opcode.LOCAL_GET, 0);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    assertEquals(9, run(wasm, 1));
  }

  /** H06. */
  @Test
  void manyIfsWithoutElse() throws Exception {
    CodeWriter code = code();
    for (int i = 0; i < 100_000; i++) {
      code.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_EQZ).add(Opcode.IF).add(Opcode.END);
    }
    code.add(Opcode.LOCAL_GET, 0);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    assertEquals(4, run(wasm, 4));
  }

  /** H06: nothing of it can be reached, and some of it takes any operands. */
  @Test
  void deepUnreachableCode() throws Exception {
    CodeWriter code = code().add(Opcode.LOCAL_GET, 0).add(Opcode.RETURN);
    for (int i = 0; i < 9_000; i++) {
      code.add(Opcode.BLOCK, I32).add(Opcode.UNREACHABLE);
    }
    for (int i = 0; i < 100_000; i++) {
      code.add(Opcode.I32_ADD).add(Opcode.SELECT).add(Opcode.BR_IF, i % 9_000).add(Opcode.RETURN);
    }
    for (int i = 0; i < 9_000; i++) {
      code.add(Opcode.END);
    }
    byte[] wasm = oneFunction(List.of(I32), List.of(I32), List.of(), code);
    assertEquals(6, run(wasm, 6));
  }

  private static byte[] branches(int depth, int targets, IntFunction<Integer> label) {
    CodeWriter code = code();
    for (int i = 0; i < depth; i++) {
      code.add(Opcode.BLOCK);
    }
    long[] labels = new long[targets];
    for (int i = 0; i < targets; i++) {
      labels[i] = label.apply(i);
    }
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_WRAP_I64).add(Opcode.BR_TABLE, labels);
    for (int i = 0; i < depth; i++) {
      // Counts the ends that are passed on the way out.
      code.add(Opcode.END).add(Opcode.LOCAL_GET, 1).add(Opcode.I64_CONST, 1).add(Opcode.I64_ADD);
      code.add(Opcode.LOCAL_SET, 1);
    }
    code.add(Opcode.LOCAL_GET, 1);
    return oneFunction(List.of(I64), List.of(I64), List.of(new LocalRun(1, I64)), code);
  }

  /** H07: as many targets as there may be, one label or thousands. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9_000})
  void branchTablesAtTheLimit(int depth) throws Exception {
    CompiledModule module = compile(branches(depth, BRANCH_TARGETS, i -> i % depth));
    for (int index : new int[] {0, 1, depth - 1, depth, 40_000, BRANCH_TARGETS - 1}) {
      assertEquals(depth - index % depth, run(module, index), "index " + index);
    }
    int last = (BRANCH_TARGETS - 1) % depth;
    assertEquals(depth - last, run(module, BRANCH_TARGETS));
    assertEquals(depth - last, run(module, -1));
  }

  /** H07: each loop is entered from each table within, a few hundred bytes in all. */
  @Test
  void branchTablesInNestedLoops() throws Exception {
    int depth = 200;
    CodeWriter code = code().add(Opcode.BLOCK);
    long[] labels = new long[depth + 1];
    for (int i = 0; i < depth; i++) {
      labels[i] = i;
      code.add(Opcode.LOOP);
    }
    labels[depth] = depth;
    for (int i = 0; i < depth; i++) {
      code.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_CONST, 1).add(Opcode.I64_ADD);
      code.add(Opcode.LOCAL_TEE, 0).add(Opcode.I32_WRAP_I64);
      long[] here = new long[depth + 1 - i];
      System.arraycopy(labels, 0, here, 0, here.length);
      code.add(Opcode.BR_TABLE, here).add(Opcode.END);
    }
    code.add(Opcode.END).add(Opcode.LOCAL_GET, 0);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    // Counts up from loop to loop until the block outside is the target.
    assertEquals(depth, run(wasm, -1));
  }

  /** H09: all are on the stack at the same time. */
  @Test
  void theDeepestOperandStack() throws Exception {
    int depth = 65_535;
    CodeWriter code = code();
    for (int i = 0; i < depth; i++) {
      code.add(Opcode.LOCAL_GET, 0);
    }
    for (int i = 1; i < depth; i++) {
      code.add(Opcode.I64_ADD);
    }
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    assertEquals(3L * depth, run(wasm, 3));
  }

  /** H09: Stylus bounds what is live at once by 4,096. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 4_096, 9_000})
  void manyValuesLiveAcrossBranches(int count) throws Exception {
    CodeWriter code = code();
    for (int i = 0; i < count; i++) {
      code.add(Opcode.LOCAL_GET, 0);
      code.add(i % 2 == 0 ? Opcode.NOP : Opcode.F64_CONVERT_I64_S);
    }
    // An if, a loop and a select, with all of them below.
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_EQZ).add(Opcode.IF, I64);
    code.add(Opcode.I64_CONST, 100).add(Opcode.ELSE).add(Opcode.I64_CONST, 200).add(Opcode.END);
    code.add(Opcode.LOCAL_SET, 1);
    code.add(Opcode.LOOP).add(Opcode.LOCAL_GET, 1).add(Opcode.I64_CONST, 1).add(Opcode.I64_SUB);
    code.add(Opcode.LOCAL_TEE, 1).add(Opcode.I64_CONST, 50).add(Opcode.I64_NE).add(Opcode.BR_IF, 0);
    code.add(Opcode.END);
    code.add(Opcode.LOCAL_GET, 1).add(Opcode.I64_CONST, 7).add(Opcode.LOCAL_GET, 0);
    code.add(Opcode.I64_EQZ).add(Opcode.SELECT).add(Opcode.LOCAL_SET, 1);
    for (int i = count - 1; i >= 0; i--) {
      code.add(i % 2 == 0 ? Opcode.NOP : Opcode.I64_TRUNC_F64_S);
      code.add(Opcode.LOCAL_GET, 1).add(Opcode.I64_ADD).add(Opcode.LOCAL_SET, 1);
    }
    code.add(Opcode.LOCAL_GET, 1);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(new LocalRun(1, I64)), code);
    assertEquals(3L * count + 7, run(wasm, 3));
    assertEquals(50, run(wasm, 0));
  }
}
