package io.aspectvm.compiler.soak;

import io.aspectvm.runtime.StopSignal;
import java.util.Timer;
import java.util.TimerTask;

/** Stops executions that have begun. One thread for all of them. */
final class Operator {

  private static final long DELAY_MILLIS = 2;
  private static final Timer TIMER = new Timer("operator", true);

  private Operator() {}

  static void stopSoon(StopSignal stop) {
    TIMER.schedule(
        new TimerTask() {
          @Override
          public void run() {
            stop.stop();
          }
        },
        DELAY_MILLIS);
  }
}
