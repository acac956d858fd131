import {
  ALICE,
  execute,
  MAX_U64,
  NOT_IMPLEMENTED,
  operationInput,
  preContractCallInput,
  preTxExecuteInput,
  returns,
  returnsBytes,
  returnsNothing,
  throws,
  u64,
} from "./common.mjs";

/** What one execution does when transient storage and state hold these counts. */
function count(transient, state) {
  const after = [1n, 1n, BigInt(transient) + 1n, BigInt(state) + 1n].map((value) => value & MAX_U64);
  return {
    before: {
      ...(transient ? { transient: { count: u64(transient) } } : {}),
      ...(state ? { state: { count: u64(state) } } : {}),
    },
    result: after.map(u64).join(""),
    effects: {
      logs: [`counter: global ${after[0]}, memory ${after[1]}, transient ${after[2]}, state ${after[3]}`],
      transientAfter: { count: u64(after[2]) },
      stateAfter: { count: u64(after[3]) },
    },
  };
}

function operation(description, transient, state) {
  const { before, result, effects } = count(transient, state);
  return execute(description, "operation", operationInput(""), { ...before, ...returnsBytes(result, effects) });
}

function joinPoint(method, input, transient, state) {
  const { before, effects } = count(transient, state);
  return execute(`counts at ${method} too`, method, input, { ...before, ...returnsNothing(effects) });
}

const init = (description, callData, expectation) =>
  execute(description, "init", operationInput(callData), expectation);

export default {
  calls: [
    operation("the first execution", 0, 0),
    operation("the next transaction: state stays, nothing else", 0, 1),
    operation("the same transaction again: global and memory are fresh", 1, 1),
    operation("carries from byte to byte", 255, 65535),
    operation("the largest count wraps around", 0, MAX_U64),
    joinPoint("preTxExecute", preTxExecuteInput(), 0, 4),
    joinPoint("preContractCall", preContractCallInput(ALICE), 1, 5),
    joinPoint("postContractCall", preContractCallInput(ALICE), 2, 6),
    joinPoint("postTxExecute", preTxExecuteInput(), 3, 7),
    init("starts at 0", "", returnsNothing({ stateAfter: { count: u64(0) } })),
    init("starts at a number of any width", "0102", returnsNothing({ stateAfter: { count: u64(0x102) } })),
    init("leading zeros do not count", u64(0) + u64(7), returnsNothing({ stateAfter: { count: u64(7) } })),
    init("the largest start", u64(MAX_U64), returnsNothing({ stateAfter: { count: u64(MAX_U64) } })),
    init("a start beyond 64 bits", "01" + u64(0), throws("integer does not fit in 64 bits")),
    execute("everybody is an owner", "isOwner", ALICE, returns("bool", true)),
    execute("verifies no transactions", "verifyTx", "", NOT_IMPLEMENTED),
  ],
};
