package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.RandomModule;
import io.aspectvm.compiler.testing.SecondEngine;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random modules, compiled as a whole and in pieces, against their instrumented form on another
 * engine: results, traps, gas, globals and memory agree, also when gas runs out on the way.
 *
 * <p>{@code -Daspectvm.random.modules=N} and {@code -Daspectvm.random.seed=N} look further.
 */
class RandomModulesTest {

  private static final int MODULES = Integer.getInteger("aspectvm.random.modules", 120);
  private static final long SEED = Long.getLong("aspectvm.random.seed", 1_000_000);
  private static final long GAS = 60_000_000;
  private static final int CALLS = 3;

  @Test
  @Timeout(3_600)
  void agreeWithAnotherEngine() throws Exception {
    for (int i = 0; i < MODULES; i++) {
      long seed = SEED + i;
      try {
        compare(seed);
      } catch (Exception | AssertionError failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }

  private static void compare(long seed) throws Exception {
    RandomModule.Result module = RandomModule.of(seed, false);
    byte[] instrumented =
        ModuleInstrumenter.instrument(
                ModuleReader.read(module.bytes(), Profile.WASM.limits()),
                GasSchedules.ARTELA_CURRENT,
                Profile.WASM)
            .bytes();
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withCheckedClasses();
    Guest whole = Guest.load(module.bytes(), options, Isolation.INSTANCE);
    Guest pieces = Guest.load(module.bytes(), options.withMethodBytes(200), Isolation.CLASS_LOADER);
    Random random = new Random(seed);
    for (int f = 0; f < module.functions().size(); f++) {
      for (int call = 0; call < CALLS; call++) {
        FunctionType type = module.functions().get(f);
        long[] arguments = RandomModule.arguments(type, random);
        long gas = call == 0 ? GAS : (long) (random.nextDouble() * 200_000);
        String expected = theirs(instrumented, module, f, arguments, gas);
        assertEquals(expected, ours(whole, module, f, arguments, gas));
        assertEquals(expected, ours(pieces, module, f, arguments, gas));
      }
    }
  }

  /** Several results, which the other engine gets wrong: whole and in pieces, at least. */
  @Test
  @Timeout(3_600)
  void agreeWholeAndInPieces() throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withCheckedClasses();
    for (long seed = SEED; seed < SEED + MODULES / 2; seed++) {
      RandomModule.Result module = RandomModule.of(seed, true);
      Guest whole = Guest.load(module.bytes(), options, Isolation.STRICT);
      Guest pieces = Guest.load(module.bytes(), options.withMethodBytes(200), Isolation.INSTANCE);
      Random random = new Random(seed);
      for (int f = 0; f < module.functions().size(); f++) {
        long[] arguments = RandomModule.arguments(module.functions().get(f), random);
        for (long gas : new long[] {GAS, random.nextInt(50_000)}) {
          assertEquals(
              ours(whole, module, f, arguments, gas),
              ours(pieces, module, f, arguments, gas),
              "seed " + seed);
        }
      }
    }
  }

  private static String theirs(
      byte[] wasm, RandomModule.Result module, int function, long[] arguments, long gas) {
    SecondEngine engine = new SecondEngine(wasm);
    engine.counter().setValue(gas);
    SecondEngine.Ended ended = engine.call("f" + function, arguments);
    long left = engine.counter().getValue();
    long[] globals = new long[module.globalTypes().size()];
    Arrays.setAll(globals, i -> engine.global("g" + i).getValue());
    return describe(
        module,
        function,
        ended.results(),
        ended.trap() == null ? null : left < 0 ? "out of gas" : kind(ended.trap()),
        left,
        globals,
        engine.memory());
  }

  private static String kind(String message) {
    return Arrays.stream(TrapKind.values())
        .map(TrapKind::text)
        .filter(message::contains)
        .findFirst()
        .orElse(message);
  }

  private static String ours(
      Guest guest, RandomModule.Result module, int function, long[] arguments, long gas) {
    Instance instance = guest.instance(gas);
    long[] results = {};
    String trap = null;
    try {
      results = guest.call(instance, "f" + function, arguments);
    } catch (Trap e) {
      trap = e.kind().text();
    }
    return describe(
        module,
        function,
        results,
        trap,
        instance.gasLeft(),
        instance.globals,
        instance.memory.bytes);
  }

  private static String describe(
      RandomModule.Result module,
      int function,
      long[] results,
      String trap,
      long gasLeft,
      long[] globals,
      byte[] memory) {
    StringBuilder text = new StringBuilder("f" + function + ":");
    List<ValueType> types = module.functions().get(function).results();
    for (int i = 0; i < results.length; i++) {
      text.append(' ').append(shown(types.get(i), results[i]));
    }
    text.append(", trap ").append(trap).append(", gas left ").append(gasLeft).append(", globals");
    for (int i = 0; i < globals.length; i++) {
      text.append(' ').append(shown(module.globalTypes().get(i), globals[i]));
    }
    return text.append(", memory of ")
        .append(memory.length)
        .append(", ")
        .append(Arrays.hashCode(memory))
        .toString();
  }

  /** The value's bits; all NaNs are the same here. */
  private static String shown(ValueType type, long bits) {
    return switch (type) {
      case I32 -> Integer.toHexString((int) bits);
      case F32 -> Integer.toHexString(Float.floatToIntBits(Float.intBitsToFloat((int) bits)));
      case F64 -> Long.toHexString(Double.doubleToLongBits(Double.longBitsToDouble(bits)));
      default -> Long.toHexString(bits);
    };
  }

  /** The generator makes what the test is about. */
  @Test
  void modulesDiffer() {
    assertTrue(!Arrays.equals(RandomModule.of(1, true).bytes(), RandomModule.of(2, true).bytes()));
    assertTrue(Arrays.equals(RandomModule.of(1, true).bytes(), RandomModule.of(1, true).bytes()));
  }
}
