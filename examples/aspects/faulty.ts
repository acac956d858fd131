/**
 * Fails in every way there is, as its caller wishes: to see what a chain makes of it.
 *
 *   preContractCall, postContractCall, operation, init   the first byte of the call's data says how
 *
 *   none, 00   it does not fail
 *   01         reverts with a reason
 *   02         traps without one
 *   03         runs until its gas is used up
 *   04         has the host fail: a static call without gas
 *   05         returns a value of another type
 *   06         reverts with a reason, but goes on
 *
 * All but `init` first write the byte into the state `last`, and into transient storage.
 */
import { Bytes } from "./lib/bytes";
import { log, revert, state, staticCall, transient } from "./lib/host";
import { on } from "./lib/joinpoints";
import { OperationInput, PreContractCallInput } from "./lib/messages";
import { encodeBool, encodeString, NOTHING } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const LAST = "last";

@external("util-api", "__UtilApi__.revert")
declare function recordRevert(message: i32): void;

on("init", (input: Bytes): i32 => {
  const data = new OperationInput(input).callData;
  return data.length == 0 ? NOTHING : fail(data.byteAt(0));
});
on("operation", (input: Bytes): i32 => failAs(new OperationInput(input).callData));
on("preContractCall", (input: Bytes): i32 => failAs(new PreContractCallInput(input).call.data));
on("postContractCall", (input: Bytes): i32 => failAs(new PreContractCallInput(input).call.data));
on("isOwner", (sender: Bytes): i32 => encodeBool(true));

function failAs(data: Bytes): i32 {
  const how: u8 = data.length == 0 ? 0 : data.byteAt(0);
  const value = Bytes.zeroed(1).setByte(0, how);
  state.set(LAST, value);
  transient.set(LAST, value);
  log("faulty: " + how.toString());
  return fail(how);
}

function fail(how: u8): i32 {
  switch (how) {
    case 1:
      revert("faulty: as you wish");
      break;
    case 2:
      unreachable();
    case 3:
      while (true) {}
    case 4:
      // StaticCallRequest{to: 20 zero bytes, data: empty}
      staticCall(Bytes.zeroed(24).setByte(0, 0x12).setByte(1, 20).setByte(22, 0x1a));
      break;
    case 5:
      return encodeString("no bytes");
    case 6:
      recordRevert(encodeString("faulty: never mind"));
      break;
  }
  return NOTHING;
}
