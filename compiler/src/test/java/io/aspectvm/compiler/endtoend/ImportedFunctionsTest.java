package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports where a module's own functions are more common, and imports that cannot be linked. */
class ImportedFunctionsTest {

  private static final long F = 1_106;
  private static final long ALLOCATE = 1_466;
  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM)
          .withHostModules(HostModules.standard().plus(ProtocolHost.class));

  private static GuestModule with(String field, String type) {
    return GuestModule.aspect().importing(field, ProtocolHost.MODULE, field, type);
  }

  private static Call call(String row, GuestModule guest) {
    return Call.of(row, guest).hosts(ProtocolHost.class);
  }

  @TestFactory
  Stream<DynamicTest> inPlaceOfFunctions() {
    byte[] three = {1, 2, 3};
    return Stream.of(
        // Nothing of the guest runs but allocate.
        call("exported as the method", with("echo", "i32 -> i32").exportFunction("execute", "echo"))
            .arguments(new Bytes(three))
            .gives(new Bytes(three), 2 * ALLOCATE + 5_000 + 3 * 300),
        call(
                "exported as the method, traps",
                with("rawPanic", "i32 -> i32").exportFunction("execute", "rawPanic"))
            .arguments(new Bytes(three))
            .traps(TrapKind.HOST_ERROR, ALLOCATE + 1_000),
        call(
                "exported as the start function",
                with("nothing", "->")
                    .without("__aspect_start__")
                    .exportFunction("__aspect_start__", "nothing")
                    .export("execute", "-> i32", "i32.const 0"))
            .gives(null, 700 + 10 + F),
        call(
                "in the start section",
                with("nothing", "->")
                    .without("__aspect_start__")
                    .start("nothing")
                    .export("execute", "-> i32", "i32.const 0"))
            .gives(null, 700 + 10 + F),
        call(
                "exported as allocate",
                with("room", "i32 -> i32")
                    .without("allocate")
                    .exportFunction("allocate", "room")
                    .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
                    .export("execute", "i32 -> i32", "call $gas"))
            .arguments(new Bytes(three))
            .gives(new Int64(Call.GAS * 1_000 - 150 - F), 150 + F),
        call(
                "exported as allocate, gives a negative pointer",
                with("room", "i32 -> i32")
                    .without("allocate")
                    .exportFunction("allocate", "room")
                    .export("execute", "i32 -> i32", "i32.const 0"))
            .arguments(new Bytes(new byte[1_000]))
            .crashes(),
        call(
                "through a table",
                with("echo", "i32 -> i32")
                    .table(2, "echo")
                    .export(
                        "execute",
                        "i32 -> i32",
                        "local.get 0; i32.const 0; call_indirect i32 -> i32"))
            .arguments(new Bytes(three))
            .gives(new Bytes(three), (40 + 10 + 200 + F) + 2 * ALLOCATE + 5_000 + 3 * 300),
        call(
                "through a table, of another type",
                with("echo", "i32 -> i32")
                    .table(2, "echo")
                    .export("execute", "-> i32", "i32.const 0; call_indirect -> i32"))
            .traps(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, 10 + 200 + F));
  }

  @Test
  void twoImportsOfOneFunction() throws Exception {
    byte[] wasm =
        new GuestModule()
            .importing("a", ProtocolHost.MODULE, "rawLong", "i64 i32 -> i64")
            .importing("b", ProtocolHost.MODULE, "rawLong", "i64 i32 -> i64")
            .export("f", "-> i64", "i64.const 10; i32.const 3; call $a; i32.const 4; call $b")
            .toByteArray();
    Aspects.underEachPolicy(
        wasm,
        OPTIONS,
        aspect ->
            assertArrayEquals(
                new long[] {3}, aspect.invoke("f", new long[0], Aspects.PLENTY).results()));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "nowhere, f, ->, MISSING_IMPORT",
    "probe, f, ->, MISSING_IMPORT",
    "env, memory, ->, MISSING_IMPORT",
    "env, trace, i32 i32 ->, MISSING_IMPORT",
    "'', '', ->, MISSING_IMPORT",
    "crypto-api, __CryptoApi__.Keccak, i32 -> i32, MISSING_IMPORT",
    "crypto-api, __CryptoApi__.keccak, i32 ->, MISTYPED_IMPORT",
    "crypto-api, __CryptoApi__.keccak, i32 i32 -> i32, MISTYPED_IMPORT",
    "crypto-api, __CryptoApi__.keccak, i64 -> i32, MISTYPED_IMPORT",
    "env, abort, ->, MISTYPED_IMPORT",
    "probe, rawLong, i32 i64 -> i64, MISTYPED_IMPORT",
  })
  void whatCannotBeLinkedDoesNotLoad(String module, String field, String type, Reason reason)
      throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("import", module, field, type)
            .export("execute", "-> i32", "i32.const 0")
            .toByteArray();
    CompilationResult result = new ModuleCompiler(OPTIONS).compile(wasm);
    assertEquals(1, result.warnings().size());
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation)) {
        UnloadableModuleException refusal =
            assertThrows(UnloadableModuleException.class, () -> runtime.load(result.module()));
        assertEquals(reason, refusal.reason(), refusal.getMessage());
      }
    }
  }

  /** Compiled with a host class that the node does not have. */
  @Test
  void hostFunctionsAreTheNodes() throws Exception {
    byte[] wasm = with("echo", "i32 -> i32").exportFunction("execute", "echo").toByteArray();
    try (AspectRuntime runtime =
        Aspects.runtime(CompilerOptions.of(Profile.WASM), Isolation.CLASS_LOADER)) {
      UnloadableModuleException refusal =
          assertThrows(
              UnloadableModuleException.class, () -> runtime.load(Aspects.compile(wasm, OPTIONS)));
      assertEquals(Reason.MISSING_IMPORT, refusal.reason());
    }
  }
}
