/**
 * Unsigned 256-bit integers in linear memory: eight 32-bit limbs, least significant first.
 *
 * Numbers are addresses, and every function writes to a place that the caller names, so that loops allocate nothing.
 * 32-bit limbs because the product of two of them, plus two more, just fits the widest integer that WebAssembly has.
 * A target may be the same number as an operand unless a function says otherwise.
 */

/** Address of a 256-bit number. */
export type U256 = usize;
/** Address of a 512-bit number: sixteen limbs. */
export type U512 = usize;

const LIMBS: i32 = 8;
const BYTES: usize = 32;

/** Scratch numbers of `divide` and `mulDiv`. */
const DIVIDEND = memory.data(68);
const DIVISOR = memory.data(32);
const PRODUCT = memory.data(64);
const QUOTIENT = memory.data(64);

// @ts-ignore: decorator
@inline
function limb(number: usize, index: i32): u64 {
  return <u64>load<u32>(number + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function setLimb(number: usize, index: i32, value: u64): void {
  store<u32>(number + (<usize>index << 2), <u32>value);
}

export function set(target: U256, value: u64): void {
  memory.fill(target, 0, BYTES);
  store<u64>(target, value);
}

export function copy(target: U256, source: U256): void {
  memory.copy(target, source, BYTES);
}

/** Reads 32 big-endian bytes. The two places must not overlap. */
export function fromBigEndian(target: U256, source: usize): void {
  for (let i = 0; i < LIMBS; i++) {
    setLimb(target, i, <u64>bswap(load<u32>(source + 28 - (<usize>i << 2))));
  }
}

/** Writes 32 big-endian bytes. The two places must not overlap. */
export function toBigEndian(target: usize, source: U256): void {
  for (let i = 0; i < LIMBS; i++) {
    store<u32>(target + 28 - (<usize>i << 2), bswap(<u32>limb(source, i)));
  }
}

/** The low 64 bits. */
export function low64(number: U256): u64 {
  return load<u64>(number);
}

export function isZero(number: U256): bool {
  return (
    (load<u64>(number) | load<u64>(number, 8) | load<u64>(number, 16) | load<u64>(number, 24)) == 0
  );
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compare(a: U256, b: U256): i32 {
  for (let i = LIMBS - 1; i >= 0; i--) {
    const x = limb(a, i);
    const y = limb(b, i);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

/** target = a + b; false if the sum needs more than 256 bits. */
export function add(target: U256, a: U256, b: U256): bool {
  let carry: u64 = 0;
  for (let i = 0; i < LIMBS; i++) {
    carry += limb(a, i) + limb(b, i);
    setLimb(target, i, carry);
    carry >>= 32;
  }
  return carry == 0;
}

/** target = a - b; false if b is larger than a. */
export function subtract(target: U256, a: U256, b: U256): bool {
  let borrow: u64 = 0;
  for (let i = 0; i < LIMBS; i++) {
    const difference = limb(a, i) - limb(b, i) - borrow;
    setLimb(target, i, difference);
    borrow = difference >> 63;
  }
  return borrow == 0;
}

/** target = a * factor; false if the product needs more than 256 bits. */
export function multiplySmall(target: U256, a: U256, factor: u32): bool {
  let carry: u64 = 0;
  for (let i = 0; i < LIMBS; i++) {
    carry += limb(a, i) * <u64>factor;
    setLimb(target, i, carry);
    carry >>= 32;
  }
  return carry == 0;
}

/** target = a * b, all of it. The target must be neither a nor b. */
export function multiply(target: U512, a: U256, b: U256): void {
  memory.fill(target, 0, 2 * BYTES);
  for (let i = 0; i < LIMBS; i++) {
    const factor = limb(a, i);
    let carry: u64 = 0;
    for (let j = 0; j < LIMBS; j++) {
      carry += factor * limb(b, j) + limb(target, i + j);
      setLimb(target, i + j, carry);
      carry >>= 32;
    }
    setLimb(target, i + LIMBS, carry);
  }
}

/**
 * quotient = dividend / divisor (512 bits), remainder = dividend mod divisor (256 bits). Knuth, The Art of Computer
 * Programming, volume 2, 4.3.1, algorithm D, with digits of 32 bits. The divisor must not be zero.
 */
export function divide(quotient: U512, remainder: U256, dividend: U512, divisor: U256): void {
  let digits = LIMBS;
  while (limb(divisor, digits - 1) == 0) digits--;

  // D1: shift both left until the divisor's top bit is set; the dividend gets a seventeenth limb for what falls out.
  const shift = clz<u32>(<u32>limb(divisor, digits - 1));
  shiftLeft(DIVISOR, divisor, LIMBS, shift);
  setLimb(DIVIDEND, 2 * LIMBS, shiftLeft(DIVIDEND, dividend, 2 * LIMBS, shift));
  const top = limb(DIVISOR, digits - 1);
  const second = digits > 1 ? limb(DIVISOR, digits - 2) : 0;

  memory.fill(quotient, 0, 2 * BYTES);
  for (let j = 2 * LIMBS - digits; j >= 0; j--) {
    // D3: the estimate from the two top limbs is at most two too large; the third limb takes most of that away.
    const head = (limb(DIVIDEND, j + digits) << 32) | limb(DIVIDEND, j + digits - 1);
    const third = digits > 1 ? limb(DIVIDEND, j + digits - 2) : 0;
    let estimate = head / top;
    let rest = head % top;
    while (estimate >> 32 || estimate * second > ((rest << 32) | third)) {
      estimate--;
      rest += top;
      if (rest >> 32) break;
    }
    // D4 to D6: subtract; if that was once too often, add the divisor back.
    if (subtractProduct(j, digits, estimate)) {
      estimate--;
      addBack(j, digits);
    }
    setLimb(quotient, j, estimate);
  }

  // D8: what is left of the dividend is the remainder, still shifted. Limbs from `digits` on are zero.
  for (let i = 0; i < LIMBS; i++) {
    const pair = limb(DIVIDEND, i) | (limb(DIVIDEND, i + 1) << 32);
    setLimb(remainder, i, pair >> shift);
  }
}

/** Shifts by less than 32 bits; returns the bits that fell out at the top. */
function shiftLeft(target: usize, source: usize, limbs: i32, shift: u32): u64 {
  let carry: u64 = 0;
  for (let i = 0; i < limbs; i++) {
    carry |= limb(source, i) << shift;
    setLimb(target, i, carry);
    carry >>= 32;
  }
  return carry;
}

/** Subtracts factor * DIVISOR from DIVIDEND at limb `offset`; true if the result went below zero. */
function subtractProduct(offset: i32, digits: i32, factor: u64): bool {
  let carry: u64 = 0;
  let borrow: u64 = 0;
  for (let i = 0; i < digits; i++) {
    carry += factor * limb(DIVISOR, i);
    const difference = limb(DIVIDEND, offset + i) - (carry & 0xffffffff) - borrow;
    setLimb(DIVIDEND, offset + i, difference);
    borrow = difference >> 63;
    carry >>= 32;
  }
  const difference = limb(DIVIDEND, offset + digits) - carry - borrow;
  setLimb(DIVIDEND, offset + digits, difference);
  return difference >> 63 != 0;
}

function addBack(offset: i32, digits: i32): void {
  let carry: u64 = 0;
  for (let i = 0; i < digits; i++) {
    carry += limb(DIVIDEND, offset + i) + limb(DIVISOR, i);
    setLimb(DIVIDEND, offset + i, carry);
    carry >>= 32;
  }
  setLimb(DIVIDEND, offset + digits, limb(DIVIDEND, offset + digits) + carry);
}

/**
 * target = a * b / divisor with a 512-bit product in between, rounded down, or up to the next whole number if asked.
 * False if the result needs more than 256 bits. The divisor must not be zero.
 */
export function mulDiv(target: U256, a: U256, b: U256, divisor: U256, roundUp: bool = false): bool {
  multiply(PRODUCT, a, b);
  // PRODUCT is read before it is overwritten, so it can take the remainder.
  divide(QUOTIENT, PRODUCT, PRODUCT, divisor);
  const inexact = !isZero(PRODUCT);
  copy(target, QUOTIENT);
  let fits = isZero(QUOTIENT + BYTES);
  if (roundUp && inexact) {
    set(PRODUCT, 1);
    fits = add(target, target, PRODUCT) && fits;
  }
  return fits;
}
