package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.compiler.testing.SecondEngine;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.validate.Validator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Small functions of {@link SweepProgram} and {@link LoopProgram} under every gas limit from 0
 * until more makes no difference: whole and in pieces, an execution has done the same and has as
 * much left as its instrumented form on the second engine, also when a host function looks at the
 * counter.
 *
 * <p>{@code -Daspectvm.sweep.programs=N} and {@code -Daspectvm.sweep.seed=S} look at the seeds from
 * S to S + N - 1.
 */
class GasSweepTest {

  private static final int PROGRAMS = Integer.getInteger("aspectvm.sweep.programs", 60);
  private static final long SEED = Long.getLong("aspectvm.sweep.seed", 0);

  /** The largest limit. A function that has not ended then may have no end. */
  private static final int MOST_GAS = 1_500;

  private static final GasSchedule SCHEDULE = GasSchedules.ARTELA_LEGACY;
  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM)
          .withSchedule(SCHEDULE)
          .withHostModules(HostModules.builder().add(ProtocolHost.class).build());

  /** More than that: loops take a hundred turns. */
  private static final int FAR_GAS = 8_000;

  @Test
  void everyLimitPaysForTheSameOnBothEngines() throws Exception {
    sweepAll(SweepProgram::generate);
  }

  @Test
  void loopsOfAllFormsPayForTheSame() throws Exception {
    sweepAll(LoopProgram::generate);
  }

  private static void sweepAll(LongFunction<GuestModule> generator) throws Exception {
    int ended = 0;
    int trapped = 0;
    for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
      byte[] wasm = generator.apply(seed).toByteArray();
      Reference reference = new Reference(wasm);
      for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
        CompilerOptions options = OPTIONS.withMethodBytes(methodBytes);
        Guest guest = Guest.load(wasm, options, Isolation.INSTANCE);
        for (int argument : SweepProgram.ARGUMENTS) {
          String last = sweep(guest, reference, argument, "seed " + seed + ", " + methodBytes);
          ended += last.startsWith("ended") ? 1 : 0;
          trapped += last.startsWith("trap") && !last.startsWith(outOfGas()) ? 1 : 0;
        }
      }
    }
    assertTrue(PROGRAMS < 50 || (ended > PROGRAMS && trapped > PROGRAMS / 4), ended + " ended");
  }

  private static String outOfGas() {
    return "trap " + TrapKind.OUT_OF_GAS.text();
  }

  /**
   * Compares under every limit. What the second engine does only grows with the gas: where ours
   * does the same under several limits, it is asked for the first and the last of them.
   *
   * @return what came of the largest limit
   */
  private static String sweep(Guest guest, Reference reference, int argument, String name) {
    Instance instance = guest.instance(0);
    String before = null;
    for (int gas = 0; gas <= MOST_GAS; gas++) {
      String found = ours(guest, instance, argument, gas);
      String message = name + ", argument " + argument + ", gas ";
      if (!found.equals(before)) {
        if (before != null) {
          assertEquals(reference.run(argument, gas - 1), before, message + (gas - 1));
        }
        assertEquals(reference.run(argument, gas), found, message + gas);
      }
      before = found;
      if (!found.startsWith(outOfGas())) {
        int more = gas + 1 + Math.floorMod(gas, 7);
        assertEquals(
            reference.run(argument, more), ours(guest, instance, argument, more), message + more);
        break;
      }
    }
    String message = name + ", argument " + argument + ", gas " + FAR_GAS;
    assertEquals(
        reference.run(argument, FAR_GAS), ours(guest, instance, argument, FAR_GAS), message);
    return before;
  }

  private static String ours(Guest guest, Instance instance, int argument, long gas) {
    Arrays.fill(instance.memory.bytes, 0, SweepProgram.USED_BYTES, (byte) 0);
    Arrays.fill(instance.globals, 0);
    instance.setGas(gas);
    String end;
    try {
      end = "ended " + (int) guest.call(instance, "f", argument)[0];
    } catch (Trap trap) {
      end = "trap " + trap.kind().text();
    }
    return text(end, instance.gasLeft(), instance.globals, instance.memory.bytes);
  }

  private static String text(String end, long left, long[] globals, byte[] memory) {
    int hash = Arrays.hashCode(Arrays.copyOf(memory, SweepProgram.USED_BYTES));
    return end
        + ", gas left "
        + left
        + ", globals "
        + (int) globals[0]
        + " "
        + (int) globals[1]
        + ", memory "
        + hash;
  }

  /** The second engine's answers, each computed once. */
  private static final class Reference {

    private final WasmModule module;
    private final Map<List<Integer>, String> answers = new HashMap<>();

    Reference(byte[] wasm) throws Exception {
      byte[] instrumented =
          ModuleInstrumenter.instrument(
                  Validator.validate(ModuleReader.read(wasm, Profile.WASM.limits()), Profile.WASM),
                  SCHEDULE)
              .bytes();
      module = Parser.parse(SecondEngineModule.of(instrumented).wasm());
    }

    String run(int argument, int gas) {
      return answers.computeIfAbsent(List.of(argument, gas), key -> compute(argument, gas));
    }

    private String compute(int argument, int gas) {
      HostFunction counter =
          new HostFunction(
              ProtocolHost.MODULE,
              "counter",
              FunctionType.of(List.of(), List.of(ValType.I64)),
              (instance, values) ->
                  new long[] {instance.exports().global(Profile.GAS_COUNTER).getValue()});
      SecondEngine engine = new SecondEngine(module, counter);
      engine.counter().setValue(gas);
      SecondEngine.Ended ended = engine.call("f", argument);
      long left = engine.counter().getValue();
      String end =
          ended.trap() == null
              ? "ended " + (int) ended.results()[0]
              : "trap " + (left < 0 ? TrapKind.OUT_OF_GAS.text() : OtherEngine.kind(ended.trap()));
      long[] globals = {engine.global("steps").getValue(), engine.global("last").getValue()};
      return text(end, left, globals, engine.memory());
    }
  }
}
