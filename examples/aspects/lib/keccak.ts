/**
 * Keccak-256 (with the original padding, as Ethereum uses it, not SHA-3's) in the module itself.
 *
 * An aspect that only wants a hash should ask the host, which is far quicker. This one exists to give the examples a
 * piece of pure computation whose result is easy to check. It allocates nothing, and needs nothing that the start
 * function sets up.
 */

/** Bytes absorbed between two permutations: 1600 bits less twice the 256 bits of the digest. */
const RATE: i32 = 136;

/** The state: 25 lanes of 64 bits; lane x + 5y is column x of row y. */
const STATE = memory.data(200);

const ROUND_CONSTANTS = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
  0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
  0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
  0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]);

/** The lanes in the order in which the pi step moves them, starting with where lane 1 goes... */
const PI_LANES = memory.data<u8>([
  10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
]);

/** ...and how far the rho step rotates each on the way. */
const RHO_ROTATIONS = memory.data<u8>([
  1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
]);

/** Writes the 32-byte digest of `length` bytes at `source` to `target`; the two may overlap. */
export function keccak256(target: usize, source: usize, length: i32): void {
  memory.fill(STATE, 0, 200);
  while (length >= RATE) {
    for (let i = 0; i < RATE; i += 8) {
      store<u64>(STATE + i, load<u64>(STATE + i) ^ load<u64>(source + i));
    }
    permute();
    source += RATE;
    length -= RATE;
  }
  for (let i = 0; i < length; i++) xorByte(i, load<u8>(source + i));
  // Padding: one bit after the message, one at the end of the block; both may fall into the same byte.
  xorByte(length, 0x01);
  xorByte(RATE - 1, 0x80);
  permute();
  memory.copy(target, STATE, 32);
}

function xorByte(offset: i32, value: u8): void {
  store<u8>(STATE + offset, load<u8>(STATE + offset) ^ value);
}

/** Keccak-f[1600]. */
function permute(): void {
  for (let round = 0; round < 24; round++) {
    theta();
    rhoAndPi();
    chi();
    store<u64>(STATE, load<u64>(STATE) ^ load<u64>(ROUND_CONSTANTS + (round << 3)));
  }
}

function theta(): void {
  const c0 = columnParity(0);
  const c1 = columnParity(1);
  const c2 = columnParity(2);
  const c3 = columnParity(3);
  const c4 = columnParity(4);
  xorColumn(0, c4 ^ rotl<u64>(c1, 1));
  xorColumn(1, c0 ^ rotl<u64>(c2, 1));
  xorColumn(2, c1 ^ rotl<u64>(c3, 1));
  xorColumn(3, c2 ^ rotl<u64>(c4, 1));
  xorColumn(4, c3 ^ rotl<u64>(c0, 1));
}

// @ts-ignore: decorator
@inline
function columnParity(x: usize): u64 {
  const lane = STATE + (x << 3);
  return (
    load<u64>(lane) ^ load<u64>(lane, 40) ^ load<u64>(lane, 80) ^ load<u64>(lane, 120) ^ load<u64>(lane, 160)
  );
}

// @ts-ignore: decorator
@inline
function xorColumn(x: usize, value: u64): void {
  const lane = STATE + (x << 3);
  store<u64>(lane, load<u64>(lane) ^ value);
  store<u64>(lane, load<u64>(lane, 40) ^ value, 40);
  store<u64>(lane, load<u64>(lane, 80) ^ value, 80);
  store<u64>(lane, load<u64>(lane, 120) ^ value, 120);
  store<u64>(lane, load<u64>(lane, 160) ^ value, 160);
}

/** The two steps together follow one cycle through all lanes but the first, which stays. */
function rhoAndPi(): void {
  let moving = load<u64>(STATE, 8);
  for (let i = 0; i < 24; i++) {
    const lane = STATE + ((<usize>load<u8>(PI_LANES + i)) << 3);
    const displaced = load<u64>(lane);
    store<u64>(lane, rotl<u64>(moving, <u64>load<u8>(RHO_ROTATIONS + i)));
    moving = displaced;
  }
}

function chi(): void {
  for (let row = STATE; row < STATE + 200; row += 40) {
    const a0 = load<u64>(row);
    const a1 = load<u64>(row, 8);
    const a2 = load<u64>(row, 16);
    const a3 = load<u64>(row, 24);
    const a4 = load<u64>(row, 32);
    store<u64>(row, a0 ^ (~a1 & a2));
    store<u64>(row, a1 ^ (~a2 & a3), 8);
    store<u64>(row, a2 ^ (~a3 & a4), 16);
    store<u64>(row, a3 ^ (~a4 & a0), 24);
    store<u64>(row, a4 ^ (~a0 & a1), 32);
  }
}
