/**
 * A node in miniature: runs one execution of an aspect on the JavaScript engine's own WebAssembly, without gas.
 *
 * It follows the aspect ABI: value encoding, call flow (start function, arguments through `allocate`, result) and the
 * host-call protocol. Outcomes and trap names are those of the `aspectvm` command line.
 */
import { createHash } from "node:crypto";
import { keccak_256 } from "@noble/hashes/sha3";

const utf8 = new TextEncoder();

export const fromHex = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
export const toHex = (bytes) => Buffer.from(bytes).toString("hex");
/** Lenient, as a log is: the ABI does not promise valid UTF-8. */
export const toText = (bytes) => Buffer.from(bytes).toString("utf8");

/** Ends the execution as a WebAssembly trap would; guest code cannot catch it. */
class Trap extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** An outcome of its own: what is a panic in the reference. */
class Crash extends Error {}

/** An error of the runtime itself, outside of guest code. */
class AbiError extends Error {}

/** By type number: name, JavaScript value from body, body from JavaScript value. Strings stay bytes until shown. */
const TYPES = {
  3: {
    name: "i32",
    decode: (view) => view.getInt32(0, true),
    encode: (value) => integer(4, (view) => view.setInt32(0, Number(value), true)),
  },
  4: {
    name: "i64",
    decode: (view) => view.getBigInt64(0, true),
    encode: (value) => integer(8, (view) => view.setBigInt64(0, BigInt(value), true)),
  },
  8: {
    name: "u64",
    decode: (view) => view.getBigUint64(0, true),
    encode: (value) => integer(8, (view) => view.setBigUint64(0, BigInt(value), true)),
  },
  9: {
    name: "bool",
    decode: (view) => view.getUint8(0) === 1,
    encode: (value) => Uint8Array.of(value ? 1 : 0),
  },
  10: { name: "string", decode: copyOf, encode: (value) => value },
  11: { name: "bytes", decode: copyOf, encode: (value) => value },
};
const TYPE_NUMBERS = Object.fromEntries(Object.entries(TYPES).map(([number, type]) => [type.name, Number(number)]));
const HEADER = 6;

function copyOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

function integer(size, write) {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

/** A value as the expected files and the command line write it. */
export function parseValue(type, text) {
  switch (type) {
    case "bytes":
      if (!/^(0x)?([0-9a-f]{2})*$/i.test(text)) throw new Error(`not hex: ${text}`);
      return { type, value: fromHex(text.replace(/^0x/, "")) };
    case "string":
      return { type, value: utf8.encode(text) };
    case "bool":
      return { type, value: text === true || text === "true" };
    case "i32":
    case "i64":
    case "u64":
      return { type, value: BigInt(text) };
    default:
      throw new Error(`unknown type: ${type}`);
  }
}

export function formatValue({ type, value }) {
  switch (type) {
    case "bytes":
      return { type, value: toHex(value) };
    case "string":
      return { type, value: toText(value) };
    case "bool":
      return { type, value };
    default:
      return { type, value: String(value) };
  }
}

const WRITERS_OF_STATE = ["init", "operation", "preTxExecute", "postTxExecute", "preContractCall", "postContractCall"];
const USERS_OF_TRANSIENT_STORAGE = WRITERS_OF_STATE.slice(1);

/**
 * What the node offers to one execution. Everything is given as hex by key; `state` and `transient` are changed in
 * place. `context` holds the encoded messages that `runtime-api` answers with.
 */
export class Services {
  constructor({ joinPoint, properties = {}, state = {}, transient = {}, context = {} }) {
    Object.assign(this, { joinPoint, properties, state: { ...state }, transient: { ...transient }, context });
    this.logs = [];
    this.aborts = [];
    this.revert = null;
  }
}

const lookUp = (values, key) => (Object.hasOwn(values, toText(key)) ? fromHex(values[toText(key)]) : new Uint8Array());

/** Per function: parameter types, result type, implementation. A thrown error is a host function error. */
const HOST_FUNCTIONS = {
  "crypto-api": {
    "__CryptoApi__.keccak": [["bytes"], "bytes", (_, data) => keccak_256(data)],
    "__CryptoApi__.sha256": [["bytes"], "bytes", (_, data) => createHash("sha256").update(data).digest()],
  },
  "util-api": {
    "__UtilApi__.revert": [["string"], null, (services, message) => void (services.revert = toText(message))],
    "__UtilApi__.sLog": [["string"], null, (services, message) => void services.logs.push(toText(message))],
    // There is no gas here; the answer is a constant of a plausible size.
    "__UtilApi__.gas": [[], "i64", () => 1_000_000_000n],
  },
  "aspect-property-api": {
    "__AspectPropertyApi__.get": [["string"], "bytes", (services, key) => lookUp(services.properties, key)],
  },
  "aspect-state-api": {
    "__AspectStateApi__.get": [["string"], "bytes", (services, key) => lookUp(services.state, key)],
    "__AspectStateApi__.set": [
      ["string", "bytes"],
      null,
      (services, key, value) => {
        requireJoinPoint(services, WRITERS_OF_STATE);
        if (value.length === 0) delete services.state[toText(key)];
        else services.state[toText(key)] = toHex(value);
      },
    ],
  },
  "aspect-transient-storage-api": {
    "__AspectTransientStorageApi__.get": [
      ["bytes", "string"],
      "bytes",
      (services, aspectId, key) => {
        requireJoinPoint(services, USERS_OF_TRANSIENT_STORAGE);
        // There is only one aspect here; nobody else has stored anything.
        return aspectId.length === 0 ? lookUp(services.transient, key) : new Uint8Array();
      },
    ],
    "__AspectTransientStorageApi__.set": [
      ["string", "bytes"],
      null,
      (services, key, value) => {
        requireJoinPoint(services, USERS_OF_TRANSIENT_STORAGE);
        services.transient[toText(key)] = toHex(value);
      },
    ],
  },
  "runtime-api": {
    "__RuntimeContextApi__.get": [
      ["string"],
      "bytes",
      (services, key) => {
        if (!Object.hasOwn(services.context, toText(key))) throw new Error(`key ${toText(key)} is not available`);
        return fromHex(services.context[toText(key)]);
      },
    ],
  },
};

function requireJoinPoint(services, allowed) {
  if (!allowed.includes(services.joinPoint)) throw new Error(`not allowed at ${services.joinPoint}`);
}

/** One instance of a module, for one execution. */
export class Execution {
  constructor(module, services) {
    this.services = services;
    this.exports = new WebAssembly.Instance(module, this.#imports()).exports;
  }

  /**
   * Calls an export that takes and returns value pointers.
   * @returns {{outcome: "value"|"none"|"error"|"init-failed"|"crash", value: object?, trap: string?, error: string?}}
   */
  call(name, args) {
    const start = this.#guarded(() => this.#export("__aspect_start__")());
    if (start.outcome !== "none") return start.outcome === "error" ? { ...start, outcome: "init-failed" } : start;
    return this.#guarded(() => {
      const target = this.#export(name);
      return target(...args.map((argument) => this.#write(argument)));
    });
  }

  /** Calls an export with raw values, and without the start function. */
  invoke(name, args) {
    try {
      const result = this.exports[name](...args.map(parseRaw));
      return { results: result === undefined ? [] : [formatRaw(result)], trap: null };
    } catch (error) {
      return { results: null, trap: trapKind(error) };
    }
  }

  #guarded(action) {
    try {
      const pointer = action();
      if (!pointer) return { outcome: "none", value: null, trap: null, error: null };
      return { outcome: "value", value: this.#read(pointer), trap: null, error: null };
    } catch (error) {
      if (error instanceof Crash) return { outcome: "crash", value: null, trap: null, error: error.message };
      const trap = error instanceof AbiError ? null : trapKind(error);
      return { outcome: "error", value: null, trap, error: error.message };
    }
  }

  #export(name) {
    const found = this.exports[name];
    if (typeof found !== "function") throw new AbiError(`method ${name} does not exist`);
    return found;
  }

  /** Not kept: `allocate` may grow the memory, and then an old view is dead. */
  #view() {
    return new DataView(this.exports.memory.buffer);
  }

  #read(pointer) {
    const view = this.#view();
    if (pointer < 0) throw new Crash("negative pointer");
    if (pointer + HEADER > view.byteLength) throw new AbiError("memory out of bound");
    const type = TYPES[view.getInt16(pointer, true)];
    const length = view.getInt32(pointer + 2, true);
    if (length < -HEADER) throw new Crash("negative length");
    if (length < 0) throw new AbiError("data is not valid, read header failed");
    if (pointer + HEADER + length > view.byteLength) throw new AbiError("memory out of bound");
    if (!type) throw new AbiError(`type of index ${view.getInt16(pointer, true)} is not valid`);
    try {
      return { type: type.name, value: type.decode(new DataView(view.buffer, pointer + HEADER, length)) };
    } catch {
      throw new Crash("body too short");
    }
  }

  #write({ type, value }) {
    const body = TYPES[TYPE_NUMBERS[type]].encode(value);
    const pointer = this.#export("allocate")(HEADER + body.length);
    const view = this.#view();
    if (pointer < 0) throw new Crash("negative pointer");
    if (pointer + HEADER + body.length > view.byteLength) throw new AbiError("memory out of bound");
    view.setInt16(pointer, TYPE_NUMBERS[type], true);
    view.setInt32(pointer + 2, body.length, true);
    new Uint8Array(view.buffer).set(body, pointer + HEADER);
    return pointer;
  }

  #imports() {
    const imports = { env: { abort: (...args) => this.#abort(...args) } };
    for (const [module, functions] of Object.entries(HOST_FUNCTIONS)) {
      imports[module] = {};
      for (const [field, signature] of Object.entries(functions)) {
        imports[module][field] = (...pointers) => this.#hostCall(signature, pointers);
      }
    }
    return imports;
  }

  #hostCall([parameters, result, implementation], pointers) {
    let args;
    try {
      args = pointers.map((pointer) => this.#read(pointer));
    } catch (error) {
      throw error instanceof Crash ? error : new Trap("read params failed");
    }
    parameters.forEach((type, i) => {
      if (args[i].type !== type) throw new Crash(`${type} expected`);
    });
    try {
      const value = implementation(this.services, ...args.map((arg) => arg.value));
      if (result) return this.#write({ type: result, value });
    } catch (error) {
      throw error instanceof Crash ? error : new Trap("write params failed");
    }
  }

  /** Only notes the message, and returns: what ends the guest is the `unreachable` after the call. */
  #abort(message) {
    const view = this.#view();
    // AssemblyScript: UTF-16, with the length in bytes in front of it.
    const length = view.getUint32(message - 4, true);
    this.services.aborts.push(Buffer.from(view.buffer, message, length).toString("utf16le"));
  }
}

function trapKind(error) {
  if (error instanceof Trap) return error.kind;
  if (error instanceof RangeError) return "call stack exhausted";
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  const kinds = {
    unreachable: "unreachable",
    "memory access out of bounds": "out of bounds memory access",
    "divide by zero": "integer divide by zero",
    "divide result unrepresentable": "integer overflow",
    "table index is out of bounds": "undefined element",
    "null function or function signature mismatch": "indirect call type mismatch",
  };
  return kinds[error.message] ?? error.message;
}

function parseRaw(text) {
  const [, type, value] = /^(i32|i64):(-?\d+)$/.exec(text) ?? [];
  if (!type) throw new Error(`not a raw value: ${text}`);
  return type === "i32" ? Number(value) : BigInt(value);
}

const formatRaw = (value) => (typeof value === "bigint" ? `i64:${value}` : `i32:${value}`);
