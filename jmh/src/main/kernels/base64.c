/* Base64 of 3,072 bytes and back, n times. */
#include "kernel.h"

#define BYTES 3072
#define DIGITS (BYTES / 3 * 4)

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static u8 bytes[BYTES];
static u8 digits[DIGITS];
static u8 value_of[128];

static void encode(void) {
  for (i32 i = 0, j = 0; i < BYTES; i += 3, j += 4) {
    u32 group = (u32)bytes[i] << 16 | (u32)bytes[i + 1] << 8 | bytes[i + 2];
    digits[j] = ALPHABET[group >> 18];
    digits[j + 1] = ALPHABET[group >> 12 & 63];
    digits[j + 2] = ALPHABET[group >> 6 & 63];
    digits[j + 3] = ALPHABET[group & 63];
  }
}

static void decode(void) {
  for (i32 i = 0, j = 0; i < BYTES; i += 3, j += 4) {
    u32 group = (u32)value_of[digits[j]] << 18 | (u32)value_of[digits[j + 1]] << 12 |
                (u32)value_of[digits[j + 2]] << 6 | value_of[digits[j + 3]];
    bytes[i] = (group >> 16) + i;
    bytes[i + 1] = group >> 8;
    bytes[i + 2] = group;
  }
}

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 i = 0; i < BYTES; i++) {
    bytes[i] = next(&state);
  }
  for (i32 i = 0; i < 64; i++) {
    value_of[(u8)ALPHABET[i]] = i;
  }
  u64 sum = 0;
  for (i32 round = 0; round < n; round++) {
    encode();
    decode();
    sum = mix(sum, (u64)digits[round] << 8 | bytes[round]);
  }
  return sum;
}
