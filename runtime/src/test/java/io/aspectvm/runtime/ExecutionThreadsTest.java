package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On threads of their own: who waits for ever does so whatever the timeout interrupts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutionThreadsTest {

  /** An execution that this thread waits for; whether there is memory to wait with is counted. */
  private static final class Execution extends ExecutionThreads.Awaited<String> {

    /** Calls of what takes memory, and an interrupt. */
    private final AtomicInteger asked = new AtomicInteger();

    private final boolean memoryForTheResult;

    Execution(boolean memoryForTheResult, Callable<String> task) {
      super(task);
      this.memoryForTheResult = memoryForTheResult;
    }

    @Override
    public String get() throws InterruptedException, ExecutionException {
      asked.incrementAndGet();
      if (!isDone() || !memoryForTheResult) {
        throw new OutOfMemoryError("none to wait with");
      }
      return super.get();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  /** Interrupts this thread and wakes it, again and again while it waits; then the task ends. */
  private static Callable<String> disturbing(Thread waiting) {
    return () -> {
      for (int i = 0; i < 20; i++) {
        waiting.interrupt();
        LockSupport.unpark(waiting);
        Thread.sleep(5);
      }
      return "ended";
    };
  }

  /** Its caller would take an instance, a store, a permit as free that it still uses. */
  @Test
  void anExecutionIsWaitedForWithoutMemoryToWaitWith() {
    Execution execution = new Execution(true, disturbing(Thread.currentThread()));
    start(execution);
    assertEquals("ended", execution.await());
    assertEquals(1, execution.asked.get());
    assertTrue(Thread.interrupted());
  }

  @Test
  void withoutMemoryForTheResultThereIsNoneAndTheInterruptIsKept() {
    Execution execution = new Execution(false, disturbing(Thread.currentThread()));
    start(execution);
    OutOfMemoryError error = assertThrows(OutOfMemoryError.class, execution::await);
    assertTrue(error.getMessage().startsWith("none"));
    assertTrue(execution.isDone());
    assertTrue(Thread.interrupted());
  }

  @Test
  void whoIsNotInterruptedIsNotAfterwards() {
    Execution execution = new Execution(true, () -> "ended");
    start(execution);
    assertEquals("ended", execution.await());
    assertFalse(Thread.interrupted());
  }

  @Test
  void whatAnExecutionThrowsComesOut() {
    for (Throwable thrown : new Throwable[] {new IllegalStateException("a"), new Error("b")}) {
      Execution execution =
          new Execution(
              true,
              () -> {
                if (thrown instanceof Error) {
                  throw (Error) thrown;
                }
                throw (RuntimeException) thrown;
              });
      start(execution);
      assertSame(thrown, assertThrows(thrown.getClass(), execution::await));
    }
  }
}
