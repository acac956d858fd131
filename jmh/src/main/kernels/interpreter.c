/* A switch in a loop (br_table): a machine with registers runs a loop of its own n times. */
#include "kernel.h"

enum { SET, MOVE, ADD, SUBTRACT, MULTIPLY, AND, OR, XOR, LEFT, RIGHT, LOAD, STORE, DECREMENT, SKIP_IF_EVEN, JUMP_IF, HALT };

typedef struct {
  u8 code;
  u8 to;
  u8 left;
  u8 right;
} Instruction;

/* r0: turns left, r1: number, r2: 3, r3: address, r4: sum, r5: 5, r6: 63 */
static const Instruction program[] = {
    {SET, 2, 0, 3},      {SET, 5, 0, 5},       {SET, 6, 0, 63},   {SET, 1, 0, 7},
    {MULTIPLY, 1, 1, 2}, {ADD, 1, 1, 5},       {AND, 3, 1, 6},    {LOAD, 7, 3, 0},
    {XOR, 7, 7, 1},      {SKIP_IF_EVEN, 7, 0, 0}, {ADD, 4, 4, 7}, {LEFT, 8, 7, 2},
    {RIGHT, 9, 7, 5},    {OR, 8, 8, 9},        {SUBTRACT, 4, 4, 8}, {STORE, 3, 8, 0},
    {MOVE, 7, 4, 0},     {DECREMENT, 0, 0, 0}, {JUMP_IF, 4, 0, 0}, {HALT, 0, 0, 0},
};

static u32 memory[64];
static u32 registers[16];

static u32 interpret(void) {
  u32 *r = registers;
  for (u32 at = 0;;) {
    Instruction in = program[at++];
    switch (in.code) {
      case SET: r[in.to] = in.right; break;
      case MOVE: r[in.to] = r[in.left]; break;
      case ADD: r[in.to] = r[in.left] + r[in.right]; break;
      case SUBTRACT: r[in.to] = r[in.left] - r[in.right]; break;
      case MULTIPLY: r[in.to] = r[in.left] * r[in.right]; break;
      case AND: r[in.to] = r[in.left] & r[in.right]; break;
      case OR: r[in.to] = r[in.left] | r[in.right]; break;
      case XOR: r[in.to] = r[in.left] ^ r[in.right]; break;
      case LEFT: r[in.to] = r[in.left] << (r[in.right] & 31); break;
      case RIGHT: r[in.to] = r[in.left] >> (r[in.right] & 31); break;
      case LOAD: r[in.to] = memory[r[in.left] & 63]; break;
      case STORE: memory[r[in.to] & 63] = r[in.left]; break;
      case DECREMENT: r[in.to]--; break;
      case SKIP_IF_EVEN: at += ~r[in.to] & 1; break;
      case JUMP_IF: at = r[in.left] ? in.to : at; break;
      default: return r[4];
    }
  }
}

u64 run(i32 n) {
  for (i32 i = 0; i < 64; i++) {
    memory[i] = i;
  }
  for (i32 i = 0; i < 16; i++) {
    registers[i] = 0;
  }
  registers[0] = n;
  u64 sum = interpret();
  for (i32 i = 0; i < 64; i++) {
    sum = mix(sum, memory[i]);
  }
  return sum;
}
