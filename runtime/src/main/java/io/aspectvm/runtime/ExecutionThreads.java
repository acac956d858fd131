package io.aspectvm.runtime;

import io.aspectvm.runtime.code.SpareMemories;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Threads whose stack holds one execution at its deepest, so that the depth budget always ends
 * first: a StackOverflowError comes at a depth that depends on the JIT and the weather.
 *
 * <p>An execution runs on the caller's thread if that came from {@link #factory()} and runs no
 * other; otherwise on a thread of the pool. An execution that a host function starts belongs to the
 * second kind: the stack of its thread is in use. Thread-safe.
 */
final class ExecutionThreads implements AutoCloseable {

  /**
   * Stack for one slot of the depth budget, in bytes. The interpreter needed at most 22 in
   * recursive functions of eight shapes (many i64 locals and operands). But HotSpot's first
   * compiler keeps each value that lives over a call in a place of its own, and uses none twice: a
   * function of 6,000 bytes of JVM code that does little but call needed 448 (JDK 17).
   */
  private static final long BYTES_PER_SLOT = 512;

  /** Stack for the host's frames between two levels of guest code, in bytes. */
  private static final long BYTES_PER_REENTRY = 64 * 1024;

  /** Stack for what is below and above guest code: host functions, cryptography, the JVM. */
  private static final long BASE_BYTES = 1 << 20;

  /** How many executions may be in progress, each started by a host function of the one before. */
  static final int MAX_NESTING = 64;

  private static final long IDLE_SECONDS = 30;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final long stackBytes;
  private final Semaphore outermost;
  private final ThreadPoolExecutor pool;

  /**
   * @param depthBudget largest depth budget of an execution, in slots
   * @param maximumThreads executions that may run on the pool's threads at once, those not counted
   *     that another execution started
   */
  ExecutionThreads(int depthBudget, int maximumThreads) {
    stackBytes = stackBytes(depthBudget);
    outermost = new Semaphore(maximumThreads, true);
    pool =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
    pool.setThreadFactory(factory());
  }

  /**
   * Stack that an execution may need, in bytes: {@value #BYTES_PER_SLOT} for each slot, {@value
   * #BYTES_PER_REENTRY} for each of the {@value io.aspectvm.runtime.support.HostEdge#MAX_REENTRIES}
   * levels at which host functions may call the guest, and {@value #BASE_BYTES}. For the default
   * budget that is 139 MB; the system gives memory only to what of it was touched.
   */
  static long stackBytes(int depthBudget) {
    return BYTES_PER_SLOT * depthBudget
        + BYTES_PER_REENTRY * io.aspectvm.runtime.support.HostEdge.MAX_REENTRIES
        + BASE_BYTES;
  }

  /** Makes daemon threads that executions can run on directly. */
  ThreadFactory factory() {
    return task -> new ExecutionThread(task, stackBytes);
  }

  /**
   * Runs an execution, here or on another thread, and waits for it. Interrupting the waiting thread
   * has no effect until the execution has ended.
   *
   * @param execution is given what the thread keeps for executions
   * @throws IllegalStateException if executions are nested too deep, or this is closed
   */
  <T> T run(Function<SpareMemories, T> execution) {
    Thread current = Thread.currentThread();
    if (!(current instanceof ExecutionThread)) {
      outermost.acquireUninterruptibly();
      try {
        return handOver(execution, 1);
      } finally {
        outermost.release();
      }
    }
    ExecutionThread thread = (ExecutionThread) current;
    if (thread.nesting == 0 && thread.stackBytes >= stackBytes) {
      return thread.execute(execution, 1);
    }
    if (thread.nesting >= MAX_NESTING) {
      throw new IllegalStateException("more than " + MAX_NESTING + " executions in each other");
    }
    return handOver(execution, thread.nesting + 1);
  }

  private <T> T handOver(Function<SpareMemories, T> execution, int nesting) {
    Callable<T> task = () -> ((ExecutionThread) Thread.currentThread()).execute(execution, nesting);
    Awaited<T> result = new Awaited<>(task);
    try {
      pool.execute(result);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the runtime is closed", e);
    }
    return result.await();
  }

  /**
   * An execution that the thread that made this waits for. Not by {@link #get()}: that consumes an
   * interrupt before it allocates the exception that tells of it, and allocates what it waits with.
   * Whoever has no memory for either may not take an execution in progress for one that has ended.
   */
  static class Awaited<T> extends FutureTask<T> {

    private final Thread waiting = Thread.currentThread();

    Awaited(Callable<T> task) {
      super(task);
    }

    @Override
    protected void done() {
      LockSupport.unpark(waiting);
    }

    /** Waits for the end, allocating nothing until then. Interrupts are kept for afterwards. */
    final T await() {
      boolean interrupted = false;
      try {
        while (!isDone()) {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
        return get();
      } catch (InterruptedException e) {
        throw new IllegalStateException("it has ended", e);
      } catch (ExecutionException e) {
        throw unchecked(e.getCause());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    return (RuntimeException) thrown;
  }

  /** Takes no more executions for other threads; those in progress go on. */
  @Override
  public void close() {
    pool.shutdown();
  }

  private static final class ExecutionThread extends Thread {

    private final long stackBytes;
    private final SpareMemories spares = new SpareMemories();
    // Executions in progress up to this thread's; 0 if it runs none.
    private int nesting;

    ExecutionThread(Runnable task, long stackBytes) {
      super(null, task, "aspect-execution-" + NUMBER.incrementAndGet(), stackBytes, false);
      this.stackBytes = stackBytes;
      setDaemon(true);
    }

    <T> T execute(Function<SpareMemories, T> execution, int level) {
      nesting = level;
      try {
        return execution.apply(spares);
      } finally {
        nesting = 0;
      }
    }
  }
}
