package io.aspectvm.compiler.soak;

import io.aspectvm.compiler.testing.ResultText;
import io.aspectvm.runtime.abi.ExecutionResult;
import java.util.concurrent.atomic.AtomicReference;

/**
 * That an execution comes to the same each time, gas included, under whatever policy and on
 * whatever thread. Thread-safe.
 */
final class SameResult {

  private final AtomicReference<String> first = new AtomicReference<>();

  /** Null if the result is the first one, or as the first one; otherwise what differs. */
  String difference(ExecutionResult result) {
    String found = ResultText.of(result);
    String expected = first.get();
    if (expected == null && first.compareAndSet(null, found)) {
      return null;
    }
    expected = first.get();
    return found.equals(expected) ? null : "first " + expected + "; now " + found;
  }
}
