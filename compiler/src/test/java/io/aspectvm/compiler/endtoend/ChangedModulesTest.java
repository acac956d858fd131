package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.opcode.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules with a byte changed, all the way: what the validator lets through compiles to classes
 * that verify, loads or is refused, and runs to an outcome within its gas (hazard H01).
 */
@Timeout(120)
class ChangedModulesTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final long GAS = 10_000;
  private static final int CHANGES = 40;

  /** A little of everything. */
  private static final byte[] SMALL =
      GuestModule.aspect()
          .memory(1, 3)
          .data(16, (byte) 10, (byte) 0, (byte) 3, (byte) 0, (byte) 0, (byte) 0, (byte) 'a')
          .global("count", ValueType.I64, 7)
          .table(3, "execute", "twice")
          .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->")
          .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
          .function("twice", "i64 -> i64", "local.get 0; local.get 0; i64.add")
          .function("pair", "i32 -> i32 i64", "local.get 0; i64.const -1")
          .export(
              "execute",
              "i32 i32 -> i32",
              """
              local i32 i64 f64
              i32.const 16; call $log; call $gas; drop
              block i32
                loop
                  local.get 2; i32.const 1; i32.add; local.tee 2; i32.const 5; i32.lt_u; br_if 0
                end
                local.get 2; local.get 0; local.get 1; br_table 0 0
              end
              if i32
                global.get $count; i64.const 1; i32.const 1; call_indirect i64 -> i64; i64.mul
                global.set $count; i32.const 4
              else
                local.get 1; call $pair; local.set 3
              end
              i32.const 40; memory.grow; i32.store 2 8
              i32.const 3; i32.const 2; i32.div_s; f64.convert_i32_s; local.set 4
              local.get 4; f64.sqrt; i64.trunc_sat_f64_s; i32.wrap_i64
              """)
          .toByteArray();

  private int valid;
  private int loaded;

  private void tryOut(AspectRuntime runtime, byte[] wasm, CompilerOptions options) {
    CompiledModule module;
    try {
      module = Aspects.compile(wasm, options);
    } catch (WasmException refusal) {
      return;
    }
    valid++;
    try (Aspect aspect = runtime.load(module)) {
      loaded++;
      ExecutionContext context =
          ExecutionContext.builder().services(HostServices.inMemory()).build();
      ExecutionResult result =
          aspect.call(context, "execute", GAS, Str.of("init"), new Bytes(new byte[5]));
      assertTrue(result.evmGasLeft() >= 0 && result.evmGasLeft() <= GAS, result::toString);
      assertTrue(
          result.diagnostic() == null || !result.diagnostic().contains("VerifyError"),
          result::toString);
    } catch (UnloadableModuleException refusal) {
      assertTrue(refusal.getMessage().length() < 300, refusal.getMessage());
    }
  }

  private static AspectRuntime runtime() {
    return AspectRuntime.builder().isolation(Isolation.INSTANCE).cachedModules(0).build();
  }

  /** Two or three bits of each byte. */
  @Test
  void bitsOfEveryByteOfASmallModule() {
    try (AspectRuntime runtime = runtime()) {
      for (int bit = 0; bit < SMALL.length * 8; bit += 3) {
        byte[] changed = SMALL.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        tryOut(runtime, changed, OPTIONS);
      }
    }
    assertTrue(valid > 100 && loaded > 100, valid + " valid, " + loaded + " loaded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"guard", "values"})
  void bytesOfAspects(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm"));
    Random random = new Random(name.hashCode());
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    try (AspectRuntime runtime = runtime()) {
      for (int i = 0; i < CHANGES; i++) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        tryOut(runtime, changed, options);
      }
    }
    assertTrue(
        valid > CHANGES / 5 && loaded > CHANGES / 5, valid + " valid, " + loaded + " loaded");
  }
}
