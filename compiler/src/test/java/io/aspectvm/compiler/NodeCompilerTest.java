package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.cache.ArtefactCache;
import io.aspectvm.runtime.cache.CacheEvent;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.registry.RefusalException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** What a process compiled, the next one reads; what is refused is refused again. */
  @Test
  void keepsWhatItCompiledInACache(@TempDir Path folder) throws Exception {
    List<CacheEvent.Kind> events = new ArrayList<>();
    byte[] wasm = GuestModule.aspect().toByteArray();
    for (int start = 0; start < 2; start++) {
      NodeCompiler compiler =
          new NodeCompiler(
              OPTIONS,
              ArtefactCache.builder(folder).listener(event -> events.add(event.kind())).build());
      assertEquals(
          new NodeCompiler(OPTIONS).compile(wasm).manifest(), compiler.compile(wasm).manifest());
      assertThrows(RefusalException.class, () -> compiler.compile(new byte[] {0, 'a', 's', 'm'}));
    }
    assertEquals(
        List.of(CacheEvent.Kind.COMPILED, CacheEvent.Kind.STORED, CacheEvent.Kind.HIT), events);
  }

  /** Another schedule never gets at an entry of this one. */
  @Test
  void aCacheKeepsSchedulesApart(@TempDir Path folder) throws Exception {
    ArtefactCache cache = ArtefactCache.builder(folder).build();
    byte[] wasm = GuestModule.aspect().toByteArray();
    for (GasSchedule schedule : GasSchedules.all()) {
      CompiledModule module = new NodeCompiler(OPTIONS.withSchedule(schedule), cache).compile(wasm);
      assertEquals(schedule.name(), module.manifest().getIdentity().getSchedule());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(GasSchedules.all().size(), files.count());
    }
  }
}
