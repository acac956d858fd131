package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.WasmModule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A module of more than a megabyte, with thousands of functions, against another engine. */
@Timeout(300)
class LargeModuleTest {

  private static final int KILOBYTES = 1_100;
  private static final long[] GAS = {300_000_000, 10_000};

  /** Every so many of the exported functions is called. */
  private static final int STEP = 2;

  private static WasmModule wasm;
  private static CompiledModule module;
  private static List<String> expected;

  @BeforeAll
  static void build() throws Exception {
    byte[] bytes = GeneratedModule.ofKilobytes(KILOBYTES);
    wasm = ModuleReader.read(bytes, Profile.ASPECT.limits());
    module = new ModuleCompiler(CompilerOptions.of(Profile.ASPECT)).compile(bytes).module();
    expected = callElsewhere();
  }

  /** One call in two has enough. */
  private static long gas(int function) {
    return GAS[function / (GeneratedModule.EXPORT_STEP * STEP) % GAS.length];
  }

  /** The module with the gas counter inside it, so that the other engine counts too. */
  private static List<String> callElsewhere() throws Exception {
    var instrumented =
        Parser.parse(
            ModuleInstrumenter.instrument(wasm, GasSchedules.ARTELA_CURRENT, Profile.ASPECT)
                .bytes());
    List<String> outcomes = new ArrayList<>();
    for (int f = 0; f < wasm.functionCount(); f += GeneratedModule.EXPORT_STEP * STEP) {
      if (f > 0) {
        Instance instance = Instance.builder(instrumented).build();
        GlobalInstance counter = instance.exports().global(Profile.GAS_COUNTER);
        counter.setValue(gas(f));
        String outcome;
        try {
          outcome = "" + (int) instance.export(GeneratedModule.EXPORT + f).apply(f, -f)[0];
        } catch (ChicoryException trap) {
          outcome = "trap";
        }
        outcomes.add(f + ": " + outcome + ", gas left " + counter.getValue());
      }
    }
    return outcomes;
  }

  @Test
  void isLarge() {
    assertTrue(wasm.bytes().length > 1 << 20, () -> wasm.bytes().length + " bytes");
    assertTrue(wasm.functionCount() > 2_000, () -> wasm.functionCount() + " functions");
    long trapped = expected.stream().filter(line -> line.contains("trap")).count();
    assertTrue(
        trapped > 5 && expected.size() - trapped > 30,
        () -> trapped + " of " + expected.size() + " ran out of gas");
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void runsAsElsewhere(Isolation isolation) {
    List<String> actual = new ArrayList<>();
    try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
        Aspect aspect = runtime.load(module)) {
      for (int f = 0; f < wasm.functionCount(); f += GeneratedModule.EXPORT_STEP * STEP) {
        if (f > 0) {
          InvocationResult result =
              aspect.invoke(
                  GeneratedModule.EXPORT + f, new long[] {f, Integer.toUnsignedLong(-f)}, gas(f));
          assertEquals(null, result.crash());
          String outcome = result.trap() == null ? "" + (int) result.results()[0] : "trap";
          actual.add(f + ": " + outcome + ", gas left " + result.gasLeft());
        }
      }
    }
    assertEquals(expected, actual);
  }
}
