/**
 * Writes `expected/*.json`: calls of every aspect, and what must come out.
 *
 * What must come out is computed by the models in `models/`, with numbers of any width and hash functions from
 * elsewhere. No aspect is run here, so that the files can tell when an aspect is wrong.
 *
 *   node tools/expected.mjs            writes the files
 *   node tools/expected.mjs --check    compares them instead
 */
import { readFileSync, writeFileSync } from "node:fs";

const MODULES = {
  counter: "wasm/counter.wasm",
  guard: "wasm/guard.wasm",
  hello: "wasm/hello.wasm",
  limiter: "build/limiter.wasm",
  merkle: "wasm/merkle.wasm",
  pricing: "wasm/pricing.wasm",
  values: "wasm/values.wasm",
};

for (const [name, module] of Object.entries(MODULES)) {
  const { calls, invocations = [] } = (await import(`./models/${name}.mjs`)).default;
  const json = JSON.stringify({ module, calls, invocations }, null, 2) + "\n";
  const file = new URL(`../expected/${name}.json`, import.meta.url);
  if (process.argv[2] !== "--check") {
    writeFileSync(file, json);
    console.log(`expected/${name}.json: ${calls.length} calls, ${invocations.length} invocations`);
  } else if (readFileSync(file, "utf8") !== json) {
    console.error(`expected: expected/${name}.json is not what the model gives`);
    process.exitCode = 1;
  }
}
