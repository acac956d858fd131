package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.testing.RandomModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import java.util.Arrays;
import java.util.Random;

/** Random modules, whole and in pieces, with plenty of gas and with little. */
final class RandomRuns {

  private static final int MODULES = 24;
  private static final long[] GAS = {3_000_000, 100_000, 20_000};

  private RandomRuns() {}

  static void run(RunLog log) throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    for (int seed = 0; seed < MODULES; seed++) {
      RandomModule.Result module = RandomModule.of(seed, seed % 2 == 0);
      Isolation[] policies = Isolation.values();
      run(log, seed, module, options, policies[seed % policies.length]);
      run(log, seed, module, options.withMethodBytes(200), policies[(seed + 1) % policies.length]);
    }
  }

  private static void run(
      RunLog log, int seed, RandomModule.Result module, CompilerOptions options, Isolation policy)
      throws Exception {
    Guest guest = Guest.load(log.compile(module.bytes(), options), options, policy);
    Random random = new Random(seed);
    for (int f = 0; f < module.functions().size(); f++) {
      long[] arguments = RandomModule.arguments(module.functions().get(f), random);
      for (long gas : GAS) {
        Instance instance = guest.instance(gas);
        log.state(
            seed + " f" + f + " with " + gas + ": " + call(guest, instance, "f" + f, arguments),
            instance);
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
