/**
 * Prices of a constant-product pool (reserve a times reserve b stays the same), in whole 256-bit integers.
 *
 *   operation   call data: a command byte and its arguments   ->   32 bytes
 *
 *   01 reserveIn(32) reserveOut(32) amountIn(32) fee(2)    the amount that a swap pays out, rounded down
 *   02 reserveIn(32) reserveOut(32) amountOut(32) fee(2)   the least amount in that pays for it, rounded up
 *   03 reserveIn(32) reserveOut(32)                        the price of one unit in, as a fixed-point number with 128
 *                                                          fraction bits: reserveOut * 2^128 / reserveIn, rounded down
 *
 * All integers are unsigned and big-endian. The fee is in hundredths of a percent, below 10000; it is taken from what
 * goes in. Products are computed with 512 bits; what does not fit 256 bits before or after that reverts as overflow.
 *
 * One more export measures pure computation, without host calls and with raw values:
 *
 *   simulate(i32) -> i64   that many swaps through a pool, forth and back; a digest of its reserves
 */
import { Bytes } from "./lib/bytes";
import { require, revert } from "./lib/host";
import { on } from "./lib/joinpoints";
import { OperationInput } from "./lib/messages";
import {
  add, compare, copy, fromBigEndian, isZero, low64, mulDiv, multiplySmall, set, subtract, toBigEndian,
} from "./lib/u256";
import { encodeBytes } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

const enum Command {
  AmountOut = 1,
  AmountIn = 2,
  SpotPrice = 3,
}

/** The fee that would take all. */
const WHOLE: u32 = 10_000;

const WORD: i32 = 32;
const FEE: i32 = 2;

const RESERVE_IN = memory.data(32);
const RESERVE_OUT = memory.data(32);
const AMOUNT = memory.data(32);
const RESULT = memory.data(32);
const NUMERATOR = memory.data(32);
const DENOMINATOR = memory.data(32);

on("operation", (input: Bytes): i32 => {
  const data = new OperationInput(input).callData;
  require(data.length > 0, "pricing: command missing");
  const argument = data.slice(1);
  switch (data.byteAt(0)) {
    case Command.AmountOut: {
      const fee = readSwap(argument);
      requireNoOverflow(amountOut(fee));
      break;
    }
    case Command.AmountIn: {
      const fee = readSwap(argument);
      require(compare(AMOUNT, RESERVE_OUT) < 0, "pricing: more than the pool has");
      requireNoOverflow(amountIn(fee));
      break;
    }
    case Command.SpotPrice: {
      require(argument.length == 2 * WORD, "pricing: arguments of another length expected");
      readReserves(argument);
      requireNoOverflow(spotPrice());
      break;
    }
    default:
      revert("pricing: unknown command");
  }
  const result = Bytes.zeroed(WORD);
  toBigEndian(result.at, RESULT);
  return encodeBytes(result);
});

/** Reads reserves and amount, and returns the fee. */
function readSwap(argument: Bytes): u32 {
  require(argument.length == 3 * WORD + FEE, "pricing: arguments of another length expected");
  readReserves(argument);
  fromBigEndian(AMOUNT, argument.at + 2 * WORD);
  const fee = <u32>argument.slice(3 * WORD).toU64();
  require(fee < WHOLE, "pricing: fee of 100 percent or more");
  return fee;
}

function readReserves(argument: Bytes): void {
  fromBigEndian(RESERVE_IN, argument.at);
  fromBigEndian(RESERVE_OUT, argument.at + WORD);
  require(!isZero(RESERVE_IN) && !isZero(RESERVE_OUT), "pricing: empty pool");
}

function requireNoOverflow(fits: bool): void {
  require(fits, "pricing: overflow");
}

// The three formulas read RESERVE_IN, RESERVE_OUT and AMOUNT, and write RESULT; false on overflow. f = 10000 - fee.

/** out = in * f * reserveOut / (reserveIn * 10000 + in * f) */
function amountOut(fee: u32): bool {
  if (!multiplySmall(NUMERATOR, AMOUNT, WHOLE - fee)) return false;
  if (!multiplySmall(DENOMINATOR, RESERVE_IN, WHOLE)) return false;
  if (!add(DENOMINATOR, DENOMINATOR, NUMERATOR)) return false;
  return mulDiv(RESULT, NUMERATOR, RESERVE_OUT, DENOMINATOR);
}

/** The above solved for in: reserveIn * 10000 * out / ((reserveOut - out) * f) */
function amountIn(fee: u32): bool {
  if (!multiplySmall(NUMERATOR, RESERVE_IN, WHOLE)) return false;
  subtract(DENOMINATOR, RESERVE_OUT, AMOUNT);
  if (!multiplySmall(DENOMINATOR, DENOMINATOR, WHOLE - fee)) return false;
  return mulDiv(RESULT, NUMERATOR, AMOUNT, DENOMINATOR, true);
}

/** reserveOut * 2^128 / reserveIn */
function spotPrice(): bool {
  // NUMERATOR = 2^128
  set(NUMERATOR, 0);
  store<u32>(NUMERATOR, 1, 16);
  return mulDiv(RESULT, RESERVE_OUT, NUMERATOR, RESERVE_IN);
}

/** Swaps of pseudo-random sizes, from a linear congruential generator. */
export function simulate(swaps: i32): i64 {
  // Both reserves 10^18 * 2^64: numbers of 124 bits, so that products use most limbs.
  set(RESERVE_IN, 0);
  store<u64>(RESERVE_IN, 1_000_000_000_000_000_000, 8);
  copy(RESERVE_OUT, RESERVE_IN);
  let random: u64 = 1;
  for (let i = 0; i < swaps; i++) {
    random = random * 6364136223846793005 + 1442695040888963407;
    set(AMOUNT, 0);
    store<u64>(AMOUNT, random >> 8, 8);
    amountOut(30);
    add(RESERVE_IN, RESERVE_IN, AMOUNT);
    subtract(RESERVE_OUT, RESERVE_OUT, RESULT);
    // The next swap goes the other way.
    copy(AMOUNT, RESERVE_IN);
    copy(RESERVE_IN, RESERVE_OUT);
    copy(RESERVE_OUT, AMOUNT);
  }
  return <i64>(low64(RESERVE_IN) ^ low64(RESERVE_OUT));
}
