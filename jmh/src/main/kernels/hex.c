/* Bytes to hexadecimal digits and back, n times. */
#include "kernel.h"

#define BYTES 4096

static const char DIGITS[] = "0123456789abcdef";

static u8 bytes[BYTES];
static u8 digits[2 * BYTES];
static u8 value_of[128];

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 i = 0; i < BYTES; i++) {
    bytes[i] = next(&state);
  }
  for (i32 i = 0; i < 16; i++) {
    value_of[(u8)DIGITS[i]] = i;
  }
  u64 sum = 0;
  for (i32 round = 0; round < n; round++) {
    for (i32 i = 0; i < BYTES; i++) {
      digits[2 * i] = DIGITS[bytes[i] >> 4];
      digits[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    for (i32 i = 0; i < BYTES; i++) {
      bytes[i] = (value_of[digits[2 * i]] << 4 | value_of[digits[2 * i + 1]]) + i;
    }
    sum = mix(sum, (u64)digits[round] << 8 | bytes[round]);
  }
  return sum;
}
