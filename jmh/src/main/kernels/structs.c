/* Sorting of structs by two of their fields: n of them, by heap sort. */
#include "kernel.h"

#define LIMIT 8000

typedef struct {
  u64 amount;
  u32 nonce;
  u16 kind;
  u8 flags;
} Transaction;

static Transaction pool[LIMIT];

static i32 before(const Transaction *a, const Transaction *b) {
  return a->kind != b->kind ? a->kind < b->kind : a->nonce < b->nonce;
}

static void sift_down(i32 root, i32 end, Transaction moving) {
  for (i32 child; (child = 2 * root + 1) < end; root = child) {
    if (child + 1 < end && before(&pool[child], &pool[child + 1])) {
      child++;
    }
    if (!before(&moving, &pool[child])) {
      break;
    }
    pool[root] = pool[child];
  }
  pool[root] = moving;
}

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 i = 0; i < n; i++) {
    u64 number = next(&state);
    pool[i].amount = number;
    pool[i].nonce = number >> 20;
    pool[i].kind = number & 7;
    pool[i].flags = i;
  }
  for (i32 root = n / 2 - 1; root >= 0; root--) {
    sift_down(root, n, pool[root]);
  }
  for (i32 end = n - 1; end > 0; end--) {
    Transaction last = pool[end];
    pool[end] = pool[0];
    sift_down(0, end, last);
  }
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    sum = mix(sum, pool[i].amount + pool[i].flags);
  }
  return sum;
}
