package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExecutionThreadsTest {

  /** An execution for which there is no memory to wait with, the first three times. */
  private static final class Unawaitable extends CompletableFuture<String> {

    private final AtomicInteger asked = new AtomicInteger();
    private final Runnable end;

    Unawaitable(Runnable end) {
      this.end = end;
    }

    @Override
    public String get() throws InterruptedException, ExecutionException {
      if (asked.incrementAndGet() <= 3) {
        throw new OutOfMemoryError("none to wait with");
      }
      end.run();
      return super.get();
    }
  }

  /** Its caller would take an instance, a store, a permit as free that it still uses. */
  @Test
  void anExecutionIsWaitedForWithoutMemoryToWaitWith() {
    Unawaitable[] result = new Unawaitable[1];
    result[0] = new Unawaitable(() -> result[0].complete("ended"));
    assertEquals("ended", ExecutionThreads.await(result[0]));
    assertEquals(4, result[0].asked.get());
  }

  /** What it came to stands. */
  @Test
  void anExecutionMayEndWhileThereIsNoMemoryToWaitWith() {
    CompletableFuture<String> result =
        new CompletableFuture<>() {
          @Override
          public String get() throws InterruptedException, ExecutionException {
            if (complete("ended")) {
              throw new OutOfMemoryError("none to wait with");
            }
            return super.get();
          }
        };
    assertEquals("ended", ExecutionThreads.await(result));
  }

  @Test
  void withoutMemoryForTheResultThereIsNone() {
    Unawaitable result = new Unawaitable(() -> {});
    result.complete("ended");
    OutOfMemoryError error =
        assertThrows(OutOfMemoryError.class, () -> ExecutionThreads.await(result));
    assertTrue(error.getMessage().startsWith("none"));
    assertEquals(2, result.asked.get());
  }
}
