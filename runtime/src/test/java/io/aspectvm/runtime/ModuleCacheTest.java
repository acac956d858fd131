package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.HostModules;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModuleCacheTest {

  private static CompiledModule module(int number) {
    var module = TestModules.canary();
    module.manifest().getIdentityBuilder().setOptions("number " + number);
    return module.build();
  }

  private static ModuleCache cache(Isolation isolation, int modules) {
    return new ModuleCache(
        new ModuleLoader(HostModules.standard(), isolation, LoadLimits.DEFAULT), modules, 1 << 20);
  }

  /** A module that was being loaded while its runtime was closed. */
  @Test
  void aClosedCacheKeepsNothing() {
    ModuleCache cache = cache(Isolation.INSTANCE, 4);
    ModuleCache.Entry before = cache.get(module(1), false);
    assertSame(before, cache.get(module(1), false));
    cache.close();
    ModuleCache.Entry after = cache.get(module(1), false);
    assertNotSame(before, after);
    assertNotSame(after, cache.get(module(1), false));
  }

  /** Also where it was used, and by another thread that lives on. */
  @ParameterizedTest
  @EnumSource
  void whatIsEvictedIsCollected(Isolation isolation) throws Exception {
    ModuleCache cache = cache(isolation, 2);
    List<WeakReference<Object>> evicted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      use(cache, i, evicted);
    }
    use(cache, 20, new ArrayList<>());
    use(cache, 21, new ArrayList<>());
    for (int attempt = 0;
        attempt < 100 && evicted.stream().anyMatch(e -> !e.refersTo(null));
        attempt++) {
      System.gc();
      Thread.sleep(20);
    }
    for (WeakReference<Object> each : evicted) {
      assertSame(null, each.get());
    }
    assertSame(cache.get(module(21), false), cache.get(module(21), false));
  }

  private static void use(ModuleCache cache, int number, List<WeakReference<Object>> used) {
    ModuleCache.Entry entry = cache.get(module(number), false);
    Instance instance = entry.module().newInstance();
    instance.setGas(1_000);
    instance.call(0, new long[1], 1_000);
    used.add(new WeakReference<>(entry));
    used.add(new WeakReference<>(instance.getClass().getClassLoader()));
  }
}
