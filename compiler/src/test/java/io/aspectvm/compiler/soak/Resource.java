package io.aspectvm.compiler.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What must not grow, and by how much it may over as many executions as a run has: less than four
 * bytes for each of a million. -1 where this JVM cannot tell.
 */
enum Resource {
  HEAP("heap after collection, bytes", 4_000_000) {
    @Override
    long now() {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  },
  METASPACE("metaspace, bytes", 4_000_000) {
    @Override
    long now() {
      return pools(name -> name.equals("Metaspace"));
    }
  },
  /** Follows the modules that happen to be loaded, of which each has JIT code of its own. */
  CODE_CACHE("code cache, bytes", 8_000_000) {
    @Override
    long now() {
      return pools(name -> name.startsWith("CodeHeap") || name.equals("CodeCache"));
    }
  },
  CLASSES("loaded classes", 200) {
    @Override
    long now() {
      return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }
  },
  /**
   * A pool may have one thread more than it needs for a while, and there is one for each policy.
   */
  THREADS("threads", 6) {
    @Override
    long now() {
      return ManagementFactory.getThreadMXBean().getThreadCount();
    }
  },
  DESCRIPTORS("open file descriptors", 6) {
    @Override
    long now() {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? unix.getOpenFileDescriptorCount()
          : -1;
    }
  },
  /** All of the process: also what the JVM itself keeps, of which the other rows tell nothing. */
  RESIDENT("resident memory, bytes", 64_000_000) {
    @Override
    long now() {
      return residentBytes();
    }
  },
  /** As many as there were loaded: they show that loaders go. */
  UNLOADED("classes unloaded so far", Long.MAX_VALUE) {
    @Override
    long now() {
      return ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
    }
  };

  private static final int MOST_COLLECTIONS = 6;

  private final String text;
  private final long limit;

  Resource(String text, long limit) {
    this.text = text;
    this.limit = limit;
  }

  /** What it is, with its unit. */
  String text() {
    return text;
  }

  /** Most growth over a run, in the unit; {@link Long#MAX_VALUE} where it may grow. */
  long limit() {
    return limit;
  }

  abstract long now();

  /** All of them, once nothing is left to collect. */
  static Map<Resource, Long> afterCollection() throws InterruptedException {
    long classes = Long.MAX_VALUE;
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      System.gc();
      long left = CLASSES.now();
      if (left >= classes) {
        break;
      }
      classes = left;
      Thread.sleep(10);
    }
    Map<Resource, Long> values = new EnumMap<>(Resource.class);
    for (Resource resource : values()) {
      values.put(resource, resource.now());
    }
    return values;
  }

  private static long pools(Predicate<String> names) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> names.test(pool.getName()))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static long residentBytes() {
    Path status = Path.of("/proc/self/status");
    try {
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmRSS:")) {
            return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
          }
        }
      }
    } catch (IOException e) {
      return -1; // Not Linux after all.
    }
    return -1;
  }
}
