/* A loop that loads and stores bytes, each one needed for the next. */
#include "kernel.h"

#define BYTES 16384

static u8 from[BYTES];
static u8 to[BYTES];

u64 run(i32 n) {
  u32 sum = 1;
  for (i32 i = 0; i < BYTES; i++) {
    from[i] = i;
  }
  for (i32 round = 0; round < n; round++) {
    for (i32 i = 0; i < BYTES; i++) {
      sum = (sum + from[i]) * 33;
      to[i] = sum >> 8;
    }
    for (i32 i = 0; i < BYTES; i++) {
      from[i] ^= to[BYTES - 1 - i];
    }
  }
  return sum;
}
