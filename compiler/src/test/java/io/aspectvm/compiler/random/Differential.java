package io.aspectvm.compiler.random;

import io.aspectvm.compiler.random.ExpectedRun.Step;
import io.aspectvm.wasm.WasmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a module on our engine, whole and in pieces, under policies in turn, and compares with what
 * the second engine saw.
 */
final class Differential {

  private Differential() {}

  /** Two engines saw different things. */
  static final class Difference extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient List<Call> calls;

    Difference(Variant variant, List<Call> calls, Observation expected, Observation found) {
      super(
          "%s, after %s%nsecond engine: %s%nours:          %s"
              .formatted(variant, calls, expected.text(), found.text()));
      this.calls = calls;
    }

    /** The calls on one instance, the last of which differs. */
    List<Call> calls() {
      return calls;
    }
  }

  /** Makes our engine for a variant. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param number of the variant among those of the seed
     */
    Engine of(int number, Variant variant) throws WasmException;
  }

  /**
   * Compares a run with ours.
   *
   * @param seed which variants
   * @return executions on our engine, each of which was compared with one on the second engine
   * @throws Difference at the first difference
   */
  static int compare(Subject subject, long seed, ExpectedRun run) throws WasmException {
    return compare(seed, run, (number, variant) -> OurEngine.of(variant).of(subject));
  }

  /** As {@link #compare(Subject, long, ExpectedRun)}, with what {@code ours} makes. */
  static int compare(long seed, ExpectedRun run, Maker ours) throws WasmException {
    List<Variant> variants = Variant.of(seed);
    for (int i = 0; i < variants.size(); i++) {
      compare(variants.get(i), ours.of(i, variants.get(i)), run);
    }
    return variants.size() * run.steps().size();
  }

  private static void compare(Variant variant, Engine engine, ExpectedRun run) {
    List<Call> calls = new ArrayList<>();
    Engine.Side side = engine.start();
    for (Step step : run.steps()) {
      if (side == null) {
        side = engine.start();
        calls.clear();
      }
      calls.add(step.call());
      Observation found = side.call(step.call());
      if (!found.text().equals(step.seen().text())) {
        throw new Difference(variant, List.copyOf(calls), step.seen(), found);
      }
      if (step.seen().trap() != null) {
        side = null;
      }
    }
  }
}
