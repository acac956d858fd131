/* A map with open addressing: n steps that insert, look up and remove. */
#include "kernel.h"

#define SLOTS 4096
#define KEYS 2047

static u32 keys[SLOTS]; /* 0: free */
static u64 values[SLOTS];

static u32 home(u32 key) { return key * 2654435769U >> 20; }

static u32 find(u32 key) {
  u32 slot = home(key);
  while (keys[slot] && keys[slot] != key) {
    slot = (slot + 1) % SLOTS;
  }
  return slot;
}

/* Moves up what stands behind the freed slot and not at home. */
static void erase(u32 slot) {
  u32 hole = slot;
  keys[hole] = 0;
  for (u32 at = (slot + 1) % SLOTS; keys[at]; at = (at + 1) % SLOTS) {
    u32 distance = (at - home(keys[at])) % SLOTS;
    if (distance >= (at - hole) % SLOTS) {
      keys[hole] = keys[at];
      values[hole] = values[at];
      keys[at] = 0;
      hole = at;
    }
  }
}

u64 run(i32 n) {
  for (i32 i = 0; i < SLOTS; i++) {
    keys[i] = 0;
  }
  u64 state = SEED;
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    u64 number = next(&state);
    u32 key = 1 + (number >> 32 & KEYS);
    u32 slot = find(key);
    if (!keys[slot]) {
      keys[slot] = key;
      values[slot] = number;
    } else if (number & 3) {
      values[slot] += i;
      sum = mix(sum, values[slot]);
    } else {
      erase(slot);
    }
  }
  return sum;
}
