package io.aspectvm.compiler;

import static io.aspectvm.wasm.module.ExternalKind.FUNCTION;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions and modules of sizes that JVM methods and classes do not have (hazards H05 and H08):
 * they compile in bounded time to bounded output, and do what they say.
 */
@Timeout(60)
class HostileSizesTest extends HostileModules {

  /** A straight line of n times four bytes of JVM code, and a few more. */
  private static byte[] line(int n) {
    CodeWriter code = code().add(Opcode.LOCAL_GET, 0);
    for (int i = 0; i < n; i++) {
      code.add(Opcode.I64_CONST, 0x1_0000_0000L + i).add(Opcode.I64_XOR);
    }
    return oneFunction(List.of(I64), List.of(I64), List.of(), code);
  }

  private static long lineResult(int n) {
    long result = 0;
    for (int i = 0; i < n; i++) {
      result ^= 0x1_0000_0000L + i;
    }
    return result;
  }

  /** H08: from what is one method to what is two, which is where the JIT gives up. */
  @Test
  void methodsAroundTheLimitOfTheJit() throws Exception {
    int whole = 0;
    int cut = 0;
    int largest = 0;
    for (int n = 1_910; n <= 1_950; n++) {
      CompiledModule module = compile(line(n));
      assertEquals(lineResult(n), run(module, 0), n + " constants");
      if (module.classNames().stream().anyMatch(name -> name.startsWith("aspect/P"))) {
        cut++;
      } else {
        whole++;
        largest = Math.max(largest, module.manifest().getMetering().getLargestMethod());
      }
    }
    assertTrue(whole > 5 && cut > 5, whole + " whole, " + cut + " cut");
    assertTrue(largest > CompilerOptions.MAX_JIT_METHOD_BYTES - 5, "only " + largest);
  }

  /** H08: around 65,535 bytes in all, which no method can have. */
  @Test
  void functionsAroundTheLimitOfTheJvm() throws Exception {
    for (int n = 16_370; n <= 16_390; n += 2) {
      assertEquals(lineResult(n), run(line(n), 0), n + " constants");
    }
  }

  /** H08: a constant pool holds 65,535 entries, of which such a constant takes two. */
  @Test
  void moreConstantsThanAClassHolds() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(I64), List.of(I64));
    int inner = -1;
    long expected = 0;
    for (int f = 0; f < 70; f++) {
      CodeWriter code = code().add(Opcode.LOCAL_GET, 0);
      if (inner >= 0) {
        code.add(Opcode.CALL, inner);
      }
      for (int i = 0; i < 1_000; i++) {
        long bits = Double.doubleToRawLongBits(1 + f * 1_000 + i);
        if (i % 2 == 0) {
          code.add(Opcode.F64_CONST, bits).add(Opcode.I64_REINTERPRET_F64);
        } else {
          code.add(Opcode.I64_CONST, bits);
        }
        code.add(Opcode.I64_XOR);
        expected ^= bits;
      }
      inner = module.function(type, code.add(Opcode.END));
    }
    byte[] wasm = module.export("f", FUNCTION, inner).toByteArray();
    assertEquals(expected, run(wasm, 0));
  }

  /** H08: 65,534 of them in one function, and around. */
  @ParameterizedTest
  @ValueSource(ints = {32_766, 32_768, 65_534, 65_536})
  void constantsOfOneFunction(int count) throws Exception {
    CodeWriter code = code().add(Opcode.F64_CONST, 0);
    double expected = 0;
    for (int i = 0; i < count; i++) {
      code.add(Opcode.F64_CONST, Double.doubleToRawLongBits(i + 0.5)).add(Opcode.F64_ADD);
      expected += i + 0.5;
    }
    code.add(Opcode.I64_REINTERPRET_F64);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    assertEquals(expected, Double.longBitsToDouble(run(wasm, 0)));
  }

  /** H08: megabytes of constants that nobody wants. */
  @Test
  void aLongBodyOfConstants() throws Exception {
    int count = 700_000;
    CodeWriter code = code();
    for (int i = 0; i < count; i++) {
      code.raw(0x41, i & 0x3F, 0x1A);
    }
    code.add(Opcode.LOCAL_GET, 0);
    CompiledModule module = compile(oneFunction(List.of(I64), List.of(I64), List.of(), code));
    Guest guest = Guest.load(module, OPTIONS, Isolation.CLASS_LOADER);
    Instance instance = guest.instance(PLENTY);
    assertEquals(5, guest.call(instance, "f", 5)[0]);
    // A block: constants, what drops them, a local and what entering a function costs.
    assertEquals(count * 110L + 40 + 1_106, PLENTY - instance.gasLeft());
  }

  /** H08: each piece of it is short enough for the JIT. */
  @Test
  void aLongBody() throws Exception {
    int count = 200_000;
    CodeWriter code = code();
    for (int i = 0; i < count; i++) {
      code.raw(0x20, 0, 0x42, 1 + (i & 0x1F), 0x7C, 0x21, 0);
    }
    code.add(Opcode.LOCAL_GET, 0);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(), code);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1 + (i & 0x1F);
    }
    assertEquals(sum + 7, run(wasm, 7));
  }

  /** H08: more functions than a class has methods. */
  @Test
  void moreFunctionsThanAClassHasMethods() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(I64), List.of(I64));
    int last = -1;
    for (int i = 0; i < 70_000; i++) {
      CodeWriter code = code().add(Opcode.LOCAL_GET, 0);
      if (i == 69_999) {
        code.add(Opcode.CALL, 0).add(Opcode.CALL, 65_535).add(Opcode.CALL, 65_536);
      }
      last =
          module.function(type, code.add(Opcode.I64_CONST, i).add(Opcode.I64_ADD).add(Opcode.END));
    }
    byte[] wasm = module.export("f", FUNCTION, last).toByteArray();
    assertEquals(1 + 65_535 + 65_536 + 69_999, run(wasm, 1));
  }

  // Parameters and locals

  /** Many functions, each in a few bytes, of a type that many pages are made of. */
  private static byte[] functionsOfAWideType(int functions, int parameters) {
    ModuleBuilder module = new ModuleBuilder();
    int wide = module.type(Collections.nCopies(parameters, I64), List.of());
    int narrow = module.type(List.of(I64), List.of(I64));
    byte[] nothing = {0, 0x0B};
    for (int i = 0; i < functions; i++) {
      module.function(wide, nothing);
    }
    CodeWriter code = code();
    for (int i = 0; i < parameters; i++) {
      code.add(Opcode.LOCAL_GET, 0);
    }
    code.add(Opcode.CALL, functions - 1).add(Opcode.LOCAL_GET, 0).add(Opcode.END);
    return module.export("f", FUNCTION, module.function(narrow, code)).toByteArray();
  }

  /** CWA-2023-004: as many as an aspect may have. */
  @Test
  void manyFunctionsOfAWideType() throws Exception {
    assertEquals(3, run(functionsOfAWideType(19_000, 100), 3));
  }

  /** CWA-2023-004: what would be more than forty times the module is refused on the way there. */
  @Test
  void manyFunctionsOfATypeThatNoMethodHas() throws Exception {
    assertEquals(3, run(functionsOfAWideType(10, 1_000), 3));
    byte[] wasm = functionsOfAWideType(20_000, 1_000);
    CompileLimitException refusal =
        assertThrows(CompileLimitException.class, () -> new ModuleCompiler(OPTIONS).compile(wasm));
    assertTrue(refusal.getMessage().contains("compiled classes exceed"), refusal.getMessage());
  }

  /**
   * What is neither a function nor in one counts as well: bridges of imports, adapters of exports,
   * and dispatchers, of which there is one for each table. Refused before the rest of it is made.
   */
  @ParameterizedTest
  @ValueSource(strings = {"imports", "exports", "tables"})
  void whatComesWithFunctionsIsBounded(String what) throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int wide = module.type(Collections.nCopies(80, I32), List.of());
    byte[] nothing = {0, 0x0B};
    int[] functions = new int[20_000];
    for (int i = 0; what.equals("imports") && i < 100_000; i++) {
      module.importFunction("", "", wide);
    }
    for (int i = 0; i < functions.length; i++) {
      functions[i] = module.function(wide, nothing);
      if (what.equals("exports")) {
        module.export(Integer.toString(i, 36), FUNCTION, functions[i]);
      }
    }
    CodeWriter code = code();
    for (int table = 0; what.equals("tables") && table < 100; table++) {
      module.table(table == 0 ? functions.length : 1);
      for (int i = 0; i <= 80; i++) {
        code.add(Opcode.I32_CONST, 0);
      }
      code.add(Opcode.CALL_INDIRECT, wide, table);
    }
    if (what.equals("tables")) {
      module.elements(0, functions);
    }
    module.function(module.type(List.of(), List.of()), code.add(Opcode.END));
    byte[] wasm = module.toByteArray();
    CompileLimitException refusal =
        assertThrows(CompileLimitException.class, () -> new ModuleCompiler(OPTIONS).compile(wasm));
    long atLeast = Long.parseLong(refusal.getMessage().replaceAll(".* at least (\\d+).*", "$1"));
    long most = 40L * wasm.length + (1 << 20);
    assertTrue(atLeast > most && atLeast < most + (1 << 20), refusal.getMessage());
  }

  /** H05: as many locals as there may be, all in use across a loop. */
  @Test
  void asManyLocalsAsThereMayBe() throws Exception {
    int locals = 49_999;
    CodeWriter code = code().add(Opcode.LOOP);
    for (int i = 1; i <= locals; i++) {
      code.add(Opcode.LOCAL_GET, i - 1).add(Opcode.I64_CONST, 1).add(Opcode.I64_ADD);
      code.add(Opcode.LOCAL_SET, i);
    }
    code.add(Opcode.LOCAL_GET, 0).add(Opcode.I64_CONST, 1).add(Opcode.I64_ADD);
    code.add(Opcode.LOCAL_TEE, 0).add(Opcode.I64_CONST, 3).add(Opcode.I64_NE);
    code.add(Opcode.BR_IF, 0).add(Opcode.END).add(Opcode.LOCAL_GET, locals);
    byte[] wasm = oneFunction(List.of(I64), List.of(I64), List.of(new LocalRun(locals, I64)), code);
    assertEquals(2 + locals, run(wasm, 0));
  }
}
