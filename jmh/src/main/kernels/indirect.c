/* Calls through a table (call_indirect), the functions in an order that nothing can foresee. */
#include "kernel.h"

typedef u32 (*Step)(u32, u32);

static u32 add(u32 a, u32 b) { return a + b; }
static u32 subtract(u32 a, u32 b) { return a - b; }
static u32 multiply(u32 a, u32 b) { return a * (b | 1); }
static u32 exclusive(u32 a, u32 b) { return a ^ b; }
static u32 rotate(u32 a, u32 b) { return a << (b & 31) | a >> (-b & 31); }
static u32 negate(u32 a, u32 b) { return b - ~a; }
static u32 halve(u32 a, u32 b) { return (a >> 1) + (b >> 1); }
static u32 select(u32 a, u32 b) { return a > b ? a : b + 1; }

static const Step steps[8] = {add, subtract, multiply, exclusive, rotate, negate, halve, select};

u64 run(i32 n) {
  u32 number = 1;
  u32 value = 1;
  for (i32 i = 0; i < n; i++) {
    number = number * 1664525 + 1013904223;
    value = steps[number >> 29](value, number);
  }
  return (u64)number << 32 | value;
}
