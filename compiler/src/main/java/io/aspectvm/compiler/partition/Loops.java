package io.aspectvm.compiler.partition;

import io.aspectvm.compiler.lower.LoweredCode;

/** Where the loops of a lowered function are: from the label at the head to the last jump back. */
final class Loops {

  private final LoweredCode code;
  private final int[] ends;

  private Loops(LoweredCode code, int[] ends) {
    this.code = code;
    this.ends = ends;
  }

  /**
   * @param labelPositions of the code, by label
   */
  static Loops of(LoweredCode code, int[] labelPositions) {
    int[] ends = new int[code.size()];
    for (int i = 0; i < code.size(); i++) {
      for (int label : code.jumpTargets(i)) {
        if (labelPositions[label] <= i) {
          ends[labelPositions[label]] = i + 1;
        }
      }
    }
    return new Loops(code, ends);
  }

  /** Behind the last jump back to the label at this position; 0 where it is no loop's head. */
  int end(int position) {
    return ends[position];
  }

  /** The first place behind the loop with this head where the function can be cut. */
  int behind(int head) {
    int behind = ends[head];
    while (behind < code.size() && !code.isCutPlace(behind)) {
      behind++;
    }
    return behind;
  }
}
