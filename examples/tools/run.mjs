/**
 * Runs aspects on the JavaScript engine's own WebAssembly, with the host functions of `host.mjs`.
 *
 *   node tools/run.mjs                                   checks every file in expected/
 *   node tools/run.mjs --modules DIR                     the same with other builds of the modules
 *   node tools/run.mjs FILE EXPORT [TYPE:VALUE]...       calls one export: string, bytes (hex), bool, i32, i64, u64
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Execution, Services, formatValue, parseValue } from "./host.mjs";

const HOME = fileURLToPath(new URL("..", import.meta.url));

const options = process.argv.slice(2);
if (options.length === 0) checkAll((module) => HOME + module);
else if (options[0] === "--modules") checkAll((module) => `${options[1]}/${basename(module)}`);
else runOne(...options);

function load(file) {
  return new WebAssembly.Module(readFileSync(file));
}

/** Everything about an execution that an expected call can state. */
function run(module, call) {
  const services = new Services({ ...call, joinPoint: call.method });
  const args = call.args.map(({ type, value }) => parseValue(type, value));
  const { outcome, value, trap, error } = new Execution(module, services).call(call.export, args);
  return {
    outcome,
    value: value && formatValue(value),
    trap,
    error,
    revert: services.revert,
    logs: services.logs,
    aborts: services.aborts,
    stateAfter: services.state,
    transientAfter: services.transient,
  };
}

function checkAll(locate) {
  let [passed, failed] = [0, 0];
  for (const file of readdirSync(`${HOME}expected`).sort()) {
    const expected = JSON.parse(readFileSync(`${HOME}expected/${file}`, "utf8"));
    const path = locate(expected.module);
    if (!existsSync(path)) {
      console.log(`skipped ${file}: ${path} is not built`);
      continue;
    }
    const module = load(path);
    const problems = [
      ...expected.calls.map((call) => compare(call, run(module, call))),
      ...expected.invocations.map((call) => compareInvocation(module, call)),
    ];
    for (const problem of problems) {
      if (problem === null) passed++;
      else failed++;
      if (problem !== null) console.error(`${file}: ${problem}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/** What an expected call leaves out is the default: no value, no logs, nothing changed. Null if all is as expected. */
function compare(call, actual) {
  const expected = {
    outcome: call.outcome,
    value: call.value ?? null,
    trap: call.trap ?? null,
    revert: call.revert ?? null,
    logs: call.logs ?? [],
    aborts: call.aborts ?? [],
    stateAfter: call.stateAfter ?? call.state ?? {},
    transientAfter: call.transientAfter ?? call.transient ?? {},
  };
  const logs = expected.logs.map((line, i) =>
    line.matches && new RegExp(line.matches).test(actual.logs[i]) ? actual.logs[i] : line,
  );
  for (const [field, value] of Object.entries({ ...expected, logs })) {
    if (!isDeepStrictEqual(actual[field], value)) {
      return `${call.description}: ${field}: expected ${JSON.stringify(value)}, got ${JSON.stringify(actual[field])}`;
    }
  }
  return null;
}

function compareInvocation(module, { description, export: name, args, results }) {
  const actual = new Execution(module, new Services({})).invoke(name, args);
  if (isDeepStrictEqual(actual, { results, trap: null })) return null;
  return `${description}: expected ${JSON.stringify(results)}, got ${JSON.stringify(actual)}`;
}

function runOne(file, name, ...args) {
  const values = args.map((argument) => {
    const [, type, value] = /^(\w+):(.*)$/s.exec(argument) ?? [];
    return { type, value };
  });
  const method = name === "execute" ? values[0]?.value : undefined;
  console.log(JSON.stringify(run(load(file), { export: name, method, args: values }), null, 2));
}
