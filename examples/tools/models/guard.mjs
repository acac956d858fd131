import {
  ALICE,
  BOB,
  block,
  bytesData,
  bytesField,
  call,
  execute,
  MAX_U64,
  NOT_IMPLEMENTED,
  number,
  operationInput,
  OWNER,
  preContractCallInput,
  returns,
  returnsBytes,
  returnsNothing,
  reverts,
  throws,
  u64,
  uintField,
} from "./common.mjs";

const properties = { owner: OWNER };
const blockedKey = (account) => `blocked:0x${account}`;
const callsKey = (account) => `calls:0x${account}`;
const rule = (limit, period) => u64(limit) + u64(period);
const record = (window, calls) => u64(window) + u64(calls);

// isOwner

const isOwner = (description, sender, given, expected) =>
  execute(description, "isOwner", sender, { properties: given, ...returns("bool", expected) });

const ownership = [
  isOwner("the owner", OWNER, properties, true),
  isOwner("somebody else", ALICE, properties, false),
  isOwner("nobody owns an aspect without the property", OWNER, {}, false),
  isOwner("an empty sender is no owner either", "", {}, false),
  isOwner("a property of another length is no owner", "00", { owner: "00" }, false),
];

// operation

const operation = (description, from, callData, expectation, before = {}) =>
  execute(description, "operation", operationInput(callData, { from }), { properties, ...before, ...expectation });

const changes = (log, stateAfter) => returnsBytes("", { logs: [`guard: ${log}`], stateAfter });
const ownerOnly = reverts("guard: only the owner may do this");

const operations = [
  operation("sets a limit", OWNER, "01" + rule(3, 10), changes("limit 3 per 10 blocks", { rule: rule(3, 10) })),
  operation(
    "sets the largest limit",
    OWNER,
    "01" + rule(MAX_U64, MAX_U64),
    changes(`limit ${MAX_U64} per ${MAX_U64} blocks`, { rule: rule(MAX_U64, MAX_U64) }),
  ),
  operation("replaces a limit", OWNER, "01" + rule(0, 0), changes("limit 0 per 0 blocks", { rule: rule(0, 0) }), {
    state: { rule: rule(3, 10) },
  }),
  operation("blocks", OWNER, "02" + BOB, changes(`blocked 0x${BOB}`, { [blockedKey(BOB)]: "01" })),
  operation("blocks twice", OWNER, "02" + BOB, changes(`blocked 0x${BOB}`, { [blockedKey(BOB)]: "01" }), {
    state: { [blockedKey(BOB)]: "01" },
  }),
  operation("unblocks", OWNER, "03" + BOB, changes(`unblocked 0x${BOB}`, { [blockedKey(ALICE)]: "01" }), {
    state: { [blockedKey(BOB)]: "01", [blockedKey(ALICE)]: "01" },
  }),
  operation("unblocks who is not blocked", OWNER, "03" + BOB, changes(`unblocked 0x${BOB}`, {})),
  operation("shows an unknown account to anybody", ALICE, "04" + BOB, returnsBytes("00" + record(0, 0))),
  operation("shows a blocked account with calls", ALICE, "04" + BOB, returnsBytes("01" + record(9, 2)), {
    state: { [blockedKey(BOB)]: "01", [callsKey(BOB)]: record(9, 2), [callsKey(ALICE)]: record(1, 1) },
  }),
  operation("somebody else sets a limit", ALICE, "01" + rule(3, 10), ownerOnly),
  operation("somebody else blocks", ALICE, "02" + BOB, ownerOnly),
  operation("the blocked one unblocks itself", BOB, "03" + BOB, ownerOnly, { state: { [blockedKey(BOB)]: "01" } }),
  operation("nobody may change an aspect without an owner", OWNER, "02" + BOB, ownerOnly, { properties: {} }),
  operation("no command", OWNER, "", reverts("guard: command missing")),
  operation("command 0", OWNER, "00" + BOB, reverts("guard: unknown command")),
  operation("command 5", OWNER, "05" + BOB, reverts("guard: unknown command")),
  operation("an unknown command from somebody else", ALICE, "05" + BOB, ownerOnly),
  operation("a limit without a period", OWNER, "01" + u64(3), reverts("guard: limit and period expected")),
  operation("a limit that is too long", OWNER, "01" + rule(3, 10) + "00", reverts("guard: limit and period expected")),
  operation("an address of 19 bytes", OWNER, "02" + BOB.slice(2), reverts("guard: address expected")),
  operation("an address of 21 bytes", OWNER, "03" + BOB + "00", reverts("guard: address expected")),
  operation("an address of no bytes", ALICE, "04", reverts("guard: address expected")),
];

// preContractCall

/** Alice calls directly unless it says otherwise. */
function guarded(description, { from = ALICE, sender = from, height = 100, input, ...before }, expectation) {
  return execute(description, "preContractCall", input ?? preContractCallInput(from, height), {
    properties,
    context: { "tx.from": bytesData(sender) },
    ...before,
    ...expectation,
  });
}

const passes = returnsNothing();

/** A call that is allowed and counted. */
function counted(description, { limit, window, calls, ...given }) {
  const sender = given.sender ?? given.from ?? ALICE;
  return guarded(
    description,
    given,
    returnsNothing({
      logs: [`guard: call ${calls} of ${limit} by 0x${sender}`],
      stateAfter: { ...given.state, [callsKey(sender)]: record(window, calls) },
    }),
  );
}

const state = (limit, period, window, calls) => ({
  rule: rule(limit, period),
  ...(calls === undefined ? {} : { [callsKey(ALICE)]: record(window, calls) }),
});

const blocked = (account) => reverts(`guard: 0x${account} is blocked`);
const limitReached = (limit, period) =>
  reverts(`guard: limit of ${limit} calls${period === 0 ? "" : ` per ${period} blocks`} reached`);

const guardedCalls = [
  guarded("without rules every call passes, uncounted", {}, passes),
  guarded("a blocked caller", { state: { [blockedKey(ALICE)]: "01" } }, blocked(ALICE)),
  guarded("another account is blocked", { state: { [blockedKey(BOB)]: "01" } }, passes),
  guarded(
    "a blocked sender behind a contract",
    { from: BOB, sender: ALICE, state: { [blockedKey(ALICE)]: "01" } },
    blocked(ALICE),
  ),
  guarded(
    "a blocked contract of a good sender",
    { from: BOB, sender: ALICE, state: { [blockedKey(BOB)]: "01" } },
    blocked(BOB),
  ),
  guarded(
    "the block-list comes before the limit",
    { state: { [blockedKey(ALICE)]: "01", ...state(3, 10, 10, 3) } },
    blocked(ALICE),
  ),

  counted("the first call", { state: state(3, 10), limit: 3, window: 10, calls: 1 }),
  counted("the last call allowed", { state: state(3, 10, 10, 2), limit: 3, window: 10, calls: 3 }),
  guarded("one call too many", { state: state(3, 10, 10, 3) }, limitReached(3, 10)),
  guarded("the last block of the window", { height: 109, state: state(3, 10, 10, 3) }, limitReached(3, 10)),
  counted("the first block of the next window", {
    height: 110,
    state: state(3, 10, 10, 3),
    limit: 3,
    window: 11,
    calls: 1,
  }),
  counted("counts the sender, not the contract that calls", {
    from: BOB,
    sender: ALICE,
    state: state(3, 10, 10, 1),
    limit: 3,
    window: 10,
    calls: 2,
  }),
  counted("another sender has its own count", {
    from: BOB,
    state: state(3, 10, 10, 3),
    limit: 3,
    window: 10,
    calls: 1,
  }),
  counted("period 0: the window never ends", {
    height: MAX_U64,
    state: state(2, 0, 0, 1),
    limit: 2,
    window: 0,
    calls: 2,
  }),
  guarded("period 0: used up for ever", { height: MAX_U64, state: state(2, 0, 0, 2) }, limitReached(2, 0)),
  guarded("limit 0: nobody may call", { state: state(0, 1) }, limitReached(0, 1)),
  counted("the largest numbers", {
    height: MAX_U64,
    state: state(MAX_U64, 1, MAX_U64, MAX_U64 - 1n),
    limit: MAX_U64,
    window: MAX_U64,
    calls: MAX_U64,
  }),
  guarded("block 0 belongs to window 0", { height: 0, state: state(3, 10, 0, 3) }, limitReached(3, 10)),

  counted("a limit from the properties, of one byte", {
    properties: { owner: OWNER, limit: "02" },
    limit: 2,
    window: 0,
    calls: 1,
  }),
  counted("limit and period from the properties, of 32 bytes", {
    properties: { owner: OWNER, limit: number(300, 32), period: number(7, 32) },
    limit: 300,
    window: 14,
    calls: 1,
  }),
  counted("the state's limit goes before the properties'", {
    properties: { owner: OWNER, limit: "00" },
    state: state(3, 10),
    limit: 3,
    window: 10,
    calls: 1,
  }),
  guarded(
    "a limit beyond 64 bits",
    { properties: { limit: "01" + u64(0) } },
    throws("integer does not fit in 64 bits"),
  ),

  counted("fields in another order, and unknown ones of every wire type", {
    input:
      uintField(9, MAX_U64) + // varint
      "51" +
      u64(0) + // field 10, fixed 64 bits
      bytesField(11, "aabb") +
      "65" +
      "00000000" + // field 12, fixed 32 bits
      bytesField(2, uintField(7, 1) + block(100)) +
      bytesField(1, call(ALICE)),
    state: state(3, 10),
    limit: 3,
    window: 10,
    calls: 1,
  }),
  counted("a message field twice is merged, and the last scalar wins", {
    input:
      bytesField(1, bytesField(1, BOB)) +
      bytesField(2, block(7)) +
      bytesField(1, call(ALICE)) +
      bytesField(2, block(100)),
    state: state(3, 10),
    limit: 3,
    window: 10,
    calls: 1,
  }),
  guarded("a message that ends early", { input: "0a5b0a14" }, throws("malformed message")),
  guarded("a varint that never ends", { input: "12" + "0b" + "08" + "ff".repeat(10) }, throws("malformed message")),
  guarded("a length beyond 32 bits", { input: "0a" + "8080808010" }, throws("malformed message")),
  guarded("a group, which has no meaning here", { input: "0b" }, throws("malformed message")),
  guarded("a block that is no message", { input: "1001" }, throws("malformed message")),

  {
    ...guarded("the node does not tell the sender", {}, { outcome: "error", trap: "write params failed" }),
    context: {},
  },
  execute("has no postContractCall", "postContractCall", preContractCallInput(ALICE), NOT_IMPLEMENTED),
];

const init = execute("init does nothing", "init", operationInput(""), returnsNothing({}));

export default { calls: [init, ...ownership, ...operations, ...guardedCalls] };
