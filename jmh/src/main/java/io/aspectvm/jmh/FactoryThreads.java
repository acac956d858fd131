package io.aspectvm.jmh;

import io.aspectvm.runtime.AspectRuntime;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has JMH call benchmarks on threads of a runtime's factory, as a node does that counts
 * microseconds: executions then need no other thread. JMH makes it by name and by these parameters.
 */
public final class FactoryThreads extends ThreadPoolExecutor {

  /** Options of a fork that make JMH use this. */
  static final String EXECUTOR = "-Djmh.executor=CUSTOM";

  /** The other one. */
  static final String EXECUTOR_CLASS = "-Djmh.executor.class=io.aspectvm.jmh.FactoryThreads";

  /**
   * @param prefix for names of threads; the factory has names of its own
   */
  public FactoryThreads(int threads, String prefix) {
    super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory());
  }

  private static ThreadFactory factory() {
    try (AspectRuntime runtime = AspectRuntime.builder().build()) {
      return runtime.threadFactory();
    }
  }

  /**
   * Runs something on such a thread, and waits until it ends.
   *
   * @throws RuntimeException whatever it throws, and errors too
   */
  public static void run(Runnable task) {
    FutureTask<Void> future = new FutureTask<>(task, null);
    factory().newThread(future).start();
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether the current thread is such a one.
   *
   * @throws IllegalStateException if it is not
   */
  static void require() {
    if (!Thread.currentThread().getName().startsWith(CpuTimeProfiler.FACTORY_THREAD)) {
      throw new IllegalStateException(
          "not on a thread of the runtime's factory: options given as -jvmArgsAppend replace the"
              + " benchmark's own, give them as -jvmArgsPrepend");
    }
  }
}
