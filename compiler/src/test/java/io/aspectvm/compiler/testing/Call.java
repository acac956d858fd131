package io.aspectvm.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DynamicTest;

/**
 * One row of a table of the ABI: a guest, how it is called, and how that must end. Immutable;
 * {@code to...} methods give a test that runs the call under every isolation policy.
 */
public final class Call {

  /** EVM gas of a call that names none. */
  public static final long GAS = 1_000_000;

  private static final long WASM_PER_EVM = 1_000;

  private final String row;
  private final GuestModule guest;
  private final CompilerOptions options;
  private final String method;
  private final long gas;
  private final List<GuestValue> arguments;

  private Call(
      String row,
      GuestModule guest,
      CompilerOptions options,
      String method,
      long gas,
      List<GuestValue> arguments) {
    this.row = row;
    this.guest = guest;
    this.options = options;
    this.method = method;
    this.gas = gas;
    this.arguments = arguments;
  }

  /** A call of {@code execute} without arguments. */
  public static Call of(String row, GuestModule guest) {
    return new Call(row, guest, CompilerOptions.of(Profile.WASM), "execute", GAS, List.of());
  }

  public Call method(String name) {
    return new Call(row, guest, options, name, gas, arguments);
  }

  public Call gas(long evmGas) {
    return new Call(row, guest, options, method, evmGas, arguments);
  }

  /** Null stands for a value of a type without index. */
  public Call arguments(GuestValue... values) {
    return new Call(row, guest, options, method, gas, java.util.Arrays.asList(values));
  }

  /** With host functions of the test's own. */
  public Call hosts(Class<?>... classes) {
    HostModules modules = HostModules.standard().plus(classes);
    return new Call(row, guest, options.withHostModules(modules), method, gas, arguments);
  }

  /** It gives a value, or null for none, and has used this much WASM gas. */
  public DynamicTest gives(GuestValue value, long wasmGasUsed) {
    return test(
        result -> {
          assertEquals(null, result.error());
          assertEquals(value == null ? Outcome.NONE : Outcome.VALUE, result.outcome());
          assertEquals(value, result.value());
          assertUsed(wasmGasUsed, result);
        });
  }

  /** It ends in an error with this text, without a trap. */
  public DynamicTest fails(String error, long wasmGasUsed) {
    return test(
        result -> {
          assertEquals(error, result.error());
          assertEquals(Outcome.ERROR, result.outcome());
          assertEquals(null, result.trap());
          assertUsed(wasmGasUsed, result);
        });
  }

  /** A trap ends it, and the error has the trap's text twice behind the method's name. */
  public DynamicTest traps(TrapKind kind, long wasmGasUsed) {
    return failsByTrap(executionFail(method, kind), kind, wasmGasUsed);
  }

  /** A trap ends it with this text. */
  public DynamicTest failsByTrap(String error, TrapKind kind, long wasmGasUsed) {
    return test(
        result -> {
          assertEquals(error, result.error());
          assertEquals(Outcome.ERROR, result.outcome());
          assertEquals(kind, result.trap());
          assertUsed(wasmGasUsed, result);
        });
  }

  /** It runs out of gas, with this much EVM gas left. */
  public DynamicTest runsOutOfGas(long evmGasLeft) {
    return test(
        result -> {
          assertEquals(Outcome.OUT_OF_GAS, result.outcome());
          assertEquals("out of gas", result.error());
          assertEquals(TrapKind.OUT_OF_GAS, result.trap());
          assertEquals(evmGasLeft, result.evmGasLeft());
          assertEquals(OptionalLong.empty(), result.wasmGasUsed());
        });
  }

  /** The start function does not succeed, with this cause. */
  public DynamicTest failsToStart(String cause) {
    return test(
        result -> {
          assertEquals("aspect init failed, " + cause, result.error());
          assertEquals(Outcome.INIT_FAILED, result.outcome());
          assertEquals(0, result.evmGasLeft());
          assertEquals(OptionalLong.empty(), result.wasmGasUsed());
        });
  }

  /** The start function is ended by a trap. */
  public DynamicTest failsToStart(TrapKind kind) {
    return failsToStart(executionFail("__aspect_start__", kind));
  }

  /** It crashes: all gas is given back. */
  public DynamicTest crashes() {
    return test(
        result -> {
          assertEquals(Outcome.CRASH, result.outcome(), () -> String.valueOf(result));
          assertEquals("aspect execution crashed", result.error());
          assertEquals(gas, result.evmGasLeft());
          assertEquals(null, result.value());
        });
  }

  private static String executionFail(String method, TrapKind kind) {
    return "method %s execution fail, err: %s: %s".formatted(method, kind.text(), kind.text());
  }

  private void assertUsed(long wasmGas, ExecutionResult result) {
    assertEquals(OptionalLong.of(wasmGas), result.wasmGasUsed(), "WASM gas used");
    assertEquals((gas * WASM_PER_EVM - wasmGas) / WASM_PER_EVM, result.evmGasLeft());
  }

  /** What a result must be. */
  @FunctionalInterface
  public interface Expectation {
    void check(ExecutionResult result);
  }

  /** A test with any expectation. */
  public DynamicTest test(Expectation expectation) {
    return DynamicTest.dynamicTest(
        row,
        () ->
            Aspects.underEachPolicy(
                guest.toByteArray(), options, aspect -> expectation.check(run(aspect))));
  }

  private ExecutionResult run(Aspect aspect) {
    return aspect.call(
        ExecutionContext.builder().build(), method, gas, arguments.toArray(GuestValue[]::new));
  }
}
