package io.aspectvm.jmh.life;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * What is left after collection, in bytes.
 *
 * @param heap of live objects
 * @param metaspace of classes, compressed ones included
 */
record MemoryUse(long heap, long metaspace) {

  private static final int MOST_COLLECTIONS = 8;

  /** Collections go on until one frees less than this. */
  private static final long LITTLE = 16 * 1024;

  /** Collects, until nothing is left to collect. */
  static MemoryUse afterCollection() {
    MemoryUse last = collect();
    for (int i = 1; i < MOST_COLLECTIONS; i++) {
      MemoryUse next = collect();
      boolean settled = Math.abs(last.total() - next.total()) < LITTLE;
      last = next;
      if (settled) {
        break;
      }
    }
    return last;
  }

  private static MemoryUse collect() {
    System.gc();
    long metaspace = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      // That of compressed classes is a part of it.
      if (pool.getName().equals("Metaspace")) {
        metaspace = pool.getUsage().getUsed();
      }
    }
    return new MemoryUse(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), metaspace);
  }

  long total() {
    return heap + metaspace;
  }
}
