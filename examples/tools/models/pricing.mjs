import {
  execute,
  ALICE,
  MAX_U256,
  MAX_U64,
  NOT_IMPLEMENTED,
  number,
  operationInput,
  Random,
  returnsBytes,
  reverts,
  u256,
} from "./common.mjs";

const WHOLE = 10_000n;

class Overflow extends Error {}

function fit(value) {
  if (value > MAX_U256) throw new Overflow();
  return value;
}

// The formulas of the aspect, with numbers that know no width. `fit` marks what must not exceed 256 bits.

function amountOut({ reserveIn, reserveOut, amount, fee }) {
  const paid = fit(amount * (WHOLE - fee));
  return fit((paid * reserveOut) / fit(fit(reserveIn * WHOLE) + paid));
}

function amountIn({ reserveIn, reserveOut, amount, fee }) {
  const divisor = fit((reserveOut - amount) * (WHOLE - fee));
  return fit((fit(reserveIn * WHOLE) * amount + divisor - 1n) / divisor);
}

function spotPrice({ reserveIn, reserveOut }) {
  return fit((reserveOut << 128n) / reserveIn);
}

function price(description, command, formula, given) {
  const { reserveIn, reserveOut, amount, fee } = given;
  const rest = command === "03" ? "" : u256(amount) + number(fee, 2);
  let expectation;
  try {
    expectation = returnsBytes(u256(formula(given)));
  } catch (error) {
    if (!(error instanceof Overflow)) throw error;
    expectation = reverts("pricing: overflow");
  }
  return execute(
    description,
    "operation",
    operationInput(command + u256(reserveIn) + u256(reserveOut) + rest),
    expectation,
  );
}

const pool = (reserveIn, reserveOut, amount, fee = 30n) => ({
  reserveIn: BigInt(reserveIn),
  reserveOut: BigInt(reserveOut),
  amount: BigInt(amount ?? 0),
  fee: BigInt(fee),
});
const out = (description, ...given) => price(`amount out: ${description}`, "01", amountOut, pool(...given));
const into = (description, ...given) => price(`amount in: ${description}`, "02", amountIn, pool(...given));
const spot = (description, ...given) => price(`spot price: ${description}`, "03", spotPrice, pool(...given));

const ETHER = 10n ** 18n;
/** The largest number that can be multiplied by 10000. */
const WIDEST = MAX_U256 / WHOLE;

/**
 * Arguments for which `amountIn` is between 2^256 - 1 and 2^256. With reserveIn = 2^128, fee 9999 and k left in the
 * pool it is 2^128 * 10000 * out / k, so 2^128 * k - 10000 * out must be positive and at most k / 2^128.
 */
function roundsUpToOverflow() {
  for (let k = 2n ** 132n; ; k++) {
    const rest = (2n ** 128n * k) % WHOLE;
    const amount = (2n ** 128n * k - rest) / WHOLE;
    if (rest > 0n && rest * 2n ** 128n < k) return [2n ** 128n, amount + k, amount, 9999];
  }
}

const written = [
  out("an ordinary swap", 1000n * ETHER, 2_000_000n * ETHER, ETHER),
  out("nothing in, nothing out", 1000, 1000, 0),
  out("too little to pay out anything", ETHER, 1000, 1),
  out("without a fee", 1000, 1000, 1000, 0),
  out("with the largest fee", 1000, 10n ** 12n, 1000, 9999),
  out("far more than the pool has still leaves it something", 1, 1000, ETHER),
  out("smallest reserves", 1, 1, 1, 0),
  out("widest reserve in", WIDEST, MAX_U256, 1, 0),
  out("reserve in too wide", WIDEST + 1n, MAX_U256, 1, 0),
  out("widest amount without a fee", 1, MAX_U256, WIDEST - 1n, 0),
  out("sum too wide", WIDEST, MAX_U256, WIDEST, 0),
  out("amount too wide", 1, MAX_U256, MAX_U256, 9998),
  out("widest amount with the largest fee", 1, MAX_U256, MAX_U256 - WHOLE, 9999),
  out("widest everything", WIDEST - WIDEST / 2n, MAX_U256, WIDEST / 2n, 0),
  into("an ordinary swap", 1000n * ETHER, 2_000_000n * ETHER, ETHER),
  into("nothing out, nothing in", 1000, 1000, 0),
  into("divides without a remainder: not rounded", 1000, 2000, 1000, 0),
  into("rounded up", 1000, 2001, 1000, 0),
  into("all but one", 1000, 1000, 999, 0),
  into("with the largest fee", 1000, 1000, 500, 9999),
  into("reserve in too wide", WIDEST + 1n, 1000, 1, 0),
  into("what stays is too wide", 1, MAX_U256, 1, 0),
  into("widest with the largest fee", WIDEST, MAX_U256, MAX_U256 - 1n, 9999),
  into("result too wide", WIDEST, WIDEST, WIDEST - 1n, 9999),
  into("result too wide, and rounded up", WIDEST, WIDEST, WIDEST - 7n, 9999),
  into("result too wide because it is rounded up", ...roundsUpToOverflow()),
  spot("one to one", 1, 1),
  spot("one to one, widest", MAX_U256, MAX_U256),
  spot("a third", 3, 1),
  spot("the smallest", 2n ** 128n, 1),
  spot("below the smallest", 2n ** 128n + 1n, 1),
  spot("the largest", 1, 2n ** 128n - 1n),
  spot("too large", 1, 2n ** 128n),
  spot("much too large", 1, MAX_U256),
  spot("just fits", 2n ** 128n, MAX_U256),
  // Divisions whose first digit estimate is too large, up to having to add the divisor back.
  spot("estimate one too large", 0x800000000000000000000001n, 0x7fffffff80000000n),
  spot("estimate one too large, three limbs", 0x200000000000000000000001n, 0x300000000n),
  spot("estimate two too large", 0x80000000ffffffffn, 0x8000000000000000n),
  spot("estimate of a whole limb and more", 0x800000000000000000000001n, 0x800000000000000000000000n),
  spot("top limbs equal", 0xffffffff00000000ffffffffn, 0xffffffff00000000fffffffen),
  spot("divisor of ones", MAX_U256 >> 1n, MAX_U256),
  spot("divisor with empty limbs", (1n << 255n) | 1n, (1n << 255n) | 2n),
];

const random = new Random(11);
const drawn = Array.from({ length: 60 }, (_, i) => {
  const reserveIn = random.integer(242) || 1n;
  const reserveOut = random.integer(256) || 1n;
  const fee = BigInt(random.byte() * 39);
  if (i % 3 === 0) return out(`drawn ${i}`, reserveIn, reserveOut, random.integer(242), fee);
  if (i % 3 === 1) return into(`drawn ${i}`, reserveIn, reserveOut, random.integer(256) % reserveOut, fee);
  return spot(`drawn ${i}`, reserveIn, reserveOut);
});

const refused = (description, callData, message) =>
  execute(description, "operation", operationInput(callData), reverts(`pricing: ${message}`));
const [one, none] = [u256(1), u256(0)];
const refusals = [
  refused("no command", "", "command missing"),
  refused("command 0", "00" + one + one, "unknown command"),
  refused("command 4", "04" + one + one, "unknown command"),
  refused("empty reserve in", "01" + none + one + one + "0000", "empty pool"),
  refused("empty reserve out", "02" + one + none + none + "0000", "empty pool"),
  refused("spot price of an empty pool", "03" + none + none, "empty pool"),
  refused("fee of 100 percent", "01" + one + one + one + "2710", "fee of 100 percent or more"),
  refused("the largest fee field", "02" + one + one + one + "ffff", "fee of 100 percent or more"),
  refused("takes all there is", "02" + one + u256(5) + u256(5) + "0000", "more than the pool has"),
  refused("takes more than there is", "02" + one + one + u256(MAX_U256) + "0000", "more than the pool has"),
  refused("a byte too few", "01" + one + one + one + "00", "arguments of another length expected"),
  refused("a byte too many", "02" + one + one + one + "000000", "arguments of another length expected"),
  refused("spot price with an amount", "03" + one + one + one + "0000", "arguments of another length expected"),
  execute("has no isOwner", "isOwner", ALICE, NOT_IMPLEMENTED),
];

function simulate(swaps) {
  let reserveIn = ETHER << 64n;
  let reserveOut = reserveIn;
  let state = 1n;
  for (let i = 0; i < swaps; i++) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & MAX_U64;
    const amount = (state >> 8n) << 64n;
    const paid = amountOut({ reserveIn, reserveOut, amount, fee: 30n });
    [reserveIn, reserveOut] = [reserveOut - paid, reserveIn + amount];
  }
  return BigInt.asIntN(64, reserveIn ^ reserveOut);
}

export default {
  calls: [...written, ...drawn, ...refusals],
  invocations: [0, 1, 2, 3, 100, 1000].map((swaps) => ({
    description: `${swaps} swaps`,
    export: "simulate",
    args: [`i32:${swaps}`],
    results: [`i64:${simulate(swaps)}`],
  })),
};
