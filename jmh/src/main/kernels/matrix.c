/* The product of two square matrices of 64-bit integers, n rows each. */
#include "kernel.h"

#define LIMIT 96

static i64 a[LIMIT][LIMIT];
static i64 b[LIMIT][LIMIT];
static i64 c[LIMIT][LIMIT];

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 i = 0; i < n; i++) {
    for (i32 j = 0; j < n; j++) {
      a[i][j] = (i64)next(&state) >> 40;
      b[i][j] = (i64)next(&state) >> 40;
    }
  }
  for (i32 i = 0; i < n; i++) {
    for (i32 j = 0; j < n; j++) {
      i64 sum = 0;
      for (i32 k = 0; k < n; k++) {
        sum += a[i][k] * b[k][j];
      }
      c[i][j] = sum;
    }
  }
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    for (i32 j = 0; j < n; j++) {
      sum = mix(sum, c[i][j]);
    }
  }
  return sum;
}
