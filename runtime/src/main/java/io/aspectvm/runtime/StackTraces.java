package io.aspectvm.runtime;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Stack traces of what guest and host functions threw. A Throwable holds the classes of its frames,
 * and with them their loaders; and a host may keep what its functions threw for as long as it
 * likes.
 */
public final class StackTraces {

  /** Of one failure, with causes and suppressed ones; hosts may make cycles of them. */
  private static final int MOST_THROWABLES = 1_000;

  private StackTraces() {}

  /**
   * Has {@code thrown}, its causes and what they suppressed keep their stack traces as text only,
   * so that they hold no generated class. For where no guest frame is on the stack any more. Never
   * throws; where there is no memory for the text, they stay as they are.
   */
  @SuppressWarnings("EmptyCatch") // What failed first is what matters.
  public static void release(Throwable thrown) {
    try {
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Throwable> left = new ArrayDeque<>();
      left.add(thrown);
      while (!left.isEmpty() && seen.size() < MOST_THROWABLES) {
        Throwable next = left.poll();
        if (seen.add(next)) {
          releaseOne(next, left);
        }
      }
    } catch (OutOfMemoryError e) {
      // As they were.
    }
  }

  @SuppressWarnings(
      "EmptyCatch") // A host's own class may do anything here: then it stays as it is.
  private static void releaseOne(Throwable thrown, Deque<Throwable> left) {
    try {
      StackTraceElement[] trace = thrown.getStackTrace();
      thrown.fillInStackTrace();
      thrown.setStackTrace(trace);
      if (thrown.getCause() != null) {
        left.add(thrown.getCause());
      }
      Collections.addAll(left, thrown.getSuppressed());
    } catch (Throwable broken) {
      // As it was.
    }
  }
}
