package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Executions with every kind of end, one after the other: classes, threads and open files are as
 * many as before (hazard H34, in short).
 */
@Timeout(120)
class ShortSoakTest {

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM)
          .withHostModules(HostModules.standard().plus(ProtocolHost.class));

  private static final byte[] GUEST =
      GuestModule.aspect()
          .memory(1, 4)
          .importing("panic", ProtocolHost.MODULE, "panic", "i32 ->")
          .importing("sLog", "util-api", "__UtilApi__.sLog", "i32 ->")
          .data(16, (byte) 3, (byte) 0, (byte) 4)
          .export("success", "i32 -> i32", "i32.const 1; memory.grow; drop; i32.const 0")
          .export("trap", "i32 -> i32", "unreachable")
          .export("gas", "i32 -> i32", "loop; br 0; end; i32.const 0")
          .export("stop", "i32 -> i32", "loop; br 0; end; i32.const 0")
          .export("log", "i32 -> i32", "local.get 0; call $sLog; i32.const 0")
          .export("crash", "i32 -> i32", "i32.const 16; call $panic; i32.const 0")
          .export("depth", "i32 -> i32", "local.get 0; call $depth")
          .toByteArray();

  private static final int STOP_EACH = 400;

  private static final String[] EXPORTS = {
    "success", "trap", "gas", "stop", "log", "crash", "depth", "missing"
  };

  @ParameterizedTest
  @EnumSource
  void nothingGrows(Isolation isolation) throws Exception {
    int executions = isolation == Isolation.STRICT ? 400 : 2_000;
    Aspects.under(
        isolation,
        Aspects.compile(GUEST, OPTIONS),
        OPTIONS,
        aspect -> {
          run(aspect, EXPORTS.length); // Loads what the host itself needs.
          int classes = settledClasses(0);
          int threads = ManagementFactory.getThreadMXBean().getThreadCount();
          long files = openFiles();
          Map<Outcome, Integer> outcomes = run(aspect, executions);
          assertEquals(executions, outcomes.values().stream().mapToInt(Integer::intValue).sum());
          assertEquals(executions / EXPORTS.length * 2, outcomes.get(Outcome.NONE));
          int after = settledClasses(classes + 100);
          assertTrue(after <= classes + 100, () -> classes + " classes, then " + after);
          int threadsAfter = ManagementFactory.getThreadMXBean().getThreadCount();
          assertTrue(threadsAfter <= threads + 4, threads + " threads, then " + threadsAfter);
          assertTrue(openFiles() <= files + 4, files + " files, then " + openFiles());
        });
  }

  private static Map<Outcome, Integer> run(Aspect aspect, int executions) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int i = 0; i < executions; i++) {
      String export = EXPORTS[i % EXPORTS.length];
      StopSignal stop = new StopSignal();
      long gas = export.equals("gas") ? 10_000 : 100_000;
      if (export.equals("stop") && i % STOP_EACH == 3) { // It takes the time of a slice of gas.
        stop.stop();
        gas = 100_000_000;
      }
      ExecutionResult result =
          aspect.call(
              ExecutionContext.builder().build(), stop, export, gas, GuestValue.Str.of("text"));
      outcomes.merge(result.outcome(), 1, Integer::sum);
    }
    return outcomes;
  }

  /** Loaded classes, once they are no more than this, or do not become fewer. */
  private static int settledClasses(int enough) throws InterruptedException {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 10 && least > enough; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
      Thread.sleep(10);
    }
    return least;
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
