package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured does what it says. */
class BenchmarkedModulesTest {

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.ASPECT).withCheckedClasses();

  /** The others: {@link KernelEnginesTest}. */
  @ParameterizedTest
  @EnumSource(names = {"HASH_CHAIN", "SIMULATE"})
  void exampleReturnsWhatIsExpected(Kernel kernel) throws WasmException {
    for (boolean gas : new boolean[] {true, false}) {
      try (AspectRuntime runtime = AspectRuntime.builder().build();
          Aspect aspect =
              runtime.load(
                  new ModuleCompiler(OPTIONS.withMetering(gas)).compile(kernel.wasm()).module())) {
        long[] results = aspect.newInstance().invoke(kernel.export(), kernel.argument()).results();
        assertArrayEquals(new long[] {kernel.expected()}, results);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinPointCase.class)
  void joinPointEndsAsExpected(JoinPointCase aspect) throws WasmException {
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
          Aspect loaded =
              runtime.load(new ModuleCompiler(OPTIONS).compile(aspect.wasm()).module())) {
        aspect.check(aspect.execute(loaded, aspect.services()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 128, 524, 4_000})
  void generatedModuleHasItsSizeAndCompiles(int kilobytes) throws WasmException {
    byte[] wasm = GeneratedModule.ofKilobytes(kilobytes);
    assertEquals(kilobytes, wasm.length / 1024.0, 0.05 * kilobytes + 2);
    new ModuleCompiler(CompilerOptions.of(Profile.ASPECT)).compile(wasm);
  }

  @Test
  void generatedModuleIsAlwaysTheSame() {
    assertArrayEquals(GeneratedModule.ofKilobytes(48), GeneratedModule.ofKilobytes(48));
    assertArrayEquals(GeneratedModule.ofKilobytes(5, 3), GeneratedModule.ofKilobytes(5, 3));
  }

  @Test
  void numberedModulesDiffer() {
    Set<ByteBuffer> modules = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      modules.add(ByteBuffer.wrap(GeneratedModule.ofKilobytes(5, i)));
    }
    assertEquals(50, modules.size());
  }

  /** With an input and without: the second runs functions of the module. */
  @ParameterizedTest
  @ValueSource(ints = {1, 9, 50, 300})
  void generatedModuleHasJoinPoints(int kilobytes) throws WasmException {
    CompiledModule module =
        new ModuleCompiler(OPTIONS).compile(GeneratedModule.ofKilobytes(kilobytes)).module();
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
          Aspect loaded = runtime.load(module)) {
        ExecutionResult empty = JoinPointCase.EMPTY.execute(loaded, JoinPointCase.EMPTY.services());
        JoinPointCase.EMPTY.check(empty);
        ExecutionResult small = JoinPointCase.GUARD.execute(loaded, JoinPointCase.GUARD.services());
        JoinPointCase.GUARD.check(small);
        assertTrue(
            small.wasmGasUsed().orElseThrow() > empty.wasmGasUsed().orElseThrow(),
            () -> empty + " and " + small);
      }
    }
  }
}
