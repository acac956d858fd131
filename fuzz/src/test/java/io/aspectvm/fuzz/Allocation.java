package io.aspectvm.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bounds on what the current thread allocates on the heap. */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Runs something that may allocate so many bytes; once more where it took more, as the first run
   * loads classes.
   */
  static void require(long atMost, Runnable work) {
    if (allocated(work) > atMost) {
      long again = allocated(work);
      Require.that(again <= atMost, again + " bytes allocated, at most " + atMost);
    }
  }

  private static long allocated(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
