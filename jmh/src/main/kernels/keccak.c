/* Keccak-256 as Ethereum uses it: 32 zero bytes, hashed n times over; the first eight bytes of the last hash. */
#include "kernel.h"

static const u64 ROUND_CONSTANTS[24] = {
    0x0000000000000001ULL, 0x0000000000008082ULL, 0x800000000000808AULL, 0x8000000080008000ULL,
    0x000000000000808BULL, 0x0000000080000001ULL, 0x8000000080008081ULL, 0x8000000000008009ULL,
    0x000000000000008AULL, 0x0000000000000088ULL, 0x0000000080008009ULL, 0x000000008000000AULL,
    0x000000008000808BULL, 0x800000000000008BULL, 0x8000000000008089ULL, 0x8000000000008003ULL,
    0x8000000000008002ULL, 0x8000000000000080ULL, 0x000000000000800AULL, 0x800000008000000AULL,
    0x8000000080008081ULL, 0x8000000000008080ULL, 0x0000000080000001ULL, 0x8000000080008008ULL,
};
static const u8 PI_LANES[24] = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
static const u8 RHO_ROTATIONS[24] = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                     27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

static u64 state[25];
static u64 chain[4];

static void permute(void) {
  for (i32 round = 0; round < 24; round++) {
    u64 c[5];
    for (i32 x = 0; x < 5; x++) {
      c[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    }
    for (i32 x = 0; x < 5; x++) {
      u64 d = c[(x + 4) % 5] ^ rotate_left(c[(x + 1) % 5], 1);
      for (i32 y = 0; y < 25; y += 5) {
        state[x + y] ^= d;
      }
    }
    u64 moving = state[1];
    for (i32 i = 0; i < 24; i++) {
      u64 displaced = state[PI_LANES[i]];
      state[PI_LANES[i]] = rotate_left(moving, RHO_ROTATIONS[i]);
      moving = displaced;
    }
    for (i32 y = 0; y < 25; y += 5) {
      for (i32 x = 0; x < 5; x++) {
        c[x] = state[x + y];
      }
      for (i32 x = 0; x < 5; x++) {
        state[x + y] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
      }
    }
    state[0] ^= ROUND_CONSTANTS[round];
  }
}

u64 run(i32 n) {
  for (i32 i = 0; i < 4; i++) {
    chain[i] = 0;
  }
  for (i32 round = 0; round < n; round++) {
    for (i32 i = 0; i < 25; i++) {
      state[i] = i < 4 ? chain[i] : 0;
    }
    state[4] ^= 1;
    state[16] ^= 1ULL << 63;
    permute();
    for (i32 i = 0; i < 4; i++) {
      chain[i] = state[i];
    }
  }
  u64 first = 0;
  for (i32 i = 0; i < 8; i++) {
    first = first << 8 | (chain[0] >> 8 * i & 0xFF);
  }
  return first;
}
