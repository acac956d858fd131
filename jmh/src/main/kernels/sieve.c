/* Loads and stores of bytes in nested loops: the number of primes below n. */
#include "kernel.h"

#define LIMIT 250000

static u8 struck[LIMIT];

u64 run(i32 n) {
  u64 count = 0;
  for (i32 i = 0; i < n; i++) {
    struck[i] = 0;
  }
  for (i32 i = 2; i < n; i++) {
    if (!struck[i]) {
      count++;
      for (i32 j = i + i; j < n; j += i) {
        struck[j] = 1;
      }
    }
  }
  return count;
}
