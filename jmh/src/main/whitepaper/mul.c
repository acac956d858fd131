/* Products modulo 2^256. */
#include "wide.h"

/* Not constant: no compiler may know them. */
static volatile u64 factors[2 * LIMBS] = {
    0x9E3779B97F4A7C15ULL, 0xBF58476D1CE4E5B9ULL, 0x94D049BB133111EBULL, 0x2545F4914F6CDD1DULL,
    0xD6E8FEB86659FD93ULL, 0xA24BAED4963EE407ULL, 0x9FB21C651E98DF25ULL, 0x0DA942042E4DD8B5ULL,
};

u64 run(int n) {
  u64 a[LIMBS];
  u64 b[LIMBS];
  for (int j = 0; j < LIMBS; j++) {
    a[j] = factors[j];
    b[j] = factors[LIMBS + j];
  }
  for (int i = 0; i < n; i++) {
    u64 t[LIMBS] = {0};
    for (int j = 0; j < LIMBS; j++) {
      u64 carry = 0;
      for (int k = 0; j + k < LIMBS; k++) {
        u128 sum = (u128)a[j] * b[k] + t[j + k] + carry;
        t[j + k] = (u64)sum;
        carry = (u64)(sum >> 64);
      }
    }
    for (int j = 0; j < LIMBS; j++) {
      a[j] = t[j];
    }
  }
  return checksum(a);
}
