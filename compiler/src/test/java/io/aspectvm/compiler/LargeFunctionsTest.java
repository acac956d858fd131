package io.aspectvm.compiler;

import static io.aspectvm.wasm.module.ExternalKind.FUNCTION;
import static io.aspectvm.wasm.opcode.ValueType.F64;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Functions that do not fit into one JVM method, and what else the JVM's limits are in the way of.
 */
@Timeout(120)
class LargeFunctionsTest {

  private static final long PLENTY = 1L << 60;
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  private static Guest load(byte[] wasm) throws Exception {
    return Guest.load(wasm, OPTIONS, Isolation.CLASS_LOADER);
  }

  @Test
  void straightLineOfManyInstructions() throws Exception {
    CodeWriter code = new CodeWriter().add(Opcode.LOCAL_GET, 0);
    long expected = 7;
    for (int i = 0; i < 100_000; i++) {
      code.add(Opcode.I64_CONST, i * 0x1_0000_0001L).add(Opcode.I64_XOR);
      expected ^= i * 0x1_0000_0001L;
    }
    byte[] wasm = HostileModules.oneFunction(List.of(I64), List.of(I64), List.of(), code);
    Guest guest = load(wasm);
    assertArrayEquals(new long[] {expected}, guest.call(guest.instance(PLENTY), "f", 7));
  }

  @Test
  void noMethodIsTooLongForTheJit() throws Exception {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < 20_000; i++) {
      code.add(Opcode.LOCAL_GET, i % 50)
          .add(Opcode.LOCAL_GET, (i + 7) % 50)
          .add(Opcode.I64_ADD)
          .add(Opcode.LOCAL_SET, (i * 3) % 50);
    }
    code.add(Opcode.LOCAL_GET, 0);
    byte[] wasm =
        HostileModules.oneFunction(
            List.of(I64), List.of(I64), List.of(new LocalRun(49, I64)), code);
    CompiledModule module = new ModuleCompiler(OPTIONS).compile(wasm).module();
    int largest = module.manifest().getMetering().getLargestMethod();
    assertTrue(largest > 0 && largest <= CompilerOptions.MAX_JIT_METHOD_BYTES, "" + largest);
  }

  /** The class of the function has no room for the names of all its pieces. */
  @Test
  void morePiecesThanAClassNames() throws Exception {
    CompilerOptions shortMethods = OPTIONS.withMethodBytes(200);
    int count = 45_000;
    byte[] wasm = loops(count);
    CompiledModule module = new ModuleCompiler(shortMethods).compile(wasm).module();
    assertTrue(module.classNames().stream().anyMatch(name -> name.startsWith("aspect/G")));
    Guest guest = Guest.load(module, shortMethods, Isolation.CLASS_LOADER);
    Instance instance = guest.instance(PLENTY);
    assertArrayEquals(new long[] {12}, guest.call(instance, "f", 5));
    long loop = 150 + 10 + 1_106;
    assertEquals(count * loop + 40 + 40 + 160 + 1_106, PLENTY - instance.gasLeft());
  }

  /** An entry is the number of its piece and its own in 31 bits, whatever classes have room for. */
  @Test
  void morePiecesThanEntriesName() {
    byte[] wasm = loops(530_000);
    ModuleCompiler compiler = new ModuleCompiler(OPTIONS.withMethodBytes(200));
    CompileLimitException refusal =
        assertThrows(CompileLimitException.class, () -> compiler.compile(wasm));
    assertTrue(
        refusal.getMessage().matches("too many methods of a function: 26\\d{4}, limit 262144 .*"),
        refusal.getMessage());
  }

  /** That many loops one behind the other, of a nop each, and then seven more than the argument. */
  private static byte[] loops(int count) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < count; i++) {
      code.add(Opcode.LOOP).add(Opcode.NOP).add(Opcode.END);
    }
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_CONST, 7).add(Opcode.I64_ADD);
    return HostileModules.oneFunction(List.of(I64), List.of(I64), List.of(), code);
  }

  @Test
  void loopsAcrossPiecesKeepTheirLocals() throws Exception {
    // sum = 0; do { sum += n ... (2,000 times) } while (--n)
    CodeWriter code = new CodeWriter().add(Opcode.LOOP);
    for (int i = 0; i < 2_000; i++) {
      code.add(Opcode.LOCAL_GET, 1)
          .add(Opcode.LOCAL_GET, 0)
          .add(Opcode.I64_EXTEND_I32_U)
          .add(Opcode.I64_ADD)
          .add(Opcode.LOCAL_SET, 1);
    }
    code.add(Opcode.LOCAL_GET, 0)
        .add(Opcode.I32_CONST, 1)
        .add(Opcode.I32_SUB)
        .add(Opcode.LOCAL_TEE, 0)
        .add(Opcode.BR_IF, 0)
        .add(Opcode.END)
        .add(Opcode.LOCAL_GET, 1);
    byte[] wasm =
        HostileModules.oneFunction(List.of(I32), List.of(I64), List.of(new LocalRun(1, I64)), code);
    Guest guest = load(wasm);
    assertArrayEquals(new long[] {2_000L * 5_050}, guest.call(guest.instance(PLENTY), "f", 100));
  }

  @Test
  void tableOfManyTargets() throws Exception {
    int targets = 5_000;
    CodeWriter code = new CodeWriter();
    for (int i = 0; i <= targets; i++) {
      code.add(Opcode.BLOCK);
    }
    code.add(Opcode.LOCAL_GET, 0)
        .add(Opcode.BR_TABLE, LongStream.rangeClosed(0, targets).toArray())
        .add(Opcode.END);
    for (int i = 0; i < targets; i++) {
      code.add(Opcode.I32_CONST, i).add(Opcode.RETURN).add(Opcode.END);
    }
    code.add(Opcode.I32_CONST, -1);
    Guest guest = load(HostileModules.oneFunction(List.of(I32), List.of(I32), List.of(), code));
    for (int i : new int[] {0, 1, 255, 256, 257, 2_500, 4_998, 4_999}) {
      assertEquals(i, guest.call(guest.instance(PLENTY), "f", i)[0]);
    }
    assertEquals(-1, (int) guest.call(guest.instance(PLENTY), "f", 5_000)[0]);
    assertEquals(-1, (int) guest.call(guest.instance(PLENTY), "f", -1)[0]);
  }

  @Test
  void thousandParametersAndResults() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    List<ValueType> many = Collections.nCopies(1_000, I64);
    int wide = module.type(many, many);
    int outer = module.type(List.of(I64), List.of(I64));
    CodeWriter callee = new CodeWriter();
    for (int i = 999; i >= 0; i--) {
      callee.add(Opcode.LOCAL_GET, i);
    }
    int reverse = module.function(wide, callee.add(Opcode.END));
    CodeWriter caller = new CodeWriter();
    for (int i = 0; i < 1_000; i++) {
      caller.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_CONST, i).add(Opcode.I64_MUL);
    }
    caller.add(Opcode.CALL, reverse);
    for (int i = 0; i < 999; i++) {
      caller.add(Opcode.I64_CONST, 3).add(Opcode.I64_MUL).add(Opcode.I64_SUB);
    }
    module.export("f", FUNCTION, module.function(outer, caller.add(Opcode.END)));
    Guest guest = load(module.toByteArray());
    long[] values = new long[1_000];
    for (int i = 0; i < 1_000; i++) {
      values[999 - i] = 11L * i;
    }
    long expected = values[999];
    for (int i = 998; i >= 0; i--) {
      expected = values[i] - expected * 3;
    }
    assertArrayEquals(new long[] {expected}, guest.call(guest.instance(PLENTY), "f", 11));
  }

  @Test
  void manyLocalsAndDeepOperandStack() throws Exception {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < 16_384; i++) {
      code.add(Opcode.LOCAL_GET, i % 5_000 + 1).add(Opcode.LOCAL_GET, 0).add(Opcode.F64_ADD);
    }
    for (int i = 1; i < 16_384; i++) {
      code.add(Opcode.F64_ADD);
    }
    byte[] wasm =
        HostileModules.oneFunction(
            List.of(F64), List.of(F64), List.of(new LocalRun(20_000, F64)), code);
    Guest guest = load(wasm);
    long[] result = guest.call(guest.instance(PLENTY), "f", Double.doubleToRawLongBits(0.5));
    assertEquals(8_192.0, Double.longBitsToDouble(result[0]));
  }

  /** Ten bytes of wasm each: what is never used must not become code. */
  @Test
  void unusedLocalsAreFree() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of(I32));
    int last = 0;
    for (int i = 0; i < 1_000; i++) {
      last =
          module.function(
              type,
              List.of(new LocalRun(4_000, I64), new LocalRun(1, I32)),
              new CodeWriter().add(Opcode.LOCAL_GET, 4_000).add(Opcode.END));
    }
    byte[] wasm = module.export("f", FUNCTION, last).toByteArray();
    CompiledModule compiled = new ModuleCompiler(OPTIONS).compile(wasm).module();
    assertTrue(compiled.manifest().getMetering().getLargestMethod() < 100);
    Guest guest = load(wasm);
    assertArrayEquals(new long[] {0}, guest.call(guest.instance(PLENTY), "f"));
  }

  @Test
  void trapInAPieceLeavesTheExactGas() throws Exception {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < 10_000; i++) {
      code.add(Opcode.NOP);
      code.add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_SET, 0);
    }
    code.add(Opcode.I32_CONST, 1).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_DIV_S);
    Guest guest = load(HostileModules.oneFunction(List.of(I32), List.of(I32), List.of(), code));
    Instance fine = guest.instance(PLENTY);
    guest.call(fine, "f", 1);
    Instance trapped = guest.instance(PLENTY);
    Trap trap = assertThrows(Trap.class, () -> guest.call(trapped, "f", 0));
    assertEquals(TrapKind.INTEGER_DIVIDE_BY_ZERO, trap.kind());
    assertEquals(fine.gasLeft(), trapped.gasLeft());
  }

  @Test
  void manyFunctions() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(I32), List.of(I32));
    int previous = -1;
    for (int i = 0; i < 20_000; i++) {
      CodeWriter code = new CodeWriter().add(Opcode.LOCAL_GET, 0);
      if (i % 100 != 0) {
        code.add(Opcode.CALL, previous);
      }
      previous =
          module.function(type, code.add(Opcode.I32_CONST, i).add(Opcode.I32_ADD).add(Opcode.END));
    }
    module.export("f", FUNCTION, previous);
    Guest guest = load(module.toByteArray());
    int expected = 5;
    for (int i = 19_900; i < 20_000; i++) {
      expected += i;
    }
    assertEquals(expected, (int) guest.call(guest.instance(PLENTY), "f", 5)[0]);
  }

  @Test
  void tableOfManyFunctionsOfOneType() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(I32), List.of(I32));
    int count = 6_000;
    int[] functions = new int[count];
    for (int i = 0; i < count; i++) {
      functions[i] =
          module.function(
              type,
              new CodeWriter()
                  .add(Opcode.LOCAL_GET, 0)
                  .add(Opcode.I32_CONST, i)
                  .add(Opcode.I32_ADD)
                  .add(Opcode.END));
    }
    module.table(count + 1);
    module.elements(0, functions);
    module.export(
        "f",
        FUNCTION,
        module.function(
            type,
            new CodeWriter()
                .add(Opcode.I32_CONST, 1_000_000)
                .add(Opcode.LOCAL_GET, 0)
                .add(Opcode.CALL_INDIRECT, type)
                .add(Opcode.END)));
    Guest guest = load(module.toByteArray());
    for (int i : new int[] {0, 1, 199, 200, 3_000, 5_999}) {
      assertEquals(1_000_000 + i, guest.call(guest.instance(PLENTY), "f", i)[0]);
    }
    assertTrap(guest, count, TrapKind.UNINITIALIZED_ELEMENT);
    assertTrap(guest, count + 1, TrapKind.UNDEFINED_ELEMENT);
    assertTrap(guest, -1, TrapKind.UNDEFINED_ELEMENT);
  }

  /** Two instructions move 1,000 operands each time: the limit holds before the code is there. */
  @Test
  void branchesThatMoveManyOperandsAreRefusedInTime() {
    ModuleBuilder module = new ModuleBuilder();
    List<ValueType> thousand = Collections.nCopies(1_000, I64);
    CodeWriter producer = new CodeWriter();
    for (int i = 0; i < 1_000; i++) {
      producer.add(Opcode.I64_CONST, i);
    }
    int results = module.type(List.of(), thousand);
    int many = module.function(results, producer.add(Opcode.END));
    CodeWriter code =
        new CodeWriter().add(Opcode.BLOCK, results).add(Opcode.I64_CONST, 7).add(Opcode.CALL, many);
    for (int i = 0; i < 30_000; i++) {
      code.add(Opcode.LOCAL_GET, 0).add(Opcode.BR_IF, 0);
    }
    code.add(Opcode.BR, 0).add(Opcode.END);
    for (int i = 0; i < 1_000; i++) {
      code.add(Opcode.DROP);
    }
    module.export(
        "f", FUNCTION, module.function(module.type(List.of(I32), List.of()), code.add(Opcode.END)));
    byte[] wasm = module.toByteArray();
    CompileLimitException refusal =
        assertThrows(CompileLimitException.class, () -> new ModuleCompiler(OPTIONS).compile(wasm));
    assertTrue(refusal.getMessage().contains("compiled classes exceed"), refusal.getMessage());
  }

  private static void assertTrap(Guest guest, long argument, TrapKind kind) {
    Instance instance = guest.instance(PLENTY);
    assertEquals(kind, assertThrows(Trap.class, () -> guest.call(instance, "f", argument)).kind());
  }
}
