package io.aspectvm.compiler.soak;

import io.aspectvm.compiler.random.SeededRandom;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Executes tasks at random, under all policies, on several threads at once: every second of them
 * one of a runtime's own, the others handing their executions over. Modules are loaded for each
 * execution, out of a cache that does not hold them all.
 */
final class Soak implements AutoCloseable {

  /** One of so many executions is hostile. */
  static final int HOSTILE_EVERY = 20;

  private static final int CACHED_MODULES = 24;

  /** How many of a thousand executions define every class anew; a third have a new object only. */
  private static final int STRICT = 10;

  private static final int INSTANCE = 330;
  private static final int ALL = 1_000;

  /** As many as are kept to be read. */
  private static final int WRONG_TEXTS = 20;

  private final Map<SoakTask.Kind, List<SoakTask>> tasks = new EnumMap<>(SoakTask.Kind.class);
  private final Map<Isolation, AspectRuntime> runtimes = new EnumMap<>(Isolation.class);
  private final List<Chooser> choosers = new ArrayList<>();
  private final ExecutorService threads;
  private final Counts total = new Counts();

  /** What a thread, or all of them, executed. Not thread-safe. */
  static final class Counts {

    private final Map<String, Long> groups = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long wrongResults;

    private void count(String group) {
      groups.merge(group, 1L, Long::sum);
    }

    private void wrong(String text) {
      wrongResults++;
      if (wrong.size() < WRONG_TEXTS) {
        wrong.add(text);
      }
    }

    private void add(Counts other) {
      other.groups.forEach((group, count) -> groups.merge(group, count, Long::sum));
      wrongResults += other.wrongResults;
      wrong.addAll(other.wrong.subList(0, Math.min(other.wrong.size(), WRONG_TEXTS)));
    }

    /** Executions by kind and group, and by policy. */
    Map<String, Long> groups() {
      return groups;
    }

    long wrongResults() {
      return wrongResults;
    }

    /** The first wrong results. */
    List<String> wrong() {
      return wrong;
    }
  }

  /**
   * @param seed of the choice of tasks
   */
  Soak(List<SoakTask> all, int threadCount, long seed) {
    for (SoakTask.Kind kind : SoakTask.Kind.values()) {
      tasks.put(kind, all.stream().filter(task -> task.kind() == kind).toList());
    }
    for (Isolation isolation : Isolation.values()) {
      runtimes.put(
          isolation,
          AspectRuntime.builder()
              .isolation(isolation)
              .hostModules(HostileTasks.HOSTS)
              .cachedModules(CACHED_MODULES)
              .build());
    }
    for (int i = 0; i < threadCount; i++) {
      choosers.add(new Chooser(seed + i));
    }
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            mixed(runtimes.get(Isolation.CLASS_LOADER).threadFactory()));
    pool.prestartAllCoreThreads();
    threads = pool;
  }

  private static ThreadFactory mixed(ThreadFactory ofRuntime) {
    AtomicInteger made = new AtomicInteger();
    return task -> {
      if (made.getAndIncrement() % 2 == 0) {
        return ofRuntime.newThread(task);
      }
      Thread thread = new Thread(task, "soak");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** All tasks there are. */
  static List<SoakTask> allTasks() throws Exception {
    List<SoakTask> tasks = new ArrayList<>(ExampleTasks.all());
    tasks.addAll(GeneratedTasks.all());
    tasks.addAll(HostileTasks.all());
    return tasks;
  }

  /** Runs every task once under each policy, so that all have a result to be compared with. */
  void runEach() {
    for (List<SoakTask> ofKind : tasks.values()) {
      for (SoakTask task : ofKind) {
        for (Isolation isolation : Isolation.values()) {
          run(task, isolation, total);
        }
      }
    }
  }

  /** Runs this many, the threads sharing them, and waits for all. */
  void run(long executions) throws InterruptedException {
    List<Callable<Counts>> shares = new ArrayList<>();
    for (int i = 0; i < choosers.size(); i++) {
      Chooser chooser = choosers.get(i);
      long share = executions * (i + 1) / choosers.size() - executions * i / choosers.size();
      shares.add(() -> run(share, chooser));
    }
    for (Future<Counts> share : threads.invokeAll(shares)) {
      try {
        total.add(share.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a thread of the soak ended", e);
      }
    }
  }

  private Counts run(long executions, Chooser chooser) {
    Counts counts = new Counts();
    for (long i = 0; i < executions; i++) {
      run(chooser.task(), chooser.isolation(), counts);
    }
    return counts;
  }

  /** What a thread executes next. Not thread-safe. */
  private final class Chooser {

    private final SeededRandom random;
    private long chosen;

    Chooser(long seed) {
      random = new SeededRandom(seed);
    }

    SoakTask task() {
      return random.pick(tasks.get(kind()));
    }

    private SoakTask.Kind kind() {
      chosen++;
      if (chosen % HOSTILE_EVERY == 0) {
        return SoakTask.Kind.HOSTILE;
      }
      return random.chance(3) ? SoakTask.Kind.GENERATED : SoakTask.Kind.EXAMPLE;
    }

    Isolation isolation() {
      int choice = random.below(ALL);
      if (choice < STRICT) {
        return Isolation.STRICT;
      }
      return choice < STRICT + INSTANCE ? Isolation.INSTANCE : Isolation.CLASS_LOADER;
    }
  }

  private void run(SoakTask task, Isolation isolation, Counts counts) {
    counts.count(task.kind() + ": " + task.group());
    counts.count("policy: " + isolation);
    try (Aspect aspect = runtimes.get(isolation).load(task.module())) {
      String wrong = task.run(aspect);
      if (wrong != null) {
        counts.wrong(isolation + ", " + wrong);
      }
    }
  }

  /** What was executed so far. */
  Counts counts() {
    return total;
  }

  @Override
  public void close() {
    threads.shutdown();
    runtimes.values().forEach(AspectRuntime::close);
  }
}
