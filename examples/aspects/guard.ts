/**
 * Guards a contract: a block-list, and a limit of calls per sender.
 *
 *   init              does nothing; a chain deploys no aspect without it
 *   preContractCall   reverts if the caller or the transaction's sender is blocked, or if the sender used up its calls
 *   operation         configures; call data is a command byte and its arguments, below
 *   isOwner           compares with the property `owner` (20 bytes)
 *
 * Commands. Only the owner may change anything; `show` is for everybody. Integers are big-endian.
 *
 *   01 limit(8) period(8)   at most `limit` calls in each run of `period` blocks; period 0: at most `limit` ever
 *   02 address(20)          block
 *   03 address(20)          unblock
 *   04 address(20)          show   ->   blocked(1) window(8) calls(8): the window last used, and the calls in it
 *
 * Until the owner has set a limit, the properties `limit` and `period` (big-endian integers) hold; without a property
 * `limit` there is none, and calls are not counted.
 *
 * State: `rule` = limit(8) period(8); `blocked:0x<address>` = 01; `calls:0x<address>` = window(8) calls(8).
 */
import { Bytes } from "./lib/bytes";
import { context, log, property, require, revert, state } from "./lib/host";
import { on } from "./lib/joinpoints";
import { bytesData, OperationInput, PreContractCallInput } from "./lib/messages";
import { encodeBool, encodeBytes, NOTHING } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const enum Command {
  SetLimit = 1,
  Block = 2,
  Unblock = 3,
  Show = 4,
}

const ADDRESS: i32 = 20;

on("init", (input: Bytes): i32 => NOTHING);

on("preContractCall", (input: Bytes): i32 => {
  const message = new PreContractCallInput(input);
  const caller = message.call.from;
  // Counted by the sender of the transaction: a limit on direct callers could be dodged with a row of proxy contracts.
  const sender = bytesData(context.get("tx.from"));
  requireNotBlocked(caller);
  if (!sender.equals(caller)) requireNotBlocked(sender);
  countCall(sender, message.block.number);
  return NOTHING;
});

on("operation", (input: Bytes): i32 => {
  const message = new OperationInput(input);
  const data = message.callData;
  require(data.length > 0, "guard: command missing");
  const command = <Command>data.byteAt(0);
  const argument = data.slice(1);

  if (command == Command.Show) return show(argument);

  require(isOwner(message.tx.from), "guard: only the owner may do this");
  switch (command) {
    case Command.SetLimit:
      require(argument.length == 16, "guard: limit and period expected");
      state.set("rule", argument);
      log("guard: limit " + argument.u64At(0).toString() + " per " + argument.u64At(8).toString() + " blocks");
      break;
    case Command.Block:
      state.set(blockedKey(address(argument)), Bytes.zeroed(1).setByte(0, 1));
      log("guard: blocked " + argument.toHex());
      break;
    case Command.Unblock:
      // An empty value deletes.
      state.set(blockedKey(address(argument)), Bytes.empty());
      log("guard: unblocked " + argument.toHex());
      break;
    default:
      revert("guard: unknown command");
  }
  return encodeBytes(Bytes.empty());
});

on("isOwner", (sender: Bytes): i32 => encodeBool(isOwner(sender)));

function isOwner(sender: Bytes): bool {
  // Without the property nobody is: an empty owner must not match an empty sender.
  const owner = property.get("owner");
  return owner.length == ADDRESS && owner.equals(sender);
}

function requireNotBlocked(account: Bytes): void {
  if (isBlocked(account)) revert("guard: " + account.toHex() + " is blocked");
}

function isBlocked(account: Bytes): bool {
  return state.get(blockedKey(account)).length > 0;
}

function countCall(sender: Bytes, block: u64): void {
  const rule = currentRule();
  if (rule.length == 0) return;
  const limit = rule.u64At(0);
  const period = rule.u64At(8);

  const window = period == 0 ? 0 : block / period;
  const key = callsKey(sender);
  const record = state.get(key);
  const before: u64 = record.length > 0 && record.u64At(0) == window ? record.u64At(8) : 0;
  if (before >= limit) {
    const per = period == 0 ? "" : " per " + period.toString() + " blocks";
    revert("guard: limit of " + limit.toString() + " calls" + per + " reached");
  }

  state.set(key, Bytes.zeroed(16).setU64(0, window).setU64(8, before + 1));
  log("guard: call " + (before + 1).toString() + " of " + limit.toString() + " by " + sender.toHex());
}

/** limit(8) period(8), or empty if there is no limit. */
function currentRule(): Bytes {
  const rule = state.get("rule");
  if (rule.length > 0) return rule;
  const limit = property.get("limit");
  if (limit.length == 0) return limit;
  return Bytes.zeroed(16).setU64(0, limit.toU64()).setU64(8, property.get("period").toU64());
}

function show(argument: Bytes): i32 {
  const account = address(argument);
  const answer = Bytes.zeroed(17).setByte(0, isBlocked(account) ? 1 : 0);
  // Without a record nothing is put there, and the zeros stay.
  return encodeBytes(answer.put(1, state.get(callsKey(account))));
}

function address(argument: Bytes): Bytes {
  require(argument.length == ADDRESS, "guard: address expected");
  return argument;
}

function blockedKey(account: Bytes): string {
  return "blocked:" + account.toHex();
}

function callsKey(account: Bytes): string {
  return "calls:" + account.toHex();
}
