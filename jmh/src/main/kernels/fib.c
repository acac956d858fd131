/* Recursion: Fibonacci numbers, the slow way. */
#include "kernel.h"

static u32 fibonacci(u32 n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

u64 run(i32 n) { return fibonacci(n); }
