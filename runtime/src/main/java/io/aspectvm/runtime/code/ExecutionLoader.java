package io.aspectvm.runtime.code;

import io.aspectvm.runtime.Instance;

/** The class loader of one execution. */
public final class ExecutionLoader extends ClassLoader {

  private Instance instance;

  private ExecutionLoader() {
    super(null);
  }

  /**
   * Takes an instance from its constructor, if its class belongs to a loader of this kind; does
   * nothing otherwise. Needs no thread-local, so nested executions cannot mix their instances up.
   */
  public static void handOver(Instance instance) {
    if (instance.getClass().getClassLoader() instanceof ExecutionLoader loader) {
      loader.instance = instance;
    }
  }
}
