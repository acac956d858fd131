package io.aspectvm.cli;

import io.aspectvm.runtime.Backtrace;
import java.util.ArrayList;
import java.util.List;

/** Backtraces in results. */
final class Frames {

  private static final int SHOWN = 20;

  private Frames() {}

  /** In JSON: a text for each frame, innermost first. */
  static List<String> json(Backtrace backtrace) {
    return backtrace.frames().stream().map(Backtrace.Frame::toString).toList();
  }

  /** For people, who do not want to see all of a deep recursion. */
  static List<String> shown(Backtrace backtrace) {
    List<String> lines = new ArrayList<>();
    for (Backtrace.Frame frame : backtrace.frames()) {
      if (lines.size() == SHOWN) {
        lines.add("and " + Report.number(backtrace.frames().size() - SHOWN) + " more");
        break;
      }
      lines.add(Printable.line(frame.toString()));
    }
    return lines;
  }
}
