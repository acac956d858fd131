import {
  ALICE,
  BOB,
  execute,
  operationInput,
  OWNER,
  preContractCallInput,
  returns,
  returnsBytes,
  returnsNothing,
  reverts,
  throws,
} from "./common.mjs";

const blockedKey = (account) => `blocked:0x${account}`;
const callsKey = (account) => `calls:0x${account}`;

/** The library's encoding of a number below 2^28: a sign byte, then one word, little-endian; zero is empty. */
function libraryNumber(value) {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32LE(value, 1);
  return bytes.toString("hex");
}

const properties = { owner: OWNER, limit: "03" };

const operation = (description, from, callData, expectation, state = {}) =>
  execute(description, "operation", operationInput(callData, { from }), { properties, state, ...expectation });

const guarded = (description, state, expectation, given = properties) =>
  execute(description, "preContractCall", preContractCallInput(ALICE), { properties: given, state, ...expectation });

/** The library throws the message as well as it hands it to the host, so that it also reaches `abort`. */
const fails = (message) => reverts(`limiter: ${message}`, { aborts: [`limiter: ${message}`] });

const counted = (calls) =>
  returnsNothing({
    logs: [`limiter: call ${calls} of 3 by 0x${ALICE}`],
    stateAfter: { [callsKey(ALICE)]: libraryNumber(calls) },
  });

export default {
  calls: [
    execute("the owner", "isOwner", OWNER, { properties, ...returns("bool", true) }),
    execute("somebody else", "isOwner", ALICE, { properties, ...returns("bool", false) }),
    operation(
      "blocks",
      OWNER,
      "01" + BOB,
      returnsBytes("", { logs: [`limiter: blocked 0x${BOB}`], stateAfter: { [blockedKey(BOB)]: "01" } }),
    ),
    operation(
      "unblocks",
      OWNER,
      "02" + BOB,
      returnsBytes("", { logs: [`limiter: unblocked 0x${BOB}`], stateAfter: {} }),
      { [blockedKey(BOB)]: "01" },
    ),
    operation("somebody else", ALICE, "01" + BOB, fails("only the owner may do this")),
    operation("unknown command", OWNER, "03" + BOB, fails("unknown command")),
    operation("no command", OWNER, "", fails("unknown command")),
    guarded("the first call", {}, counted(1)),
    guarded("the last call allowed", { [callsKey(ALICE)]: libraryNumber(2) }, counted(3)),
    guarded("one call too many", { [callsKey(ALICE)]: libraryNumber(3) }, fails("limit of 3 calls reached")),
    guarded("a blocked caller", { [blockedKey(ALICE)]: "01" }, fails(`0x${ALICE} is blocked`)),
    guarded("without a limit", {}, returnsNothing(), { owner: OWNER }),
    execute("a method that there is not", "frobnicate", "", throws("method frobnicate not found or not implemented")),
  ],
};
