/* Fibonacci modulo 2^256. */
#include "wide.h"

u64 run(int n) {
  u64 a[LIMBS] = {0};
  u64 b[LIMBS] = {1};
  for (int i = 0; i < n; i++) {
    u64 carry = 0;
    for (int j = 0; j < LIMBS; j++) {
      u128 sum = (u128)a[j] + b[j] + carry;
      a[j] = b[j];
      b[j] = (u64)sum;
      carry = (u64)(sum >> 64);
    }
  }
  return checksum(a);
}
