package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.HostModules;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Opcodes;

class ModuleCacheTest {

  private static CompiledModule module(int number) {
    var module = TestModules.canary();
    module.manifest().getIdentityBuilder().setOptions("number " + number);
    return module.build();
  }

  private static ModuleCache cache(Isolation isolation, int modules) {
    return cache(isolation, modules, 1 << 20);
  }

  private static ModuleCache cache(Isolation isolation, int modules, long classBytes) {
    ModuleLoader loader = new ModuleLoader(HostModules.standard(), isolation, LoadLimits.DEFAULT);
    return new ModuleCache(loader, modules, classBytes);
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

  private static CompiledModule withColdText(int methods) {
    TestModule module = TestModules.canary();
    return module
        .inColdText(
            text -> {
              for (int i = 0; i < methods; i++) {
                TestModule.method(
                    text,
                    Opcodes.ACC_STATIC,
                    "m" + i,
                    "()V",
                    code -> code.visitInsn(Opcodes.RETURN));
              }
            })
        .build();
  }

  private static long bytes(CompiledModule module, Predicate<ClassEntry> counted) {
    return module.manifest().getClassesList().stream()
        .filter(counted)
        .mapToLong(ClassEntry::getBytes)
        .sum();
  }

  /**
   * Cold text counts where it may be defined, and there in place of the text that it stands for.
   */
  @ParameterizedTest
  @EnumSource
  void countsTheBytesThatThePolicyKeeps(Isolation isolation) {
    CompiledModule first = withColdText(10);
    CompiledModule second = withColdText(11);
    boolean strict = isolation == Isolation.STRICT;
    long both =
        Stream.of(first, second)
            .mapToLong(
                module ->
                    bytes(
                        module,
                        entry ->
                            entry.getRole() != (strict ? ClassRole.TEXT : ClassRole.COLD_TEXT)))
            .sum();
    ModuleCache enough = cache(isolation, 2, both);
    ModuleCache.Entry kept = enough.get(first, false);
    enough.get(second, false);
    assertSame(kept, enough.get(first, false));
    ModuleCache less = cache(isolation, 2, both - 1);
    ModuleCache.Entry evicted = less.get(first, false);
    less.get(second, false);
    assertNotSame(evicted, less.get(first, false));
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
