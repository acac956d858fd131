package io.aspectvm.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The operator's brake: ends executions that have gas for minutes. Given to any number of
 * executions, also at the same time; once stopped it stays so, and executions that begin with it
 * end at once. Thread-safe.
 *
 * <p>A stopped execution traps with {@link TrapKind#INTERRUPTED} when it next looks, which is after
 * at most {@link Instance#GAS_SLICE} WASM gas; its gas counter is exact. Whether and where it is
 * stopped depends on time, so a stopped result is none that a chain can agree on. Interrupting the
 * thread does nothing.
 */
public final class StopSignal {

  private final List<Instance> running = new ArrayList<>();
  private boolean stopped;

  /** Stops all executions that have this signal, now and later. */
  public synchronized void stop() {
    stopped = true;
    running.forEach(Instance::requestStop);
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  synchronized void attach(Instance instance) {
    running.add(instance);
    if (stopped) {
      instance.requestStop();
    }
  }

  synchronized void detach(Instance instance) {
    // Instances have no equals of their own.
    running.remove(instance);
  }
}
