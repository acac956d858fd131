/* What the operations on 256-bit numbers share: natively only, where a compiler has 128-bit integers. WideKernel.java makes
 * the same for wasm. */
#ifndef WIDE_H
#define WIDE_H

typedef unsigned long long u64;
typedef unsigned __int128 u128;

#define LIMBS 4

/* Does so many operations, one with the result of the other -> a checksum. */
u64 run(int n);

static inline u64 mix(u64 sum, u64 word) { return (sum ^ word) * 0x100000001B3ULL; }

static inline u64 checksum(const u64 *number) {
  u64 sum = 0;
  for (int i = 0; i < LIMBS; i++) {
    sum = mix(sum, number[i]);
  }
  return sum;
}

#endif
