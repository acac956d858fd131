package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** As many declarations as there may be, and what they mean (hazards H10, H11, H14 and H15). */
@Timeout(60)
class ManyDeclarationsTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  /** H10: a byte each, all over a page and over each other; the last one at a place counts. */
  @Test
  void asManySegmentsAsThereMayBe() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, 1);
    byte[] expected = new byte[65_536];
    for (int i = 0; i < 100_000; i++) {
      int position = (int) (i * 2_654_435_761L & 0xFFFF);
      expected[position] = (byte) i;
      module.data(position, new byte[] {(byte) i});
    }
    export(module);
    Aspects.underEachPolicy(
        module.toByteArray(),
        OPTIONS,
        aspect -> {
          for (int position = 0; position < expected.length; position += 1_021) {
            long[] address = {position};
            assertEquals(
                expected[position] & 0xFF,
                aspect.invoke("f", address, Aspects.PLENTY).results()[0],
                "at " + position);
          }
        });
  }

  private static void export(ModuleBuilder module) {
    int type = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    CodeWriter code = new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.I32_LOAD8_U, 0, 0);
    module.export("f", ExternalKind.FUNCTION, module.function(type, code.add(Opcode.END)));
  }

  /** H10: longer than a string in a class file, and of every byte that there is. */
  @Test
  void aLargeSegment() throws Exception {
    byte[] content = new byte[8 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + (i >> 8));
    }
    ModuleBuilder module = new ModuleBuilder();
    module.memory(129, 129);
    module.data(65_536, content);
    export(module);
    Aspects.underEachPolicy(
        module.toByteArray(),
        OPTIONS,
        aspect -> {
          for (int i = 0; i < content.length; i += 99_991) {
            long[] address = {65_536 + i};
            assertEquals(
                content[i] & 0xFF, aspect.invoke("f", address, Aspects.PLENTY).results()[0]);
          }
        });
  }

  /** H15: nobody offers them, which is found out in one line. */
  @Test
  void asManyImportsAsThereMayBe() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    for (int i = 0; i < 100_000; i++) {
      module.importFunction("env", "f" + i, type);
    }
    CompilationResult result = new ModuleCompiler(OPTIONS).compile(module.toByteArray());
    assertEquals(100_000, result.warnings().size());
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, Isolation.CLASS_LOADER)) {
      UnloadableModuleException refusal =
          assertThrows(UnloadableModuleException.class, () -> runtime.load(result.module()));
      assertEquals(Reason.MISSING_IMPORT, refusal.reason());
      assertTrue(refusal.getMessage().length() < 200, refusal.getMessage());
    }
  }

  /** H15: one of the two types is the host's. */
  @Test
  void oneImportOfTwoTypes() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("right", "util-api", "__UtilApi__.gas", "-> i32")
            .importing("wrong", "util-api", "__UtilApi__.gas", "i64 -> i32")
            .export("execute", "-> i32", "call $right")
            .toByteArray();
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation)) {
        UnloadableModuleException refusal =
            assertThrows(
                UnloadableModuleException.class,
                () -> runtime.load(Aspects.compile(wasm, OPTIONS)));
        assertEquals(Reason.MISTYPED_IMPORT, refusal.reason());
      }
    }
  }

  /** H14: names that mean something to the runtime, on other things. */
  @TestFactory
  Stream<DynamicTest> exportsOfOtherKinds() {
    GuestModule guest =
        GuestModule.aspect()
            .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
            .export("execute", "-> i32", "call $gas");
    return Stream.of(
        Call.of("allocate is a global", guest.without("allocate").exportGlobal("allocate", "heap"))
            .traps(TrapKind.WRITE_PARAMS_FAILED, 150 + 1_106),
        Call.of("memory is a global", guest.hideMemory().exportGlobal("memory", "heap"))
            .traps(TrapKind.WRITE_PARAMS_FAILED, 150 + 1_106 + 1_466),
        Call.of("memory is a function", guest.hideMemory().exportFunction("memory", "execute"))
            .traps(TrapKind.WRITE_PARAMS_FAILED, 150 + 1_106 + 1_466),
        Call.of("execute is a global", guest.without("execute").exportGlobal("execute", "heap"))
            .fails("method execute does not exist", 0),
        Call.of("execute is the memory", guest.without("execute").hideMemory())
            .fails("method execute does not exist", 0),
        Call.of("Java's own words", guest.export("null", "-> i32", "i32.const 0"))
            .method("null")
            .gives(null, 10 + 1_106));
  }

  /** H11: indices that no table has, negative ones for Java among them. */
  @TestFactory
  Stream<DynamicTest> elementsThatAreNone() {
    GuestModule guest =
        GuestModule.aspect().table(3, "a", "b").function("a", "-> i32", "i32.const 0");
    return Stream.of(
            row(0, null), // that is fine
            row(1, TrapKind.INDIRECT_CALL_TYPE_MISMATCH),
            row(2, TrapKind.UNINITIALIZED_ELEMENT),
            row(3, TrapKind.UNDEFINED_ELEMENT),
            row(-1, TrapKind.UNDEFINED_ELEMENT),
            row(Integer.MIN_VALUE, TrapKind.UNDEFINED_ELEMENT),
            row(Integer.MAX_VALUE, TrapKind.UNDEFINED_ELEMENT))
        .map(
            row -> {
              String code = "i32.const " + row.index + "; call_indirect -> i32";
              Call call =
                  Call.of(
                      "element " + row.index,
                      guest
                          .function("b", "-> i64", "i64.const 0")
                          .export("execute", "-> i32", code));
              return row.trap == null
                  ? call.gives(null, 2 * 10 + 200 + 2 * 1_106)
                  : call.traps(row.trap, 10 + 200 + 1_106);
            });
  }

  private record Element(int index, TrapKind trap) {}

  private static Element row(int index, TrapKind trap) {
    return new Element(index, trap);
  }
}
