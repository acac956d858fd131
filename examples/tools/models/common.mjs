/** What the models share: hex, the messages that join points get, and the shape of an expected call. */

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const text = (string) => hex(Buffer.from(string, "utf8"));
/** Big-endian, of so many bytes. */
export const number = (value, size) =>
  BigInt(value)
    .toString(16)
    .padStart(2 * size, "0");
export const u64 = (value) => number(value, 8);
export const u256 = (value) => number(value, 32);

export const MAX_U64 = 2n ** 64n - 1n;
export const MAX_U256 = 2n ** 256n - 1n;

/** Deterministic bytes and numbers, so that the files come out the same every time. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = BigInt(seed);
  }

  byte() {
    this.#state = (this.#state * 6364136223846793005n + 1442695040888963407n) & MAX_U64;
    return Number(this.#state >> 56n);
  }

  bytes(count) {
    return Uint8Array.from({ length: count }, () => this.byte());
  }

  /** An integer of 1 to `bits` bits, short ones as likely as long ones. */
  integer(bits) {
    const size = 1 + ((this.byte() * 256 + this.byte()) % bits);
    return BigInt("0x" + hex(this.bytes(32))) & ((1n << BigInt(size)) - 1n);
  }
}

const address = (tail) => number(tail, 20);
export const OWNER = address(0xa11ce);
export const ALICE = address(0xa1);
export const BOB = address(0xb0b);
export const CONTRACT = address(0xc0de);

// Protobuf, in hex.

function varint(value) {
  let rest = BigInt(value);
  let out = "";
  do {
    const more = rest > 127n;
    out += number((rest & 127n) | (more ? 128n : 0n), 1);
    rest >>= 7n;
  } while (rest > 0n);
  return out;
}

export const uintField = (field, value) => varint((field << 3) | 0) + varint(value);
export const bytesField = (field, content) => varint((field << 3) | 2) + varint(content.length / 2) + content;

const TX_HASH = "11".repeat(32);

const transaction = (from, to) => bytesField(1, TX_HASH) + bytesField(2, to) + bytesField(3, from);
export const block = (height) => uintField(1, height);

export const operationInput = (callData, { from = ALICE, height = 100 } = {}) =>
  bytesField(1, transaction(from, CONTRACT)) + bytesField(2, block(height)) + bytesField(3, callData);

export const call = (from) =>
  bytesField(1, from) +
  bytesField(2, CONTRACT) +
  uintField(3, 0) +
  bytesField(4, "a9059cbb") +
  bytesField(5, "") +
  uintField(6, 1_000_000);

export const preContractCallInput = (from, height = 100) => bytesField(1, call(from)) + bytesField(2, block(height));

export const preTxExecuteInput = (from = ALICE, height = 100) =>
  bytesField(1, transaction(from, CONTRACT)) + bytesField(2, block(height));

/** The answer to a runtime-context key whose value is bytes. */
export const bytesData = (content) => bytesField(1, content);

// Expected calls.

/** A call of `execute` at a join point. */
export const execute = (description, method, input, expectation) => ({
  description,
  export: "execute",
  method,
  args: [
    { type: "string", value: method },
    { type: "bytes", value: input },
  ],
  ...expectation,
});

/** A call of another export with one value. */
export const callExport = (description, name, type, value, expectation) => ({
  description,
  export: name,
  args: [{ type, value }],
  ...expectation,
});

export const returns = (type, value, more) => ({ outcome: "value", value: { type, value }, ...more });
export const returnsBytes = (value, more) => returns("bytes", value, more);
export const returnsNothing = (more) => ({ outcome: "none", ...more });
export const reverts = (message, more) => ({ outcome: "error", trap: "unreachable", revert: message, ...more });
/** AssemblyScript's `throw`: the message goes to `abort`, and then the module traps. */
export const throws = (message, more) => ({ outcome: "error", trap: "unreachable", aborts: [message], ...more });

export const NOT_IMPLEMENTED = throws("method not implemented");
