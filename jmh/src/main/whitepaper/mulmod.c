/* What kernels/mulmod.c computes, on 64-bit limbs. */
#include "wide.h"

static const u64 MODULUS[LIMBS] = {
    0x3C208C16D87CFD47ULL, 0x97816A916871CA8DULL, 0xB85045B68181585DULL, 0x30644E72E131A029ULL,
};

/* -1 / MODULUS modulo 2^64 */
#define INVERSE 0x87D20782E4866389ULL

static u64 value[LIMBS];
static u64 factor[LIMBS];

/* value = value * factor / 2^256 modulo MODULUS */
static void multiply(void) {
  u64 t[LIMBS + 1] = {0};
  for (int i = 0; i < LIMBS; i++) {
    u64 carry = 0;
    for (int j = 0; j < LIMBS; j++) {
      u128 sum = (u128)value[i] * factor[j] + t[j] + carry;
      t[j] = (u64)sum;
      carry = (u64)(sum >> 64);
    }
    u128 top = (u128)t[LIMBS] + carry;
    u64 m = t[0] * INVERSE;
    carry = (u64)(((u128)m * MODULUS[0] + t[0]) >> 64);
    for (int j = 1; j < LIMBS; j++) {
      u128 sum = (u128)m * MODULUS[j] + t[j] + carry;
      t[j - 1] = (u64)sum;
      carry = (u64)(sum >> 64);
    }
    top += carry;
    t[LIMBS - 1] = (u64)top;
    t[LIMBS] = (u64)(top >> 64);
  }
  u64 reduced[LIMBS];
  u64 borrow = 0;
  for (int j = 0; j < LIMBS; j++) {
    u128 difference = (u128)t[j] - MODULUS[j] - borrow;
    reduced[j] = (u64)difference;
    borrow = (u64)(difference >> 127);
  }
  int smaller = borrow > t[LIMBS];
  for (int j = 0; j < LIMBS; j++) {
    value[j] = smaller ? t[j] : reduced[j];
  }
}

static u64 next(u64 *state) {
  u64 x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

u64 run(int n) {
  u64 state = 88172645463325252ULL;
  for (int j = 0; j < LIMBS; j++) {
    value[j] = factor[j] = 0;
  }
  for (int half = 0; half < 2 * LIMBS; half++) {
    value[half / 2] |= (u64)((unsigned)next(&state) >> 4) << 32 * (half % 2);
    factor[half / 2] |= (u64)((unsigned)next(&state) >> 4) << 32 * (half % 2);
  }
  u64 sum = 0;
  for (int i = 0; i < n; i++) {
    multiply();
    int half = i % (2 * LIMBS);
    factor[half / 2] ^= (u64)((unsigned)value[0] >> 4) << 32 * (half % 2);
    sum = mix(sum, value[LIMBS - 1] >> 32);
  }
  return mix(sum, value[0]);
}
