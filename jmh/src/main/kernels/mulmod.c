/* Products of 256-bit numbers modulo the order of the field of bn256, by Montgomery's method on 32-bit limbs. */
#include "kernel.h"

#define LIMBS 8

static const u32 MODULUS[LIMBS] = {
    0xD87CFD47, 0x3C208C16, 0x6871CA8D, 0x97816A91, 0x8181585D, 0xB85045B6, 0xE131A029, 0x30644E72,
};
/* -1 / MODULUS modulo 2^32 */
#define INVERSE 0xE4866389U

static u32 value[LIMBS];
static u32 factor[LIMBS];

/* value = value * factor / 2^256 modulo MODULUS */
static void multiply(void) {
  u32 t[LIMBS + 2] = {0};
  for (i32 i = 0; i < LIMBS; i++) {
    u64 carry = 0;
    for (i32 j = 0; j < LIMBS; j++) {
      carry += (u64)value[i] * factor[j] + t[j];
      t[j] = (u32)carry;
      carry >>= 32;
    }
    carry += t[LIMBS];
    t[LIMBS] = (u32)carry;
    t[LIMBS + 1] = carry >> 32;
    u32 m = t[0] * INVERSE;
    carry = ((u64)m * MODULUS[0] + t[0]) >> 32;
    for (i32 j = 1; j < LIMBS; j++) {
      carry += (u64)m * MODULUS[j] + t[j];
      t[j - 1] = (u32)carry;
      carry >>= 32;
    }
    carry += t[LIMBS];
    t[LIMBS - 1] = (u32)carry;
    t[LIMBS] = t[LIMBS + 1] + (u32)(carry >> 32);
  }
  u32 reduced[LIMBS];
  u64 borrow = 0;
  for (i32 j = 0; j < LIMBS; j++) {
    u64 difference = (u64)t[j] - MODULUS[j] - borrow;
    reduced[j] = (u32)difference;
    borrow = difference >> 63;
  }
  i32 smaller = borrow > t[LIMBS];
  for (i32 j = 0; j < LIMBS; j++) {
    value[j] = smaller ? t[j] : reduced[j];
  }
}

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 j = 0; j < LIMBS; j++) {
    value[j] = (u32)next(&state) >> 4;
    factor[j] = (u32)next(&state) >> 4;
  }
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    multiply();
    factor[i % LIMBS] ^= value[0] >> 4;
    sum = mix(sum, value[LIMBS - 1]);
  }
  return mix(sum, (u64)value[1] << 32 | value[0]);
}
