/**
 * Verifies Merkle proofs, with the host's hash functions or with a Keccak-256 of its own.
 *
 *   operation   call data: hash(1) root(32) index(8) depth(1) siblings(32 each, lowest first) leaf(all the rest)
 *               ->   01 if the leaf is in the tree at that index, else 00
 *
 *   hash   01 keccak-256 by the host, 02 keccak-256 in this module, 03 sha-256 by the host
 *   index  big-endian, counted from 0; bit 0 says whether the leaf is a right child, bit 1 its parent, and so on
 *   depth  0 to 64
 *
 * A leaf's hash is H(00 leaf), a node's H(01 left right). The prefixes keep a node from passing as a leaf.
 *
 * Two more exports measure pure computation; neither makes a host call:
 *
 *   keccak256(ByteArray) -> ByteArray     the module's own hash, by value pointers
 *   hashChain(i32) -> i64                 raw values: hashes 32 zero bytes that many times over; the first eight bytes
 *                                         of the last hash, big-endian
 */
import { Bytes } from "./lib/bytes";
import { keccak256 as hostKeccak256, require, sha256 as hostSha256 } from "./lib/host";
import { on } from "./lib/joinpoints";
import { keccak256 as ownKeccak256 } from "./lib/keccak";
import { OperationInput } from "./lib/messages";
import { decodeBytes, encodeBytes } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

type Hash = (data: Bytes) => Bytes;

const HASH_SIZE: i32 = 32;
const ROOT_AT: i32 = 1;
const INDEX_AT: i32 = ROOT_AT + HASH_SIZE;
const DEPTH_AT: i32 = INDEX_AT + 8;
const SIBLINGS_AT: i32 = DEPTH_AT + 1;
const MAX_DEPTH: i32 = 64;

const LEAF_PREFIX: u8 = 0;
const NODE_PREFIX: u8 = 1;

on("operation", (input: Bytes): i32 => {
  const data = new OperationInput(input).callData;
  require(data.length >= SIBLINGS_AT, "merkle: proof too short");
  const hash = hashOf(data.byteAt(0));
  const root = data.slice(ROOT_AT, INDEX_AT);
  const index = data.u64At(INDEX_AT);
  const depth = <i32>data.byteAt(DEPTH_AT);
  require(depth <= MAX_DEPTH, "merkle: depth above 64");
  const leafAt = SIBLINGS_AT + depth * HASH_SIZE;
  require(data.length >= leafAt, "merkle: proof too short");

  const siblings = data.slice(SIBLINGS_AT, leafAt);
  const leaf = data.slice(leafAt);
  const proven = isInRange(index, depth) && root.equals(rootOf(leaf, index, siblings, hash));
  return encodeBytes(Bytes.zeroed(1).setByte(0, proven ? 1 : 0));
});

export function keccak256(data: i32): i32 {
  return encodeBytes(ownHash(decodeBytes(data)));
}

const CHAIN = memory.data(HASH_SIZE);

export function hashChain(length: i32): i64 {
  memory.fill(CHAIN, 0, HASH_SIZE);
  for (let i = 0; i < length; i++) ownKeccak256(CHAIN, CHAIN, HASH_SIZE);
  return bswap(load<i64>(CHAIN));
}

/** Whether a tree of this depth has such a leaf. Without this check one leaf could be proven at many indices. */
function isInRange(index: u64, depth: i32): bool {
  return depth == MAX_DEPTH || index >> depth == 0;
}

function rootOf(leaf: Bytes, index: u64, siblings: Bytes, hash: Hash): Bytes {
  let node = hash(Bytes.zeroed(1 + leaf.length).setByte(0, LEAF_PREFIX).put(1, leaf));
  const pair = Bytes.zeroed(1 + 2 * HASH_SIZE).setByte(0, NODE_PREFIX);
  for (let at = 0; at < siblings.length; at += HASH_SIZE) {
    const sibling = siblings.slice(at, at + HASH_SIZE);
    const isRight = (index & 1) != 0;
    pair.put(1, isRight ? sibling : node);
    pair.put(1 + HASH_SIZE, isRight ? node : sibling);
    node = hash(pair);
    index >>= 1;
  }
  return node;
}

function hashOf(selector: u8): Hash {
  switch (selector) {
    case 1:
      return hostKeccak256;
    case 2:
      return ownHash;
    default:
      require(selector == 3, "merkle: unknown hash");
      return hostSha256;
  }
}

function ownHash(data: Bytes): Bytes {
  const digest = Bytes.zeroed(HASH_SIZE);
  ownKeccak256(digest.at, data.at, data.length);
  return digest;
}
