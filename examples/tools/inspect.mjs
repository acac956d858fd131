/**
 * Checks that a module is one that the chain accepts: features, imports and exports.
 *
 *   node tools/inspect.mjs FILE...
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import binaryen from "binaryen";

/** Every host function: import module, field, number of parameters, whether it returns a pointer. All are i32. */
const HOST_FUNCTIONS = {
  "crypto-api": {
    "__CryptoApi__.sha256": [1, true],
    "__CryptoApi__.ripemd160": [1, true],
    "__CryptoApi__.keccak": [1, true],
    "__CryptoApi__.ecRecover": [1, true],
    "__CryptoApi__.bigModExp": [3, true],
    "__CryptoApi__.bn256Add": [1, true],
    "__CryptoApi__.bn256ScalarMul": [1, true],
    "__CryptoApi__.bn256Pairing": [1, true],
    "__CryptoApi__.blake2F": [1, true],
  },
  "util-api": {
    "__UtilApi__.revert": [1, false],
    "__UtilApi__.sLog": [1, false],
    "__UtilApi__.gas": [0, true],
  },
  "runtime-api": { "__RuntimeContextApi__.get": [1, true] },
  "statedb-api": {
    "__StateDbApi__.getBalance": [1, true],
    "__StateDbApi__.getState": [2, true],
    "__StateDbApi__.getCodeHash": [1, true],
    "__StateDbApi__.getCodeSize": [1, true],
    "__StateDbApi__.getNonce": [1, true],
    "__StateDbApi__.hasSuicided": [1, true],
  },
  "aspect-property-api": { "__AspectPropertyApi__.get": [1, true] },
  "aspect-state-api": { "__AspectStateApi__.get": [1, true], "__AspectStateApi__.set": [2, false] },
  "aspect-transient-storage-api": {
    "__AspectTransientStorageApi__.get": [2, true],
    "__AspectTransientStorageApi__.set": [2, false],
  },
  "evm-call-api": { "__EvmCallApi__.staticCall": [1, true], "__EvmCallApi__.jitCall": [1, true] },
  "trace-api": { "__TraceApi__.queryStateChange": [1, true], "__TraceApi__.queryCallTree": [1, true] },
  env: { abort: [4, false] },
};

const EXPORTS = { execute: [2, true], allocate: [1, true], __aspect_start__: [0, false] };

const FEATURES =
  binaryen.Features.MVP | binaryen.Features.MutableGlobals | binaryen.Features.SignExt | binaryen.Features.Multivalue;

/** @throws {Error} that says what is wrong */
export function inspect(file) {
  const bytes = readFileSync(file);
  const module = binaryen.readBinary(bytes);
  try {
    module.setFeatures(FEATURES);
    if (!module.validate()) throw new Error(`${file}: uses a feature that the chain refuses`);
    const text = module.emitText();
    if (/\bf(32|64)\b/.test(text)) throw new Error(`${file}: contains floating point`);
    if (/^ \(start /m.test(text)) throw new Error(`${file}: has a start section`);

    const functions = Array.from({ length: module.getNumFunctions() }, (_, i) =>
      binaryen.getFunctionInfo(module.getFunctionByIndex(i)),
    );
    for (const { module: from, base, params, results } of functions) {
      if (!from) continue;
      const expected = HOST_FUNCTIONS[from]?.[base];
      if (!expected) throw new Error(`${file}: imports ${from} ${base}, which no host has`);
      if (!hasType(expected, params, results)) throw new Error(`${file}: imports ${from} ${base} with another type`);
    }
    for (const [name, expected] of Object.entries(EXPORTS)) {
      if (module.getExport(name) === 0) throw new Error(`${file}: does not export ${name}`);
      const found = binaryen.getExportInfo(module.getExport(name));
      const target = functions.find((candidate) => candidate.name === found.value);
      if (found.kind !== binaryen.ExternalKinds.Function || !hasType(expected, target.params, target.results)) {
        throw new Error(`${file}: export ${name} has another type`);
      }
    }
    const imports = functions.filter(({ module: from }) => from).map(({ module: from, base }) => `${from} ${base}`);
    return { bytes: bytes.length, functions: functions.length - imports.length, imports };
  } finally {
    module.dispose();
  }
}

function hasType([parameters, returns], params, results) {
  return (
    binaryen.expandType(params).length === parameters &&
    binaryen.expandType(params).every((type) => type === binaryen.i32) &&
    results === (returns ? binaryen.i32 : binaryen.none)
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of process.argv.slice(2)) {
    try {
      const { bytes, functions, imports } = inspect(file);
      console.log(`${file}: ${bytes} bytes, ${functions} functions`);
      for (const name of imports) console.log(`  ${name}`);
    } catch (error) {
      console.error(`inspect: ${error.message}`);
      process.exitCode = 1;
    }
  }
}
