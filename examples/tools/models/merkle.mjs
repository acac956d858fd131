import { createHash } from "node:crypto";
import { keccak_256 } from "@noble/hashes/sha3";
import {
  callExport,
  execute,
  hex,
  MAX_U64,
  NOT_IMPLEMENTED,
  number,
  ALICE,
  operationInput,
  Random,
  returnsBytes,
  reverts,
  text,
  u64,
} from "./common.mjs";

const HASHES = [
  { selector: "01", name: "keccak-256 of the host", hash: keccak_256 },
  { selector: "02", name: "keccak-256 of its own", hash: keccak_256 },
  { selector: "03", name: "sha-256", hash: (data) => createHash("sha256").update(data).digest() },
];

const concat = (...parts) => Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : part)));

/** All levels of the tree over these leaves, whose number is a power of two; the leaves' hashes first. */
function treeOf(leaves, hash) {
  const levels = [leaves.map((leaf) => hash(concat(0, leaf)))];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(below.filter((_, i) => i % 2 === 0).map((left, i) => hash(concat(1, left, below[2 * i + 1]))));
  }
  return levels;
}

const siblingsOf = (levels, index) => levels.slice(0, -1).map((level, height) => level[(index >> height) ^ 1]);

const encode = ({ selector, root, index, siblings, leaf, depth = siblings.length }) =>
  selector + hex(root) + u64(index) + number(depth, 1) + siblings.map(hex).join("") + hex(leaf);

const verify = (description, callData, expectation) =>
  execute(description, "operation", operationInput(callData), expectation);
const proven = returnsBytes("01");
const refuted = returnsBytes("00");

const random = new Random(7);
const leaves = Array.from({ length: 8 }, (_, i) => Buffer.from(`leaf ${i}`));

function casesOf({ selector, name, hash }) {
  const levels = treeOf(leaves, hash);
  const root = levels.at(-1)[0];
  const proofOf = (index) => ({ selector, root, index, siblings: siblingsOf(levels, index), leaf: leaves[index] });
  const check = (description, proof, expected) => verify(`${name}: ${description}`, encode(proof), expected);
  const good = proofOf(5);

  const alone = (leaf) => ({ selector, root: hash(concat(0, leaf)), index: 0, siblings: [], leaf });
  const longLeaf = random.bytes(1000);
  const flipped = Buffer.from(good.siblings[2]);
  flipped[31] ^= 1;

  // Leaf 0 of the deepest tree there is, and its last one; all siblings are made up.
  const many = Array.from({ length: 64 }, () => random.bytes(32));
  const path = (index) =>
    many.reduce(
      (node, sibling, height) =>
        hash((index >> BigInt(height)) & 1n ? concat(1, sibling, node) : concat(1, node, sibling)),
      hash(concat(0, leaves[0])),
    );
  const deep = (index) => ({ selector, root: path(index), index, siblings: many, leaf: leaves[0] });

  return [
    ...leaves.map((_, index) => check(`leaf ${index} of 8`, proofOf(index), proven)),
    check("another leaf", { ...good, leaf: leaves[4] }, refuted),
    check("another index", { ...good, index: 4 }, refuted),
    check("another root", { ...good, root: hash(root) }, refuted),
    check("one bit of a sibling is wrong", { ...good, siblings: good.siblings.with(2, flipped) }, refuted),
    check("a sibling too few", { ...good, siblings: good.siblings.slice(0, 2), index: 1 }, refuted),
    check("an index beyond the tree that would take the same path", { ...good, index: 5 + 8 }, refuted),
    check("the largest index", { ...good, index: MAX_U64 }, refuted),
    check(
      "a node does not pass as a leaf",
      { selector, root, index: 1, siblings: [levels[2][0]], leaf: concat(levels[1][2], levels[1][3]) },
      refuted,
    ),
    check("a tree of one leaf", alone(leaves[0]), proven),
    check("a tree of one leaf has no second", { ...alone(leaves[0]), index: 1 }, refuted),
    check("an empty leaf", alone(new Uint8Array()), proven),
    check("a leaf of 1000 bytes", alone(longLeaf), proven),
    check("64 levels, the first leaf", deep(0n), proven),
    check("64 levels, the last leaf", deep(MAX_U64), proven),
    check("64 levels, in between", deep(0x8123456789abcdefn), proven),
    check("65 levels", { ...deep(0n), siblings: [...many, many[0]] }, reverts("merkle: depth above 64")),
    check(
      "a proof that lacks the last byte",
      { ...good, leaf: [], siblings: [...good.siblings.slice(0, 2), good.siblings[2].slice(1)] },
      reverts("merkle: proof too short"),
    ),
  ];
}

const shortest = "01" + "00".repeat(32) + u64(0) + "00";

// Around a block of 136 bytes, where the padding of one byte differs from that of two.
const LENGTHS = [0, 1, 3, 8, 55, 64, 134, 135, 136, 137, 200, 271, 272, 273, 1000];
const hashCalls = LENGTHS.map((length) => {
  const data = random.bytes(length);
  return callExport(
    `keccak-256 of ${length} bytes`,
    "keccak256",
    "bytes",
    hex(data),
    returnsBytes(hex(keccak_256(data))),
  );
});

function hashChain(length) {
  let hash = new Uint8Array(32);
  for (let i = 0; i < length; i++) hash = keccak_256(hash);
  return Buffer.from(hash).readBigInt64BE(0);
}

export default {
  calls: [
    ...HASHES.flatMap(casesOf),
    verify("the shortest proof, of nothing", shortest, refuted),
    verify("hash 0", "00" + shortest.slice(2), reverts("merkle: unknown hash")),
    verify("hash 4", "04" + shortest.slice(2), reverts("merkle: unknown hash")),
    verify("one byte less than the shortest proof", shortest.slice(0, -2), reverts("merkle: proof too short")),
    verify("no call data", "", reverts("merkle: proof too short")),
    callExport(
      'keccak-256 of "abc"',
      "keccak256",
      "bytes",
      text("abc"),
      returnsBytes("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ),
    ...hashCalls,
    execute("has no isOwner", "isOwner", ALICE, NOT_IMPLEMENTED),
  ],
  invocations: [0, 1, 2, 10, 1000].map((length) => ({
    description: `a chain of ${length} hashes`,
    export: "hashChain",
    args: [`i32:${length}`],
    results: [`i64:${hashChain(length)}`],
  })),
};
