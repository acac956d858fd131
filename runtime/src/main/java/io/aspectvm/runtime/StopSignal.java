package io.aspectvm.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The operator's brake: ends executions that have gas for minutes. Given to any number of
 * executions, also at the same time; once stopped it stays so, and executions that begin with it
 * end as soon as they look. Thread-safe.
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

  /**
   * Compares identities itself: a call of {@code equals}, compiled, depends on no subclass of
   * Instance having one, and the JVM would check that for each new class of an instance.
   */
  synchronized void detach(Instance instance) {
    int i = running.size() - 1;
    while (running.get(i) != instance) {
      i--;
    }
    running.remove(i);
  }
}
