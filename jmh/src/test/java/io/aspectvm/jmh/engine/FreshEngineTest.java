package io.aspectvm.jmh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Engines that make an instance for each call return the same, at every call. */
class FreshEngineTest {

  private static final int CALLS = 3;
  private static final int FUNCTIONS = 8;

  private static List<FreshEngine> engines() {
    List<FreshEngine> engines = new ArrayList<>(Engines.fresh());
    engines.add(new EndiveClasses());
    return engines;
  }

  @Test
  void namesDiffer() {
    assertEquals(5, engines().size());
    assertEquals(5, engines().stream().map(FreshEngine::name).distinct().count());
  }

  @Test
  void exampleReturnsTheSameInEach() throws Exception {
    Kernel kernel = Kernel.HASH_CHAIN;
    for (FreshEngine engine : engines()) {
      try (PreparedModule module = engine.prepare(kernel.wasm(), kernel.export())) {
        for (int i = 0; i < CALLS; i++) {
          assertEquals(kernel.expected(), module.call(kernel.argument()), engine.name());
        }
      }
    }
  }

  @Test
  void generatedModuleReturnsTheSameInEach() throws Exception {
    byte[] wasm = GeneratedModule.ofKilobytes(9);
    Set<Long> results = new HashSet<>();
    for (FreshEngine engine : engines()) {
      try (PreparedModule module = engine.prepare(wasm, "run")) {
        assertEquals(0, module.call(0), engine.name());
        for (int i = 0; i < CALLS; i++) {
          results.add(module.call(FUNCTIONS));
        }
      }
    }
    assertEquals(1, results.size(), results::toString);
  }

  @Test
  void classFilesArePutTogether() {
    assertTrue(EndiveClasses.compile(Kernel.HASH_CHAIN.wasm()).size() > 1);
  }
}
