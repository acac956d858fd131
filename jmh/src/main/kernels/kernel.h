/* What the kernels share. Freestanding, integers only; each file is one module with one kernel. */
#ifndef KERNEL_H
#define KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
typedef long long i64;

#ifdef __wasm__
#define KERNEL __attribute__((export_name("run")))
/* What the profile `aspect` asks of every module. */
__attribute__((export_name("__aspect_start__"))) void aspect_start(void) {}
#else
#define KERNEL
#endif

/* The kernel: the size of the problem -> a checksum over everything it computed. Repeatable: it leaves nothing behind
 * that the next call would see. */
KERNEL u64 run(i32 n);

/* Next number of a 64-bit xorshift generator. */
static inline u64 next(u64 *state) {
  u64 x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

#define SEED 88172645463325252ULL

/* A running checksum (FNV-1a by words). */
static inline u64 mix(u64 sum, u64 word) { return (sum ^ word) * 0x100000001B3ULL; }

static inline u32 rotate_right(u32 x, int count) { return x >> count | x << (32 - count); }

static inline u64 rotate_left(u64 x, int count) { return x << count | x >> (64 - count); }

static inline u32 load_big_endian(const u8 *at) {
  return (u32)at[0] << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3];
}

#endif
