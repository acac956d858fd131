// Times a kernel in V8, as native.c does: node v8.mjs MODULE ARGUMENT WARM_UP SAMPLES MILLISECONDS
import { readFileSync } from "node:fs";

const [module, ...numbers] = process.argv.slice(2);
const [argument, warmUp, samples, milliseconds] = numbers.map(Number);
if (numbers.length !== 4 || numbers.some(Number.isNaN)) {
  console.error("usage: node v8.mjs MODULE ARGUMENT WARM_UP SAMPLES MILLISECONDS");
  process.exit(2);
}
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const { run } = instance.exports;

// Of all threads: Node has a clock for one thread from 23.9 on only. Warm, V8 has nothing to do on others.
function cpuNanos() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function sample() {
  const start = cpuNanos();
  let spent = 0;
  let calls = 0;
  for (let batch = 1; spent < milliseconds * 1e6 || calls === 0; batch = calls) {
    for (let i = 0; i < batch; i++) {
      run(argument);
    }
    calls += batch;
    spent = cpuNanos() - start;
  }
  return spent / calls;
}

const checksum = BigInt.asUintN(64, run(argument)).toString(16).padStart(16, "0");
const measured = [];
for (let i = 0; i < warmUp + samples; i++) {
  const nanos = sample();
  if (i >= warmUp) {
    measured.push(nanos.toFixed(1));
  }
}
console.log([checksum, ...measured].join(" "));
