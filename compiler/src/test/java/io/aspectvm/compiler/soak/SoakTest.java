package io.aspectvm.compiler.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short soak, and that a soak notices what it is for (hazard H34). {@code tools/soak.sh} runs
 * long ones.
 */
@Timeout(300)
class SoakTest {

  private static final long EXECUTIONS = 3_000;
  private static final int SAMPLES = 20;

  @TempDir Path folder;

  private SoakLog run(List<SoakTask> tasks, long executions) throws Exception {
    return SoakMain.run(folder.resolve("soak.tsv"), tasks, executions, 2, 1, SAMPLES);
  }

  @Test
  void nothingIsWrongAndNothingGrows() throws Exception {
    List<SoakTask> tasks = Soak.allTasks();
    SoakLog log = run(tasks, EXECUTIONS);
    Map<String, String> facts = log.facts();
    assertEquals("0", facts.get(SoakReport.WRONG_RESULTS), () -> facts.toString());
    // The heap of this JVM grows as other tests want it to, and the process with it.
    List<Resource> grown = new ArrayList<>(log.grown());
    grown.remove(Resource.RESIDENT);
    assertEquals(List.of(), grown, () -> SoakReport.of(log));
    assertEquals(EXECUTIONS, log.executions());
    assertMixed(tasks, facts);
  }

  /** All kinds and policies, a twentieth hostile; each task ran once under each policy before. */
  private static void assertMixed(List<SoakTask> tasks, Map<String, String> facts) {
    long first = tasks.size() * (long) Isolation.values().length;
    long hostileFirst =
        tasks.stream().filter(task -> task.kind() == SoakTask.Kind.HOSTILE).count()
            * Isolation.values().length;
    assertEquals(EXECUTIONS + first, sum(facts, "policy: "));
    assertEquals(EXECUTIONS / Soak.HOSTILE_EVERY + hostileFirst, sum(facts, "HOSTILE: "));
    for (Isolation isolation : Isolation.values()) {
      assertTrue(sum(facts, "policy: " + isolation) > tasks.size(), isolation::toString);
    }
    for (String example : ExampleTasks.NAMES) {
      assertTrue(sum(facts, "EXAMPLE: " + example) > 0, example);
    }
  }

  private static long sum(Map<String, String> facts, String begin) {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(SoakReport.COUNT + begin))
        .mapToLong(fact -> Long.parseLong(fact.getValue()))
        .sum();
  }

  /** One task of each kind, the hostile one as given. */
  private static List<SoakTask> withHostile(SoakTask.Execution execution) throws Exception {
    CompiledModule module =
        Aspects.compile(
            GuestModule.aspect().toByteArray(),
            CompilerOptions.of(Profile.ASPECT).withHostModules(HostileTasks.HOSTS));
    return Arrays.stream(SoakTask.Kind.values())
        .map(
            kind ->
                new SoakTask(
                    kind,
                    "task",
                    module,
                    kind == SoakTask.Kind.HOSTILE ? execution : aspect -> null))
        .toList();
  }

  @Test
  void aWrongResultIsNoticed() throws Exception {
    SoakLog wrong = run(withHostile(aspect -> "not as expected"), 200);
    assertEquals("13", wrong.facts().get(SoakReport.WRONG_RESULTS)); // 3 before the run
    assertTrue(wrong.facts().get(SoakReport.WRONG + 0).endsWith("task: not as expected"));
    assertFalse(SoakReport.passed(wrong));
    SoakLog thrown =
        run(
            withHostile(
                aspect -> {
                  throw new AssertionError("thrown");
                }),
            200);
    assertEquals("13", thrown.facts().get(SoakReport.WRONG_RESULTS));
    assertFalse(SoakReport.passed(thrown));
    SoakLog right = run(withHostile(aspect -> null), 200);
    assertEquals("0", right.facts().get(SoakReport.WRONG_RESULTS));
  }

  @Test
  void aLeakIsNoticed() throws Exception {
    List<byte[]> kept = new ArrayList<>();
    SoakLog log =
        run(
            withHostile(
                aspect -> {
                  synchronized (kept) {
                    kept.add(new byte[100_000]);
                  }
                  return null;
                }),
            2_000);
    assertEquals(103, kept.size());
    assertTrue(log.grown().contains(Resource.HEAP), () -> SoakReport.of(log));
    assertFalse(SoakReport.passed(log));
    assertTrue(SoakReport.of(log).contains("**grows**"));
    assertTrue(SoakReport.of(log).contains("Verdict: **failed**"));
  }

  @Test
  void threadsThatStayAreNoticed() throws Exception {
    List<Thread> kept = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    try {
      SoakLog log =
          run(
              withHostile(
                  aspect -> {
                    Thread thread = new Thread(() -> waitFor(end));
                    thread.setDaemon(true);
                    thread.start();
                    synchronized (kept) {
                      kept.add(thread);
                    }
                    return null;
                  }),
              1_000);
      assertTrue(log.grown().contains(Resource.THREADS), () -> SoakReport.of(log));
    } finally {
      end.countDown();
    }
  }

  private static void waitFor(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void flatIsFlat() throws Exception {
    SoakLog log = SoakLog.begin(folder.resolve("soak.tsv"));
    log.fact(SoakReport.WRONG_RESULTS, 0);
    Map<Resource, Long> values = Resource.afterCollection();
    for (int i = 1; i <= SAMPLES; i++) {
      log.sample(new SoakLog.Sample(i * 1_000L, values));
    }
    assertEquals(List.of(), log.grown());
    assertTrue(SoakReport.passed(log));
    assertTrue(SoakReport.of(log).contains("Verdict: flat, all results right."));
  }

  /** A report can be had from the file, also of a run that was cut short. */
  @Test
  void theFileHasItAll() throws Exception {
    SoakLog log = run(withHostile(aspect -> null), 200);
    Path file = folder.resolve("soak.tsv");
    assertEquals(SoakReport.of(log), SoakReport.of(SoakLog.read(file)));
    SoakLog begun = SoakLog.begin(file);
    begun.fact("executions", 200);
    begun.sample(new SoakLog.Sample(10, Resource.afterCollection()));
    String report = SoakReport.of(SoakLog.read(file));
    assertTrue(report.contains("Too few samples"), report);
    assertTrue(report.contains("| 10 | "), report);
  }
}
