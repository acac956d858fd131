package io.aspectvm.compiler.random;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.Isolation;
import java.util.List;
import java.util.Locale;

/**
 * A way in which we compile and run modules.
 *
 * @param inPieces whether all but the smallest functions are cut
 */
record Variant(boolean inPieces, Isolation isolation) {

  /** Bytes of a method, so that all but the smallest functions are cut. */
  private static final int PIECE = 200;

  /** Those of a seed: whole and in pieces, under policies in turn. */
  static List<Variant> of(long seed) {
    Isolation[] policies = Isolation.values();
    return List.of(
        new Variant(false, policies[(int) Math.floorMod(seed, (long) policies.length)]),
        new Variant(true, policies[(int) Math.floorMod(seed / 3 + 1, (long) policies.length)]));
  }

  /** Random loops of loops are too small to become calls of themselves. */
  CompilerOptions options(Subject subject) {
    CompilerOptions options =
        CompilerOptions.of(subject.profile()).withSchedule(subject.schedule()).withTurnWork(0);
    return inPieces ? options.withMethodBytes(PIECE) : options;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %s", inPieces ? "in pieces" : "whole", isolation);
  }
}
