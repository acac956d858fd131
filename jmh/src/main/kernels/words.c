/* A loop that loads and stores 64-bit words, each one needed for the next. */
#include "kernel.h"

#define WORDS 4096

static u64 words[WORDS];

u64 run(i32 n) {
  u64 sum = 0;
  for (i32 i = 0; i < WORDS; i++) {
    words[i] = 0;
  }
  for (i32 round = 0; round < n; round++) {
    for (i32 i = 0; i < WORDS; i++) {
      sum = rotate_left(words[i] + sum, 7) + i;
      words[i] = sum;
    }
  }
  return sum;
}
