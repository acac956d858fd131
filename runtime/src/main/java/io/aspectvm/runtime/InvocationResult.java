package io.aspectvm.runtime;

import java.util.Arrays;
import java.util.Locale;

/**
 * What the call of a raw export came to. Plain values, immutable; {@code crash} and {@code
 * backtrace} are for people.
 *
 * @param results raw bits, of 32-bit types in the low half; empty unless the call returned
 * @param trap why guest code ended early, or null
 * @param crash what failed in the host or in the runtime where the call ended with that, or null
 * @param gasUsed WASM gas; all that was given where the trap is {@link TrapKind#OUT_OF_GAS}
 * @param gasLeft the counter in WASM gas; -1 after out of gas
 * @param backtrace where guest code was when it ended early, or empty
 */
public record InvocationResult(
    long[] results, TrapKind trap, String crash, long gasUsed, long gasLeft, Backtrace backtrace) {

  public InvocationResult {
    results = results.clone();
  }

  /** A copy. */
  @Override
  public long[] results() {
    return results.clone();
  }

  /** Whether the call returned. */
  public boolean isSuccess() {
    return trap == null && crash == null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InvocationResult
        && Arrays.equals(results, ((InvocationResult) other).results)
        && trap == ((InvocationResult) other).trap
        && java.util.Objects.equals(crash, ((InvocationResult) other).crash)
        && gasUsed == ((InvocationResult) other).gasUsed
        && gasLeft == ((InvocationResult) other).gasLeft
        && backtrace.equals(((InvocationResult) other).backtrace);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(results) * 31 + Long.hashCode(gasLeft);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "InvocationResult[results=%s, trap=%s, crash=%s, gasUsed=%d, gasLeft=%d]",
        Arrays.toString(results),
        trap,
        crash,
        gasUsed,
        gasLeft);
  }
}
