/**
 * The host functions that the examples use, and thin wrappers that speak texts and bytes instead of value pointers.
 *
 * The import names are fixed by the node: module `<name>-api`, field `__<Name>Api__.<function>`. A function that is
 * declared here but not used leaves no import in the module.
 */
import { Bytes } from "./bytes";
import { decodeBytes, decodeInt64, encodeBytes, encodeString } from "./value";

@external("util-api", "__UtilApi__.revert")
declare function hostRevert(message: i32): void;
@external("util-api", "__UtilApi__.sLog")
declare function hostLog(message: i32): void;
@external("util-api", "__UtilApi__.gas")
declare function hostGas(): i32;
@external("crypto-api", "__CryptoApi__.keccak")
declare function hostKeccak(data: i32): i32;
@external("crypto-api", "__CryptoApi__.sha256")
declare function hostSha256(data: i32): i32;
@external("crypto-api", "__CryptoApi__.ecRecover")
declare function hostEcRecover(input: i32): i32;
@external("aspect-state-api", "__AspectStateApi__.get")
declare function hostStateGet(key: i32): i32;
@external("aspect-state-api", "__AspectStateApi__.set")
declare function hostStateSet(key: i32, value: i32): void;
@external("aspect-property-api", "__AspectPropertyApi__.get")
declare function hostPropertyGet(key: i32): i32;
@external("aspect-transient-storage-api", "__AspectTransientStorageApi__.get")
declare function hostTransientGet(aspectId: i32, key: i32): i32;
@external("aspect-transient-storage-api", "__AspectTransientStorageApi__.set")
declare function hostTransientSet(key: i32, value: i32): void;
@external("runtime-api", "__RuntimeContextApi__.get")
declare function hostContextGet(key: i32): i32;
@external("evm-call-api", "__EvmCallApi__.staticCall")
declare function hostStaticCall(request: i32): i32;

/**
 * Fails the execution with a message for the caller. The host only records the message and returns; it counts because
 * the execution then traps. An empty message would count as a plain trap.
 */
export function revert(message: string): void {
  hostRevert(encodeString(message));
  unreachable();
}

/** Reverts unless the condition holds. */
export function require(condition: bool, message: string): void {
  if (!condition) revert(message);
}

/** One line in the node's log. */
export function log(message: string): void {
  hostLog(encodeString(message));
}

/** What is left, in WASM gas: 1000 of it are one unit of EVM gas. */
export function gasLeft(): i64 {
  return decodeInt64(hostGas());
}

export function keccak256(data: Bytes): Bytes {
  return decodeBytes(hostKeccak(encodeBytes(data)));
}

export function sha256(data: Bytes): Bytes {
  return decodeBytes(hostSha256(encodeBytes(data)));
}

/** Who signed: an address in 32 bytes, or empty. The argument is an encoded `EcRecoverInput`. */
export function ecRecover(input: Bytes): Bytes {
  return decodeBytes(hostEcRecover(encodeBytes(input)));
}

/** Calls a contract that may change nothing: `StaticCallRequest` to `StaticCallResult`, both encoded. */
export function staticCall(request: Bytes): Bytes {
  return decodeBytes(hostStaticCall(encodeBytes(request)));
}

/** Read-only values that came with the deployment. A missing one is empty. */
export namespace property {
  export function get(key: string): Bytes {
    return decodeBytes(hostPropertyGet(encodeString(key)));
  }
}

/** Persistent storage of this aspect, shared by all its versions. A missing value is empty; storing empty deletes. */
export namespace state {
  export function get(key: string): Bytes {
    return decodeBytes(hostStateGet(encodeString(key)));
  }

  export function set(key: string, value: Bytes): void {
    hostStateSet(encodeString(key), encodeBytes(value));
  }
}

/** Storage of this aspect that lives as long as the transaction. */
export namespace transient {
  export function get(key: string): Bytes {
    return decodeBytes(hostTransientGet(encodeBytes(Bytes.empty()), encodeString(key)));
  }

  /** What another aspect, or a contract, has put there. */
  export function getOf(owner: Bytes, key: string): Bytes {
    return decodeBytes(hostTransientGet(encodeBytes(owner), encodeString(key)));
  }

  export function set(key: string, value: Bytes): void {
    hostTransientSet(encodeString(key), encodeBytes(value));
  }
}

/** What the node tells about the block, the transaction and the call: one encoded message per key. */
export namespace context {
  export function get(key: string): Bytes {
    return decodeBytes(hostContextGet(encodeString(key)));
  }
}
