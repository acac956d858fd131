package io.aspectvm.examples.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.ContractCallRules;
import java.util.Map;

/** The contracts of this chain: what their code does, in place of an EVM. */
final class Contracts {

  /** Uses some gas and returns. */
  static final ByteKey TOKEN = Accounts.address("token");

  /** Calls the token as often as its call data has bytes. */
  static final ByteKey VAULT = Accounts.address("vault");

  private static final Map<ByteKey, Code> CODE =
      Map.of(TOKEN, Contracts::token, VAULT, Contracts::vault);

  private static final long TOKEN_GAS = 5_000;
  private static final long VAULT_GAS = 1_000;
  private static final byte[] ONE = ByteKey.word(new byte[] {1}).bytes();
  private static final byte[] NOTHING = {};

  private Contracts() {}

  /** Makes calls to contracts. */
  @FunctionalInterface
  interface Caller {
    CallOutcome call(ByteKey from, ByteKey to, byte[] data, long gas);
  }

  /** How a contract's code ended, without what follows from it. */
  record Result(byte[] data, long gasLeft, CallError error) {}

  /** Code of a contract. */
  @FunctionalInterface
  private interface Code {
    Result run(byte[] data, long gas, Caller caller);
  }

  static boolean hasCode(ByteKey address) {
    return CODE.containsKey(address);
  }

  /** Runs the code at an address; without code nothing happens. */
  static Result run(ByteKey address, byte[] data, long gas, Caller caller) {
    Code code = CODE.get(address);
    return code == null ? new Result(NOTHING, gas, null) : code.run(data, gas, caller);
  }

  private static Result token(byte[] data, long gas, Caller caller) {
    return gas < TOKEN_GAS
        ? new Result(NOTHING, 0, CallError.OUT_OF_GAS)
        : new Result(ONE, gas - TOKEN_GAS, null);
  }

  private static Result vault(byte[] data, long gas, Caller caller) {
    long left = gas - VAULT_GAS;
    if (left < 0) {
      return new Result(NOTHING, 0, CallError.OUT_OF_GAS);
    }
    for (int i = 0; i < data.length; i++) {
      // All but one 64th (EIP-150).
      long given = left - left / 64;
      CallOutcome outcome = caller.call(VAULT, TOKEN, NOTHING, given);
      left = left - given + outcome.gasLeft();
      if (!outcome.isSuccess()) {
        return new Result(outcome.returnDataForCaller(), left, CallError.EVM_REVERTED);
      }
    }
    return new Result(ONE, left, null);
  }

  /** What follows from how the code of a call without join points ended. */
  static CallOutcome finish(Result result) {
    return ContractCallRules.finish(result.data(), result.gasLeft(), result.error());
  }
}
