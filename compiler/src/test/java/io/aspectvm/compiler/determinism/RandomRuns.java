package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.random.Call;
import io.aspectvm.compiler.random.SeededRandom;
import io.aspectvm.compiler.random.Subject;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.module.FunctionType;
import java.util.Arrays;
import java.util.Map;

/** Random modules, whole and in pieces, with plenty of gas and with little. */
final class RandomRuns {

  private static final int MODULES = 48;
  private static final long[] GAS = {3_000_000, 100_000, 20_000};

  private RandomRuns() {}

  static void run(RunLog log) throws Exception {
    Isolation[] policies = Isolation.values();
    for (int seed = 0; seed < MODULES; seed++) {
      Subject module = Subject.of(seed);
      CompilerOptions options =
          CompilerOptions.of(module.profile()).withSchedule(module.schedule());
      run(log, seed, module, options, policies[seed % policies.length]);
      run(log, seed, module, options.withMethodBytes(200), policies[(seed + 1) % policies.length]);
    }
  }

  private static void run(
      RunLog log, int seed, Subject module, CompilerOptions options, Isolation policy)
      throws Exception {
    Guest guest = Guest.load(log.compile(module.wasm(), options), options, policy);
    SeededRandom random = new SeededRandom(seed);
    for (Map.Entry<String, FunctionType> function : module.functions().entrySet()) {
      Call call = Call.random(function.getKey(), function.getValue(), GAS[0], random);
      for (long gas : GAS) {
        Instance instance = guest.instance(gas);
        String result = call(guest, instance, call.export(), call.arguments());
        log.state(seed + " " + call.withGas(gas) + ": " + result, instance);
      }
    }
  }

  /** Results or trap, as text. */
  static String call(Guest guest, Instance instance, String export, long... arguments) {
    try {
      return Arrays.toString(guest.call(instance, export, arguments));
    } catch (Trap trap) {
      return trap.kind() == TrapKind.OUT_OF_GAS ? "out of gas" : trap.kind().text();
    }
  }
}
