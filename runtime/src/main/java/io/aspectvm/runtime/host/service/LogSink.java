package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;

/** Where {@code sLog} goes: the node's log. */
@FunctionalInterface
public interface LogSink {

  /**
   * Takes one line. The text is the guest's: any bytes, line ends and terminal sequences included.
   *
   * @param execution that logs; valid during this call
   */
  void log(ExecutionContext execution, GuestString message);
}
