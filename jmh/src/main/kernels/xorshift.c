/* A loop over registers: the sum of n numbers of a 64-bit xorshift generator. */
#include "kernel.h"

u64 run(i32 n) {
  u64 state = SEED;
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    sum += next(&state);
  }
  return sum;
}
