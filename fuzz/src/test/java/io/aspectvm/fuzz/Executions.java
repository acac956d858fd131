package io.aspectvm.fuzz;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Calls what a module exports, with little gas, and writes down how each call ends. */
final class Executions {

  private static final int MAX_CALLS = 16;
  private static final int MAX_PAGES = 64;
  private static final int MAX_TABLE_ELEMENTS = 10_000;
  private static final long[] ARGUMENTS = {0, 1, -1, 0x8000_0000L, Long.MIN_VALUE, 0x1_0000};

  private static final Map<Isolation, AspectRuntime> RUNTIMES = runtimes();

  private Executions() {}

  private static Map<Isolation, AspectRuntime> runtimes() {
    Map<Isolation, AspectRuntime> runtimes = new EnumMap<>(Isolation.class);
    for (Isolation isolation : Isolation.values()) {
      runtimes.put(
          isolation,
          AspectRuntime.builder()
              .isolation(isolation)
              .cachedModules(0)
              .limits(
                  new LoadLimits(MAX_PAGES, MAX_TABLE_ELEMENTS, LoadLimits.DEFAULT.depthBudget()))
              .build());
    }
    return runtimes;
  }

  /** How executions of a compiled module end, or why it does not load. */
  static List<String> of(CompiledModule module, Isolation isolation, long gas) {
    return of(() -> RUNTIMES.get(isolation).load(module), gas, Executions::text);
  }

  /**
   * How executions of an artefact end, or why it does not load. A crash by any exception is an end:
   * its manifest may say that functions have other parameters than they have.
   */
  static List<String> of(byte[] artefact, Isolation isolation, long gas) {
    return of(() -> RUNTIMES.get(isolation).load(artefact), gas, Executions::textOfForged);
  }

  /** Loads an artefact and runs nothing of it; or it is refused. */
  static void load(byte[] artefact) {
    orRefusal(
        () -> {
          RUNTIMES.get(Isolation.INSTANCE).load(artefact).close();
          return List.of();
        });
  }

  /** What there is to say of an end, checked. */
  private interface End {
    String text(String export, InvocationResult result, long gas);
  }

  private static List<String> of(Supplier<Aspect> loading, long gas, End end) {
    return orRefusal(
        () -> {
          try (Aspect aspect = loading.get()) {
            return aspect.manifest().getExportsList().stream()
                .map(Export::getName)
                .filter(name -> aspect.exportedFunction(name).isPresent())
                .limit(MAX_CALLS)
                .map(name -> end.text(name, call(aspect, name, gas), gas))
                .toList();
          }
        });
  }

  private static List<String> orRefusal(Supplier<List<String>> work) {
    try {
      return work.get();
    } catch (UnloadableModuleException e) {
      Require.oneLine(e.getMessage());
      return List.of(e.reason() + ": " + e.getMessage());
    } catch (ArtefactException e) {
      Require.oneLine(e.getMessage());
      return List.of(e.kind() + ": " + e.getMessage());
    }
  }

  private static InvocationResult call(Aspect aspect, String export, long gas) {
    int count = aspect.exportedFunction(export).orElseThrow().parameters().size();
    long[] arguments = new long[count];
    Arrays.setAll(arguments, i -> ARGUMENTS[(i + export.length()) % ARGUMENTS.length]);
    return aspect.invoke(export, arguments, gas);
  }

  /** How a call ended, checked: no exception is an end of what the compiler made. */
  static String text(String export, InvocationResult result, long gas) {
    Require.that(result.crash() == null || !result.crash().contains("java."), "crashed: " + result);
    return textOfForged(export, result, gas);
  }

  private static String textOfForged(String export, InvocationResult result, long gas) {
    Require.that(result.gasLeft() <= gas && result.gasLeft() >= -1, "gas left: " + result);
    Require.that(result.gasUsed() >= 0 && result.gasUsed() <= gas, "gas used: " + result);
    return export + " " + result;
  }
}
