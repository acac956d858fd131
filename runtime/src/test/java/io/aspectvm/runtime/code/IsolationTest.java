package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.HostModules;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IsolationTest {

  private static LoadedModule load(Isolation isolation) {
    return new ModuleLoader(HostModules.standard(), isolation, LoadLimits.DEFAULT)
        .load(TestModules.canary().build());
  }

  private static long touch(LoadedModule module) {
    Instance instance = module.newInstance();
    long[] values = new long[1];
    instance.call(module.exportedFunction("touch").orElseThrow(), values, 1000);
    return values[0];
  }

  @ParameterizedTest
  @EnumSource
  void everyExecutionStartsFresh(Isolation isolation) {
    LoadedModule module = load(isolation);
    for (int i = 0; i < 1000; i++) {
      assertEquals(TestModules.FRESH_TOUCH, touch(module));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyExecutionStartsFreshOnManyThreads(Isolation isolation) throws Exception {
    LoadedModule module = load(isolation);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Boolean> executions =
          () -> {
            for (int i = 0; i < 125; i++) {
              if (touch(module) != TestModules.FRESH_TOUCH) {
                return false;
              }
            }
            return true;
          };
      List<Future<Boolean>> results =
          threads.invokeAll(java.util.Collections.nCopies(8, executions));
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInstanceKeepsItsStateBetweenCalls(Isolation isolation) {
    LoadedModule module = load(isolation);
    Instance instance = module.newInstance();
    long[] values = new long[1];
    instance.call(0, values, 1000);
    instance.call(0, values, 1000);
    assertEquals(7_002_009, values[0]);
  }

  @Test
  void policiesShareWhatTheySay() throws Exception {
    LoadedModule shared = load(Isolation.INSTANCE);
    assertSame(shared.newInstance().getClass(), shared.newInstance().getClass());

    LoadedModule byLoader = load(Isolation.CLASS_LOADER);
    ClassLoader one = byLoader.newInstance().getClass().getClassLoader();
    ClassLoader two = byLoader.newInstance().getClass().getClassLoader();
    assertNotSame(one, two);
    assertNull(one.getParent());
    assertSame(one.loadClass("aspect.T0"), two.loadClass("aspect.T0"));
    assertNotSame(one.loadClass("aspect.Main"), two.loadClass("aspect.Main"));

    LoadedModule strict = load(Isolation.STRICT);
    one = strict.newInstance().getClass().getClassLoader();
    two = strict.newInstance().getClass().getClassLoader();
    assertNotSame(one.loadClass("aspect.T0"), two.loadClass("aspect.T0"));
  }

  @ParameterizedTest
  @EnumSource
  void loadersFindNothingBeyondTheirList(Isolation isolation) throws Exception {
    ClassLoader loader = load(isolation).newInstance().getClass().getClassLoader();
    assertSame(Instance.class, loader.loadClass("io.aspectvm.runtime.Instance"));
    assertSame(Object.class, loader.loadClass("java.lang.Object"));
    for (String name :
        List.of(
            "java.lang.Runnable",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.System",
            "java.lang.Class",
            "java.lang.ClassLoader",
            "java.lang.reflect.Method",
            "java.lang.invoke.MethodHandles",
            "java.io.File",
            "sun.misc.Unsafe",
            "io.aspectvm.runtime.Isolation",
            "io.aspectvm.runtime.code.CompiledModule",
            "io.aspectvm.runtime.code.ExecutionLoader",
            "io.aspectvm.runtime.code.IsolationTest",
            "io.aspectvm.proto.artefact.v1.Manifest",
            "aspect.T1",
            "aspect/T0",
            "../aspect/T0",
            "",
            "[Ljava.lang.Runtime;")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(name), name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadersGoWithTheirExecution(Isolation isolation) throws Exception {
    LoadedModule module = load(isolation);
    List<Object> kept = new ArrayList<>();
    List<WeakReference<Object>> loaders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      loaders.add(execute(module, i % 2 == 0 ? "touch" : "trap", kept));
    }
    List<WeakReference<Object>> ofExecutions =
        isolation == Isolation.INSTANCE ? List.of() : loaders;
    awaitCleared(ofExecutions);
    assertEquals(20, kept.size());
    assertNotNull(module.manifest());
  }

  @ParameterizedTest
  @EnumSource
  void allLoadersGoWithTheModule(Isolation isolation) throws Exception {
    LoadedModule module = load(isolation);
    List<Object> kept = new ArrayList<>();
    WeakReference<Object> execution = execute(module, "trap", kept);
    WeakReference<Object> text =
        new WeakReference<>(module.newInstance().getClass().getClassLoader());
    module = null;
    awaitCleared(List.of(execution, text));
    assertEquals(1, kept.size());
  }

  /** What a host function threw may be kept by the node, its stack trace included. */
  @Test
  void loadersGoWhileAnExceptionIsKept() throws Exception {
    LoadedModule module =
        new ModuleLoader(HostModules.standard(), Isolation.CLASS_LOADER, LoadLimits.DEFAULT)
            .load(TestModules.canary().build());
    Instance instance = module.newInstance();
    WeakReference<Object> loader = new WeakReference<>(instance.getClass().getClassLoader());
    Trap kept = assertThrows(Trap.class, failing(instance));
    instance = null;
    awaitCleared(List.of(loader));
    assertTrue(kept.getStackTrace().length > 2);
  }

  private static org.junit.jupiter.api.function.Executable failing(Instance instance) {
    return () -> instance.call(1, new long[1], 1000);
  }

  private static WeakReference<Object> execute(
      LoadedModule module, String function, List<Object> kept) {
    Instance instance = module.newInstance();
    long[] values = new long[1];
    try {
      instance.call(module.exportedFunction(function).orElseThrow(), values, 1000);
      kept.add(values);
    } catch (Trap e) {
      kept.add(e.kind());
    }
    return new WeakReference<>(instance.getClass().getClassLoader());
  }

  private static void awaitCleared(List<WeakReference<Object>> references) throws Exception {
    for (int i = 0; i < 50; i++) {
      System.gc();
      if (references.stream().allMatch(r -> r.get() == null)) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("loaders are still reachable");
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedExecutionEndsWithExactGas(Isolation isolation) throws Exception {
    LoadedModule module = load(isolation);
    Instance instance = module.newInstance();
    instance.setGas(Long.MAX_VALUE);
    Thread operator = new Thread(instance::requestStop);
    operator.start();
    Trap trap = assertThrows(Trap.class, () -> instance.call(2, new long[1], 1000));
    operator.join();
    assertEquals(TrapKind.INTERRUPTED, trap.kind());
    assertEquals(0, (Long.MAX_VALUE - instance.gasLeft()) % 1000);
  }
}
