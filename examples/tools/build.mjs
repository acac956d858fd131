/**
 * Builds the aspects. Run it from anywhere; it works in `examples/`, because the paths of the sources end up in the
 * modules (in the messages of `abort`).
 *
 *   node tools/build.mjs            the release: wasm/*.wasm and wasm/SHA256SUMS; what uses aspect-libs into build/
 *   node tools/build.mjs --check    the same into build/check/, then compares it with what is committed
 *   node tools/build.mjs --debug    everything unoptimised and with names, into build/debug/
 */
import { createHash } from "node:crypto";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { inspect } from "./inspect.mjs";

chdir(fileURLToPath(new URL("..", import.meta.url)));

/** Committed: nothing but our code and AssemblyScript's runtime is in them. */
const COMMITTED = ["budget", "counter", "faulty", "guard", "hello", "merkle", "pricing", "session", "values"];
/** Built where they are needed: they contain code of @artela/aspect-libs. */
const WITH_ASPECT_LIBS = ["limiter"];

/**
 * What the chain accepts: no bulk memory, and an exported start function instead of a start section. The stub runtime
 * allocates and never frees, which suits a memory that lives for one execution.
 */
const COMMON = [
  "--disable",
  "bulk-memory",
  "--runtime",
  "stub",
  "--exportRuntime",
  "--exportStart",
  "__aspect_start__",
];
const RELEASE = [...COMMON, "-O3", "--noAssert"];
const DEBUG = [...COMMON, "-O0", "--debug"];

const mode = process.argv[2] ?? "--release";
switch (mode) {
  case "--release":
    await buildAll(COMMITTED, "aspects", "wasm", RELEASE);
    writeFileSync("wasm/SHA256SUMS", checksums("wasm"));
    await buildAll(WITH_ASPECT_LIBS, "aspects/with-aspect-libs", "build", RELEASE);
    break;
  case "--check":
    await buildAll(COMMITTED, "aspects", "build/check", RELEASE);
    if (checksums("build/check") !== readFileSync("wasm/SHA256SUMS", "utf8"))
      fail("the sources give other modules than wasm/SHA256SUMS lists");
    if (checksums("wasm") !== readFileSync("wasm/SHA256SUMS", "utf8"))
      fail("wasm/ does not hold what wasm/SHA256SUMS lists");
    console.log("the committed modules are what the sources give");
    break;
  case "--debug":
    await buildAll(COMMITTED, "aspects", "build/debug", DEBUG);
    await buildAll(WITH_ASPECT_LIBS, "aspects/with-aspect-libs", "build/debug", DEBUG);
    break;
  default:
    fail(`unknown option: ${mode}`);
}

async function buildAll(names, from, to, flags) {
  mkdirSync(to, { recursive: true });
  for (const name of names) {
    const target = `${to}/${name}.wasm`;
    const { error, stderr } = await asc.main([`${from}/${name}.ts`, "--outFile", target, ...flags]);
    if (error) fail(`${name}: ${error.message}\n${stderr}`);
    const { bytes, functions } = inspect(target);
    console.log(`${target}: ${bytes} bytes, ${functions} functions`);
  }
}

/** In the format of sha256sum. */
function checksums(folder) {
  const sum = (name) =>
    createHash("sha256")
      .update(readFileSync(`${folder}/${name}.wasm`))
      .digest("hex");
  return COMMITTED.map((name) => `${sum(name)}  ${name}.wasm\n`).join("");
}

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(1);
}
