/**
 * Counts its own executions in four places and tells them apart by how long each count lives:
 *
 *   a WebAssembly global    the execution: always 1, unless instances are not isolated
 *   linear memory           the execution, as above
 *   transient storage       the transaction
 *   state                   for ever
 *
 *   init              call data: the first value of the state count, big-endian; nothing is 0
 *   operation         call data: ignored   ->   the four counts in this order, 8 bytes each, big-endian
 *   preTxExecute, preContractCall, postContractCall, postTxExecute   count as well and return nothing
 *
 * Each of them except `init` logs the four counts. Every sender is an owner.
 */
import { Bytes } from "./lib/bytes";
import { log, state, transient } from "./lib/host";
import { on } from "./lib/joinpoints";
import { OperationInput } from "./lib/messages";
import { encodeBool, encodeBytes, NOTHING } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const KEY = "count";

let inGlobal: u64 = 0;
const inMemory = memory.data(8);

on("init", (input: Bytes): i32 => {
  const start = new OperationInput(input).callData.toU64();
  state.set(KEY, Bytes.ofU64(start));
  return NOTHING;
});

on("operation", (input: Bytes): i32 => encodeBytes(count()));

on("preTxExecute", countOnly);
on("preContractCall", countOnly);
on("postContractCall", countOnly);
on("postTxExecute", countOnly);

on("isOwner", (sender: Bytes): i32 => encodeBool(true));

function countOnly(input: Bytes): i32 {
  count();
  return NOTHING;
}

function count(): Bytes {
  inGlobal++;
  store<u64>(inMemory, load<u64>(inMemory) + 1);
  const inTransient = transient.get(KEY).toU64() + 1;
  transient.set(KEY, Bytes.ofU64(inTransient));
  const inState = state.get(KEY).toU64() + 1;
  state.set(KEY, Bytes.ofU64(inState));

  const counts = Bytes.zeroed(32)
    .setU64(0, inGlobal)
    .setU64(8, load<u64>(inMemory))
    .setU64(16, inTransient)
    .setU64(24, inState);
  log(
    "counter: global " + inGlobal.toString() +
      ", memory " + load<u64>(inMemory).toString() +
      ", transient " + inTransient.toString() +
      ", state " + inState.toString(),
  );
  return counts;
}
