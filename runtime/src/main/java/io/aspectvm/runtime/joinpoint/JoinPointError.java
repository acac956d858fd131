package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.service.EvmResult;
import java.util.Objects;

/**
 * Why a join point failed. Nodes decide by the kind; the text is what users and receipts get.
 *
 * @param text never null
 */
public record JoinPointError(Kind kind, String text) {

  /** Causes, as rows of the table in join-points, section 3. */
  public enum Kind {
    /** A required field of the input message is missing; nothing ran. */
    ENCODING,
    /** The bindings of the account could not be loaded; nothing ran. */
    BINDINGS,
    /** The aspect gave a reason and stopped itself. */
    REVERTED,
    /** Its gas did not suffice, or that of something that it had the host run. */
    OUT_OF_GAS,
    /** A trap, a broken rule of the ABI, or any failure of {@code __aspect_start__}. */
    EXECUTION,
    /** The result is a value of another type than the join point's. */
    WRONG_RESULT,
    /** {@code isOwner} only: it failed with a reason, which is the text. */
    REASON,
    /** The host's side failed, or the aspect could not be loaded. */
    CRASH
  }

  /** The error of every revert, with the EVM's text; the reason is in the return data. */
  static final JoinPointError REVERTED = new JoinPointError(Kind.REVERTED, EvmResult.REVERTED);

  static final JoinPointError OUT_OF_GAS =
      new JoinPointError(Kind.OUT_OF_GAS, TrapKind.OUT_OF_GAS.text());

  static final JoinPointError WRONG_RESULT =
      new JoinPointError(Kind.WRONG_RESULT, "read output failed, return value is not byte array");

  static final JoinPointError CRASH = new JoinPointError(Kind.CRASH, ExecutionResult.CRASH_TEXT);

  public JoinPointError {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(text);
  }

  /** Whether the aspect asked for it, with the reason in the return data. */
  public boolean isRevert() {
    return kind == Kind.REVERTED;
  }

  public boolean isOutOfGas() {
    return kind == Kind.OUT_OF_GAS;
  }

  public boolean isCrash() {
    return kind == Kind.CRASH;
  }
}
