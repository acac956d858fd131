package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.AbortRecord;
import io.aspectvm.runtime.host.GuestString;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the call of an aspect came to. Plain values, all deterministic but {@code diagnostic} and
 * {@code backtrace}; immutable.
 *
 * @param outcome which of the parts below mean something
 * @param value the result where the outcome is {@link Outcome#VALUE}, otherwise null
 * @param evmGasLeft 0 to the gas given, in EVM gas; all that was given where the outcome is {@link
 *     Outcome#CRASH} or {@link Outcome#UNLOADABLE}
 * @param wasmGasUsed exact, in WASM gas, where the outcome is a value, none or an error
 * @param trap why guest code ended, or null where it did not trap; {@link TrapKind#OUT_OF_GAS}
 *     whenever the outcome is, and where gas ran out in the start function
 * @param error the text that aspect-abi, section 7, has for this row; null for a value and for none
 * @param revert what the aspect recorded with {@code revert}, whether or not it matters, or null
 * @param logs what it logged, as much as the context keeps
 * @param aborts what it gave to {@code env.abort}, as much as the context keeps
 * @param backtrace where guest code was when it ended, or empty
 * @param diagnostic what the host knows beyond the error's text, for people and logs; or null
 */
public record ExecutionResult(
    Outcome outcome,
    GuestValue value,
    long evmGasLeft,
    OptionalLong wasmGasUsed,
    TrapKind trap,
    String error,
    GuestString revert,
    List<GuestString> logs,
    List<AbortRecord> aborts,
    Backtrace backtrace,
    String diagnostic) {

  /** Text of every crash, as the layer above the reference's runtime reports it. */
  public static final String CRASH_TEXT = "aspect execution crashed";

  public ExecutionResult {
    logs = List.copyOf(logs);
    aborts = List.copyOf(aborts);
  }

  /**
   * The result for a module that could not be instantiated (aspect-abi, section 2.4).
   *
   * @param reason the loader's, or the trap's text
   */
  public static ExecutionResult unloadable(String reason, long evmGas) {
    String error = "unable to instantiate wasm module: " + reason;
    return nothingRan(Outcome.UNLOADABLE, error, evmGas, null);
  }

  /**
   * The result for an execution that this JVM could not begin, or whose result it could not make,
   * for want of memory as a rule.
   */
  public static ExecutionResult crashed(Error failure, long evmGas) {
    String diagnostic = "this JVM could not execute it: " + Diagnostic.text(failure);
    return nothingRan(Outcome.CRASH, CRASH_TEXT, evmGas, diagnostic);
  }

  /**
   * The same result, with a word in the diagnostic about what failed beside the execution, or
   * without it where there is no memory for that.
   *
   * @param what failed, for people
   */
  public ExecutionResult noting(String what, Throwable failure) {
    try {
      return noting(what + " failed: " + Diagnostic.text(failure));
    } catch (OutOfMemoryError e) {
      return this;
    }
  }

  private ExecutionResult noting(String note) {
    return new ExecutionResult(
        outcome,
        value,
        evmGasLeft,
        wasmGasUsed,
        trap,
        error,
        revert,
        logs,
        aborts,
        backtrace,
        diagnostic == null ? note : diagnostic + "; " + note);
  }

  /** Negative gas is none: no more is left than was given, and never less than nothing. */
  private static ExecutionResult nothingRan(
      Outcome outcome, String error, long evmGas, String diagnostic) {
    return new ExecutionResult(
        outcome,
        null,
        Math.max(0, evmGas),
        OptionalLong.empty(),
        null,
        error,
        null,
        List.of(),
        List.of(),
        Backtrace.EMPTY,
        diagnostic);
  }

  /** Whether the call did what was asked of it: a value, or none. */
  public boolean isSuccess() {
    return outcome == Outcome.VALUE || outcome == Outcome.NONE;
  }
}
