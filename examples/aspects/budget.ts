/**
 * Lets a transaction run only so many executions of another aspect: of `counter`, by the count that it keeps in
 * transient storage.
 *
 *   postTxExecute   reverts if the other aspect counted more than `limit` in this transaction, and otherwise adds its
 *                   count to the state `spent`
 *   operation       call data: ignored   ->   the state `spent`, 8 bytes, big-endian
 *   isOwner         compares with the property `owner` (20 bytes)
 *
 * Properties: `of` = the other aspect's id (20); `limit`, an integer, big-endian.
 */
import { Bytes } from "./lib/bytes";
import { log, property, require, state, transient } from "./lib/host";
import { on } from "./lib/joinpoints";
import { encodeBool, encodeBytes, NOTHING } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const COUNT = "count";
const SPENT = "spent";

on("init", (input: Bytes): i32 => NOTHING);

on("postTxExecute", (input: Bytes): i32 => {
  const count = transient.getOf(property.get("of"), COUNT).toU64();
  const limit = property.get("limit").toU64();
  require(count <= limit, "budget: " + count.toString() + " executions, " + limit.toString() + " allowed");
  const spent = state.get(SPENT).toU64() + count;
  state.set(SPENT, Bytes.ofU64(spent));
  log("budget: " + count.toString() + " of " + limit.toString() + ", " + spent.toString() + " in all");
  return NOTHING;
});

on("operation", (input: Bytes): i32 => encodeBytes(Bytes.ofU64(state.get(SPENT).toU64())));

on("isOwner", (sender: Bytes): i32 => encodeBool(property.get("owner").equals(sender)));
