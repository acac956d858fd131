package io.aspectvm.compiler.random;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.FunctionType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls of a module and what the second engine saw after each: call after call on one instance, and
 * on the next one after a trap. Immutable.
 */
record ExpectedRun(List<Step> steps) {

  /** WASM gas. A run of that many instructions takes the second engine some milliseconds. */
  private static final long PLENTY = 1_200_000;

  /** Under schedule L, whose instructions cost a fiftieth. */
  private static final long PLENTY_LEGACY = 60_000;

  ExpectedRun {
    steps = List.copyOf(steps);
  }

  /** A call and what was seen after it. */
  record Step(Call call, Observation seen) {}

  /** All that is compared for a seed: with gas in plenty, and with less gas than a call takes. */
  static ExpectedRun of(Subject subject, long seed, Engine.Maker theirs) throws WasmException {
    SeededRandom random = new SeededRandom(~seed);
    long plenty = subject.schedule() == GasSchedules.ARTELA_LEGACY ? PLENTY_LEGACY : PLENTY;
    Recorder recorder = new Recorder(theirs.of(subject));
    List<Call> limited = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Map.Entry<String, FunctionType> function : subject.functions().entrySet()) {
        Call call = Call.random(function.getKey(), function.getValue(), plenty, random);
        Observation seen = recorder.call(call);
        long used = plenty - seen.gasLeft();
        if (round == 0 && seen.gasLeft() >= 0 && used > 0) {
          limited.add(call.withGas(random.chance(2) ? used - 1 : random.below((int) used)));
        }
      }
    }
    // The state of each of them was another one: so they stop anywhere.
    limited.forEach(recorder::call);
    return new ExpectedRun(recorder.steps);
  }

  /** These calls. */
  static ExpectedRun of(Subject subject, List<Call> calls, Engine.Maker theirs)
      throws WasmException {
    Recorder recorder = new Recorder(theirs.of(subject));
    calls.forEach(recorder::call);
    return new ExpectedRun(recorder.steps);
  }

  /** Runs calls on the second engine. */
  private static final class Recorder {

    private final Engine engine;
    private final List<Step> steps = new ArrayList<>();
    private Engine.Side side;

    Recorder(Engine engine) {
      this.engine = engine;
    }

    Observation call(Call call) {
      if (side == null) {
        side = engine.start();
      }
      Observation seen = side.call(call);
      steps.add(new Step(call, seen));
      if (seen.trap() != null) {
        side = null;
      }
      return seen;
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(steps.size());
    for (Step step : steps) {
      out.writeUTF(step.call().toString());
      step.seen().write(out);
    }
  }

  static ExpectedRun read(DataInput in) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      steps.add(new Step(Call.parse(in.readUTF()), Observation.read(in)));
    }
    return new ExpectedRun(steps);
  }
}
