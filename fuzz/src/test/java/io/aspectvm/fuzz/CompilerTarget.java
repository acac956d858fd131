package io.aspectvm.fuzz;

import io.aspectvm.compiler.CompileLimitException;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.MemoryCeiling;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.random.Configuration;
import io.aspectvm.compiler.random.Subject;
import io.aspectvm.gas.inject.Instrumentability;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.plan.MeteringException;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.util.List;

/**
 * Compiler and compiled code: a valid module compiles, or is refused by the exception of a limit or
 * of gas; the JVM verifies all its classes; executions with little gas end, never with more gas
 * than they were given; whole and in pieces, under different policies, they end alike.
 *
 * <p>Input: a byte that says how to make the module, a byte of options, and what the module is made
 * of: choices of the generator of random modules, or {@link ModuleParts}.
 */
public final class CompilerTarget {

  /** In the first byte: by the generator; the bit below is its profile. */
  static final int GENERATED = 2;

  private static final int HEADER_BYTES = 2;
  private static final int SHORT_METHODS = 200;

  private static final List<GasSchedule> SCHEDULES =
      List.of(
          GasSchedules.ARTELA_CURRENT,
          GasSchedules.ARTELA_LEGACY,
          GasSchedules.HARDENED,
          GasSchedules.ARTELA_CURRENT);

  private CompilerTarget() {}

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HEADER_BYTES) {
      return;
    }
    boolean generated = (input[0] & GENERATED) != 0;
    int choices = Byte.toUnsignedInt(input[1]);
    Profile profile = profile(generated ? input[0] : choices);
    CompilerOptions options =
        CompilerOptions.of(profile)
            .withSchedule(SCHEDULES.get((choices >> 1) & 3))
            .withMemory(new MemoryCeiling(4, 4));
    byte[] module = generated ? generate(profile, input) : ModuleParts.module(parts(input));
    ValidatedModule validated;
    try {
      validated = Validator.validate(module, profile);
      Instrumentability.check(validated.module());
    } catch (WasmException e) {
      Require.that(!generated, "a generated module is not valid: " + e.getMessage());
      return;
    }
    instrument(validated, options.schedule());
    run(module, options, choices, generated);
  }

  private static Profile profile(int choice) {
    return (choice & 1) == 0 ? Profile.ASPECT : Profile.WASM;
  }

  private static byte[] generate(Profile profile, byte[] input) {
    Configuration configuration =
        profile.equals(Profile.ASPECT) ? Configuration.ASPECT : Configuration.WASM;
    return Subject.bytes(configuration, new InputRandom(input, HEADER_BYTES));
  }

  /** What {@link ModuleParts} takes: without the options. */
  private static byte[] parts(byte[] input) {
    byte[] parts = new byte[input.length - 1];
    parts[0] = input[0];
    System.arraycopy(input, HEADER_BYTES, parts, 1, parts.length - 1);
    return parts;
  }

  private static void instrument(ValidatedModule module, GasSchedule schedule) {
    byte[] instrumented;
    try {
      instrumented = ModuleInstrumenter.instrument(module, schedule).bytes();
    } catch (WasmException e) {
      Require.oneLine(e.getMessage());
      return;
    }
    try {
      Validator.validate(instrumented, Profile.WASM);
    } catch (WasmException e) {
      // Looked at last: all else is valid.
      if (!e.getMessage().contains("reserved export name")) {
        throw new AssertionError("the instrumented module is not valid", e);
      }
    }
  }

  private static void run(
      byte[] module, CompilerOptions options, int choices, boolean mustCompile) {
    CompiledModule whole = compile(module, options, mustCompile);
    CompiledModule pieces =
        compile(module, options.withMethodBytes(SHORT_METHODS).withTurnWork(0), false);
    if (whole == null) {
      return;
    }
    VerifyingLoader.verify(whole);
    long gas = 500L << ((choices >> 3) & 15);
    List<String> expected = Executions.of(whole, Isolation.INSTANCE, gas);
    if (pieces != null) {
      VerifyingLoader.verify(pieces);
      Isolation isolation = Isolation.values()[choices % Isolation.values().length];
      List<String> other = Executions.of(pieces, isolation, gas);
      Require.that(expected.equals(other), "whole: " + expected + ", in pieces: " + other);
    }
  }

  /** The module, or null where a limit does not let it through. */
  private static CompiledModule compile(
      byte[] module, CompilerOptions options, boolean mustCompile) {
    try {
      return new ModuleCompiler(options).compile(module).module();
    } catch (CompileLimitException | MeteringException e) {
      Require.that(!mustCompile, e.getMessage());
      Require.oneLine(e.getMessage());
      return null;
    } catch (WasmException e) {
      throw new AssertionError("a valid module is refused", e);
    }
  }
}
