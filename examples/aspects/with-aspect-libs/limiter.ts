/**
 * A block-list and a call limit again, as one writes it on top of Artela's library. Compare with `guard.ts`.
 *
 *   preContractCall   reverts if the caller is blocked or has used up its calls
 *   operation         call data: 01 address(20) blocks, 02 address(20) unblocks; by the owner only
 *   isOwner           compares with the property `owner` (20 bytes)
 *
 * Property `limit`: calls per caller, a big-endian integer; without it there is no limit.
 * State: `blocked:<address>` is a bool and `calls:<address>` a u64, both in the library's own encoding.
 */
import {
  allocate,
  entryPoint,
  execute,
  IAspectOperation,
  IPreContractCallJP,
  OperationInput,
  PreContractCallInput,
  sys,
  uint8ArrayToHex,
} from "@artela/aspect-libs";

class Limiter implements IPreContractCallJP, IAspectOperation {
  isOwner(sender: Uint8Array): bool {
    const owner = sys.hostApi.aspectProperty.get("owner");
    return owner.length == 20 && uint8ArrayToHex(owner) == uint8ArrayToHex(sender);
  }

  operation(input: OperationInput): Uint8Array {
    // Nullable fields are checked through a local: the compiler does not trust that a field stays as it was checked.
    const tx = input.tx;
    sys.require(tx != null && this.isOwner(tx.from), "limiter: only the owner may do this");

    const data = input.callData;
    sys.require(data.length == 21 && (data[0] == 1 || data[0] == 2), "limiter: unknown command");
    const account = uint8ArrayToHex(data.subarray(1), "0x");
    const block = data[0] == 1;
    sys.aspect.mutableState.get<bool>("blocked:" + account).set<bool>(block);
    sys.log((block ? "limiter: blocked " : "limiter: unblocked ") + account);
    return new Uint8Array(0);
  }

  preContractCall(input: PreContractCallInput): void {
    const call = input.call;
    if (call == null) {
      sys.revert("limiter: no call");
      return;
    }
    const caller = uint8ArrayToHex(call.from, "0x");

    const blocked = sys.aspect.mutableState.get<bool>("blocked:" + caller).unwrap();
    sys.require(!blocked, "limiter: " + caller + " is blocked");

    const configured = sys.hostApi.aspectProperty.get("limit");
    if (configured.length == 0) return;
    const limit = bigEndian(configured);
    const calls = sys.aspect.mutableState.get<u64>("calls:" + caller);
    const before = calls.unwrap();
    sys.require(before < limit, "limiter: limit of " + limit.toString() + " calls reached");
    calls.set<u64>(before + 1);
    sys.log("limiter: call " + (before + 1).toString() + " of " + limit.toString() + " by " + caller);
  }
}

/** The node passes properties on as they are; the library's integer types would read them little-endian. */
function bigEndian(bytes: Uint8Array): u64 {
  let value: u64 = 0;
  for (let i = 0; i < bytes.length; i++) value = (value << 8) | bytes[i];
  return value;
}

const aspect = new Limiter();
entryPoint.setAspect(aspect);
entryPoint.setOperationAspect(aspect);

export { execute, allocate };
