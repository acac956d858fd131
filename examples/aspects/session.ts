/**
 * Session keys: an account lets another key send transactions for it, to the contract that this aspect verifies for.
 *
 *   operation   call data: the key's address(20), or nothing   ->   nothing
 *               registers the key for the sender, or unregisters it
 *   verifyTx    validation data: account(20) v(1) r(32) s(32), the signature by the account's key of
 *               keccak256(contract(20) account(20) nonce(8) call data), with v 1b or 1c
 *               ->   the account
 *   isOwner     nobody: this aspect stays as it is
 *
 * State: `key:0x<account>` = address(20).
 */
import { Bytes } from "./lib/bytes";
import { context, ecRecover, keccak256, log, require, state } from "./lib/host";
import { on } from "./lib/joinpoints";
import { MessageReader } from "./lib/protobuf";
import { OperationInput, Transaction } from "./lib/messages";
import { encodeBool, encodeBytes, NOTHING } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const ADDRESS: i32 = 20;
const WORD: i32 = 32;
const SIGNATURE: i32 = 1 + 2 * WORD;

on("init", (input: Bytes): i32 => NOTHING);

on("operation", (input: Bytes): i32 => {
  const message = new OperationInput(input);
  const key = message.callData;
  require(key.length == 0 || key.length == ADDRESS, "session: address expected");
  state.set(keyOf(message.tx.from), key);
  log("session: " + message.tx.from.toHex() + (key.length == 0 ? " has no key" : " trusts " + key.toHex()));
  return encodeBytes(Bytes.empty());
});

on("verifyTx", (input: Bytes): i32 => {
  let to = Bytes.empty();
  let validation = Bytes.empty();
  let callData = Bytes.empty();
  const reader = new MessageReader(input);
  while (reader.next()) {
    switch (reader.field) {
      case 1: {
        const transaction = new Transaction();
        transaction.read(reader.bytes());
        to = transaction.to;
        break;
      }
      case 3:
        validation = reader.bytes();
        break;
      case 4:
        callData = reader.bytes();
        break;
      default:
        reader.skip();
    }
  }
  require(validation.length == ADDRESS + SIGNATURE, "session: account and signature expected");
  const account = validation.slice(0, ADDRESS);
  const signer = recover(hashToSign(to, account, callData), validation.slice(ADDRESS));
  const key = state.get(keyOf(account));
  require(key.length > 0 && key.equals(signer), "session: not signed by the account's key");
  return encodeBytes(account);
});

on("isOwner", (sender: Bytes): i32 => encodeBool(false));

function hashToSign(to: Bytes, account: Bytes, callData: Bytes): Bytes {
  const message = Bytes.zeroed(2 * ADDRESS + 8 + callData.length)
    .put(0, to)
    .put(ADDRESS, account)
    .setU64(2 * ADDRESS, nonce())
    .put(2 * ADDRESS + 8, callData);
  return keccak256(message);
}

/** Of the transaction, so that a signature holds for one only. */
function nonce(): u64 {
  const reader = new MessageReader(context.get("tx.nonce"));
  let value: u64 = 0;
  while (reader.next()) {
    if (reader.field == 1) value = reader.uint64();
    else reader.skip();
  }
  return value;
}

/** The address that signed, or empty. */
function recover(hash: Bytes, signature: Bytes): Bytes {
  const words = [
    hash,
    Bytes.zeroed(WORD).setByte(WORD - 1, signature.byteAt(0)),
    signature.slice(1, 1 + WORD),
    signature.slice(1 + WORD),
  ];
  // EcRecoverInput: four fields of 32 bytes each.
  const message = Bytes.zeroed(words.length * (2 + WORD));
  for (let i = 0; i < words.length; i++) {
    const at = i * (2 + WORD);
    message.setByte(at, <u8>(((i + 1) << 3) | 2)).setByte(at + 1, <u8>WORD).put(at + 2, words[i]);
  }
  const signer = ecRecover(message);
  return signer.length == 0 ? signer : signer.slice(WORD - ADDRESS);
}

function keyOf(account: Bytes): string {
  return "key:" + account.toHex();
}
