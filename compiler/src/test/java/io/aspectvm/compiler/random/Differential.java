package io.aspectvm.compiler.random;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.FunctionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a module on the second engine and on ours, whole and in pieces, under policies in turn: with
 * gas in plenty, call after call on one instance, and with less gas than a call takes.
 */
final class Differential {

  /** WASM gas. A run of that many instructions takes the second engine some milliseconds. */
  private static final long PLENTY = 1_200_000;

  /** Under schedule L, whose instructions cost a fiftieth. */
  private static final long PLENTY_LEGACY = 60_000;

  private final Maker[] ours;
  private final Engine.Maker theirs;

  /** An engine of ours, with a name for messages. */
  private record Maker(String name, Engine.Maker maker) {}

  /** Two engines saw different things. */
  static final class Difference extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient List<Call> calls;

    Difference(String engine, List<Call> calls, Observation expected, Observation found) {
      super(
          "%s, after %s%nsecond engine: %s%nours:          %s"
              .formatted(engine, calls, expected.text(), found.text()));
      this.calls = calls;
    }

    /** The calls on one instance, the last of which differs. */
    List<Call> calls() {
      return calls;
    }
  }

  private Differential(long seed, Engine.Maker theirs) {
    this.theirs = theirs;
    Isolation[] policies = Isolation.values();
    Isolation policy = policies[(int) Math.floorMod(seed, (long) policies.length)];
    Isolation other = policies[(int) Math.floorMod(seed / 3 + 1, (long) policies.length)];
    this.ours =
        new Maker[] {
          new Maker("whole, " + policy, OurEngine.whole(policy)),
          new Maker("in pieces, " + other, OurEngine.inPieces(other))
        };
  }

  /**
   * Compares all that is compared for a seed.
   *
   * @return executions on our engine, each of which was compared with one on the second engine
   * @throws Difference at the first difference
   */
  static int compare(Subject subject, long seed, Engine.Maker theirs) throws WasmException {
    return new Differential(seed, theirs).compare(subject, new SeededRandom(~seed));
  }

  /**
   * Compares these calls, on one instance.
   *
   * @throws Difference at the first difference
   */
  static void compare(Subject subject, long seed, List<Call> calls, Engine.Maker theirs)
      throws WasmException {
    Session session = new Differential(seed, theirs).new Session(subject);
    for (Call call : calls) {
      session.call(call);
    }
  }

  private int compare(Subject subject, SeededRandom random) throws WasmException {
    long plenty = subject.schedule() == GasSchedules.ARTELA_LEGACY ? PLENTY_LEGACY : PLENTY;
    Session session = new Session(subject);
    List<Call> limited = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Map.Entry<String, FunctionType> function : subject.functions().entrySet()) {
        Call call = Call.random(function.getKey(), function.getValue(), plenty, random);
        Observation seen = session.call(call);
        long used = plenty - seen.gasLeft();
        if (round == 0 && seen.gasLeft() >= 0 && used > 0) {
          limited.add(call.withGas(random.chance(2) ? used - 1 : random.below((int) used)));
        }
      }
    }
    // The state of each of them was another one: so they stop anywhere.
    for (Call call : limited) {
      session.call(call);
    }
    return session.executions;
  }

  /** Instances that take the same calls, until one traps. */
  private final class Session {

    private final List<Engine> engines = new ArrayList<>();
    private final List<Engine.Side> sides = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private int executions;

    Session(Subject subject) throws WasmException {
      engines.add(theirs.of(subject));
      for (Maker maker : ours) {
        engines.add(maker.maker().of(subject));
      }
    }

    Observation call(Call call) {
      if (sides.isEmpty()) {
        engines.forEach(engine -> sides.add(engine.start()));
        calls.clear();
      }
      calls.add(call);
      Observation expected = sides.get(0).call(call);
      for (int i = 1; i < sides.size(); i++) {
        Observation found = sides.get(i).call(call);
        executions++;
        if (!found.text().equals(expected.text())) {
          throw new Difference(ours[i - 1].name(), List.copyOf(calls), expected, found);
        }
      }
      if (expected.trap() != null) {
        sides.clear();
      }
      return expected;
    }
  }
}
