package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.registry.RefusalException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import org.junit.jupiter.api.Test;

class NodeCompilerTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);

  @Test
  void compilesWhatTheCompilerDoes() throws Exception {
    byte[] wasm = GuestModule.aspect().toByteArray();
    assertEquals(
        new ModuleCompiler(OPTIONS).compile(wasm).module().manifest(),
        new NodeCompiler(OPTIONS).compile(wasm).manifest());
  }

  @Test
  void refusesWithTheFirstLineOfTheCompilersText() {
    byte[] noModule = {0, 'a', 's', 'm'};
    WasmException cause =
        assertThrows(WasmException.class, () -> new ModuleCompiler(OPTIONS).compile(noModule));
    RefusalException refusal =
        assertThrows(RefusalException.class, () -> new NodeCompiler(OPTIONS).compile(noModule));
    assertEquals(cause.getMessage().lines().findFirst().orElseThrow(), refusal.getMessage());
  }

  @Test
  void compilesNothingButAspects() {
    CompilerOptions wasm = CompilerOptions.of(Profile.WASM);
    assertThrows(IllegalArgumentException.class, () -> new NodeCompiler(wasm));
  }
}
