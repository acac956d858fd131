package io.aspectvm.jmh.life;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What threads have used. */
final class Processor {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Processor() {}

  /** Processor time of the current thread so far, in nanoseconds. */
  static long nanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** The same of a live thread. */
  static long nanos(Thread thread) {
    return THREADS.getThreadCpuTime(thread.getId());
  }

  /** Bytes that the current thread has allocated on the heap so far. */
  static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
