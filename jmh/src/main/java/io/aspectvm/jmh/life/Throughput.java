package io.aspectvm.jmh.life;

import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.jmh.Samples;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How many executions one thread does, and how many two do, of one loaded aspect. */
final class Throughput implements LifeGroup.Measured {

  private static final int[] THREADS = {1, 2};
  private static final int KILOBYTES = 50;
  private static final double SECOND = 1e9;

  /** Host calls run through much code of the runtime, which takes seconds to be warm. */
  private static final int WARM_UPS = 12;

  /** A window is as many rounds as this: threads start and stop in it. */
  private static final int ROUNDS = 3;

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    for (Isolation isolation : Engines.ISOLATIONS) {
      byte[] wasm = GeneratedModule.ofKilobytes(KILOBYTES);
      try (LoadedCase loaded = LoadedCase.load(isolation, JoinPointCase.EMPTY, wasm)) {
        scale(effort, recorder, LifeNames.EMPTY_50_KB, isolation, loaded);
      }
      byte[] guard = JoinPointCase.GUARD.wasm();
      try (LoadedCase loaded = LoadedCase.load(isolation, JoinPointCase.GUARD, guard)) {
        scale(effort, recorder, "guard", isolation, loaded);
      }
    }
  }

  private static void scale(
      Effort effort, Recorder recorder, String subject, Isolation isolation, LoadedCase loaded)
      throws InterruptedException {
    new Windows(effort, loaded, 1).run(WARM_UPS, 0);
    double alone = Double.NaN;
    for (int threads : THREADS) {
      Windows windows = new Windows(effort, loaded, threads);
      windows.run(1, effort.rounds());
      if (threads == 1) {
        alone = Samples.median(windows.clock);
      }
      double one = alone;
      recorder
          .point(subject, Engines.nameOf(isolation), threads)
          .add("executions a second", "1/s", windows.clock)
          .add("executions a CPU second", "1/s", windows.processor)
          .add(
              LifeNames.OF_ONE_THREAD, "", windows.clock.stream().map(rate -> rate / one).toList());
    }
  }

  /** Windows of time in which threads execute. */
  private static final class Windows {

    private final Effort effort;
    private final LoadedCase loaded;
    private final LongAdder executions = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Double> clock = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private volatile boolean stop;

    Windows(Effort effort, LoadedCase loaded, int count) {
      this.effort = effort;
      this.loaded = loaded;
      for (int i = 0; i < count; i++) {
        threads.add(loaded.runtime().threadFactory().newThread(this::execute));
      }
    }

    private void execute() {
      while (!stop) {
        loaded.execute();
        executions.increment();
      }
    }

    void run(int warmUps, int rounds) throws InterruptedException {
      threads.forEach(Thread::start);
      try {
        sleep(warmUps * effort.warmUpNanos());
        for (int i = 0; i < rounds; i++) {
          window();
        }
      } finally {
        stop = true;
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }

    private void window() throws InterruptedException {
      long start = System.nanoTime();
      long cpuStart = cpuNanos();
      long before = executions.sum();
      do {
        sleep(ROUNDS * effort.roundNanos());
      } while (executions.sum() == before);
      double done = executions.sum() - before;
      clock.add(done * SECOND / (System.nanoTime() - start));
      processor.add(done * SECOND / (cpuNanos() - cpuStart));
    }

    private long cpuNanos() {
      return threads.stream().mapToLong(Processor::nanos).sum();
    }

    private static void sleep(long nanos) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }
}
