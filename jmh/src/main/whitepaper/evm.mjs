// Times a program in an EVM, as native.c and v8.mjs time kernels: node evm.mjs FOLDER PROGRAM ARGUMENT WARM_UP SAMPLES MILLISECONDS
// FOLDER has @ethereumjs/evm in its node_modules. Prints a checksum in hexadecimal and the processor time of a run, for each
// sample. Programs: fibonacci (of 256 bits; the checksum is that of 64), and add, mul and mulmod, which do so many operations,
// one with the result of the other. What they return is compared with big integers first.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, name, ...numbers] = process.argv.slice(2);
const [argument, warmUp, samples, milliseconds] = numbers.map(Number);
if (numbers.length !== 4 || numbers.some(Number.isNaN)) {
  console.error("usage: node evm.mjs FOLDER PROGRAM ARGUMENT WARM_UP SAMPLES MILLISECONDS");
  process.exit(2);
}
const library = createRequire(join(resolve(folder), "package.json"));
const { createEVM } = library("@ethereumjs/evm");

const WORD = (1n << 256n) - 1n;
const MODULUS = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n;
const FIRST = 0x2545f4914f6cdd1d94d049bb133111ebbf58476d1ce4e5b99e3779b97f4a7c15n;
const SECOND = 0x0da942042e4dd8b59fb21c651e98df25a24baed4963ee407d6e8feb86659fd93n;

// How many operations a loop of mul or mulmod has: what the loop itself takes is a sixteenth of its share.
const UNROLLED = 16;

const OPCODES = {
  ADD: 0x01, MUL: 0x02, SUB: 0x03, MULMOD: 0x09, ISZERO: 0x15, CALLDATALOAD: 0x35, POP: 0x50, MSTORE: 0x52, JUMP: 0x56,
  JUMPI: 0x57, JUMPDEST: 0x5b, DUP1: 0x80, DUP2: 0x81, DUP3: 0x82, SWAP1: 0x90, SWAP2: 0x91, SWAP3: 0x92, RETURN: 0xf3,
};

function hex(number, bytes) {
  return number.toString(16).padStart(2 * bytes, "0");
}

// Assembles words: opcodes; numbers, which are pushed as a byte; 0x and 64 digits, which are pushed as a word; name: for a
// place to jump to, and :name to push where it is.
function assemble(text) {
  const labels = new Map();
  let code = "";
  for (const word of text.trim().split(/\s+/)) {
    if (word.endsWith(":")) {
      labels.set(word.slice(0, -1), code.length / 2);
      code += hex(OPCODES.JUMPDEST, 1);
    } else if (word.startsWith(":")) {
      code += "61" + `<${word.slice(1)}>`.padEnd(4);
    } else if (word.startsWith("0x")) {
      code += "7f" + word.slice(2);
    } else {
      code += word in OPCODES ? hex(OPCODES[word], 1) : "60" + hex(Number(word), 1);
    }
  }
  return Buffer.from(code.replace(/<(..?)> ?/g, (_, label) => hex(labels.get(label), 2)), "hex");
}

// On the stack, its top last: n, and the state of a round.
function loop(start, round, state) {
  const [toCount, back] = { 1: ["DUP2", "SWAP1"], 2: ["DUP3", "SWAP2"] }[state];
  return assemble(`
    0 CALLDATALOAD ${start}
    L: ${toCount} ISZERO :E JUMPI
    ${round}
    ${back} 1 SWAP1 SUB ${back} :L JUMP
    E: ${state === 2 ? "POP" : ""} 0 MSTORE 32 0 RETURN`);
}

const word = (number) => "0x" + hex(number, 32);
const programs = {
  fibonacci: { code: loop("0 1", "DUP1 SWAP2 ADD", 2), each: 1, expected: fibonacci, checksum: lowLimb },
  add: { code: loop("0 1", "DUP1 SWAP2 ADD", 2), each: 1, expected: fibonacci, checksum: ofLimbs },
  mul: {
    code: loop(word(FIRST), `${word(SECOND)} MUL `.repeat(UNROLLED), 1),
    each: UNROLLED,
    expected: (n) => repeat(n, (x) => (x * SECOND) & WORD),
    checksum: ofLimbs,
  },
  mulmod: {
    code: loop(word(FIRST), `${word(MODULUS)} ${word(SECOND)} DUP3 MULMOD SWAP1 POP `.repeat(UNROLLED), 1),
    each: UNROLLED,
    expected: (n) => repeat(n, (x) => (x * SECOND) % MODULUS),
    checksum: ofLimbs,
  },
};

function repeat(n, step) {
  let x = FIRST;
  for (let i = 0; i < n; i++) {
    x = step(x);
  }
  return x;
}

function fibonacci(n) {
  let [a, b] = [0n, 1n];
  for (let i = 0; i < n; i++) {
    [a, b] = [b, (a + b) & WORD];
  }
  return a;
}

function lowLimb(number) {
  return BigInt.asUintN(64, number);
}

function ofLimbs(number) {
  let sum = 0n;
  for (let shift = 0n; shift < 256n; shift += 64n) {
    sum = BigInt.asUintN(64, (sum ^ BigInt.asUintN(64, number >> shift)) * 0x100000001b3n);
  }
  return sum;
}

const program = programs[name];
if (program === undefined) {
  console.error(`no program '${name}': there are ${Object.keys(programs).join(", ")}`);
  process.exit(2);
}
const rounds = Math.ceil(argument / program.each);
const data = Buffer.from(hex(BigInt(rounds), 32), "hex");
const evm = await createEVM();

async function run() {
  const result = await evm.runCode({ code: program.code, data, gasLimit: 1n << 60n });
  if (result.exceptionError !== undefined) {
    throw new Error(`${name}: ${result.exceptionError.error}`);
  }
  return result;
}

// Of all threads, as in v8.mjs.
function cpuNanos() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

async function sample() {
  const start = cpuNanos();
  let spent = 0;
  let runs = 0;
  for (let batch = 1; spent < milliseconds * 1e6 || runs === 0; batch = runs) {
    for (let i = 0; i < batch; i++) {
      await run();
    }
    runs += batch;
    spent = cpuNanos() - start;
  }
  return spent / runs;
}

const first = await run();
const returned = BigInt("0x" + Buffer.from(first.returnValue).toString("hex"));
const expected = program.expected(rounds * program.each);
if (returned !== expected) {
  throw new Error(`${name}: ${returned} instead of ${expected}`);
}
const measured = [];
for (let i = 0; i < warmUp + samples; i++) {
  const nanos = await sample();
  if (i >= warmUp) {
    measured.push(((nanos * argument) / (rounds * program.each)).toFixed(1));
  }
}
console.log([hex(program.checksum(returned), 8), ...measured].join(" "));
