package io.aspectvm.jmh;

import java.util.Arrays;

/**
 * The kernels of the steady-state benchmark, written by hand in Java: what the same JIT makes of
 * them without linear memory, gas and depth, and an oracle for the compiled ones.
 */
final class JavaKernels {

  private static final long[] ROUND_CONSTANTS = {
    0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L,
    0x000000000000808BL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
    0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
    0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L,
    0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
    0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L,
  };
  private static final int[] PI_LANES = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
  };
  private static final int[] RHO_ROTATIONS = {
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
  };

  private JavaKernels() {}

  static long fib(int n) {
    return fibonacci(n);
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  /** Number of primes below n. */
  static long sieve(int n) {
    byte[] struck = new byte[n];
    int count = 0;
    for (int i = 2; i < n; i++) {
      if (struck[i] == 0) {
        count++;
        for (int j = i + i; j < n; j += i) {
          struck[j] = 1;
        }
      }
    }
    return count;
  }

  static long xorshift(int n) {
    long x = 88172645463325252L;
    long sum = 0;
    for (int i = 0; i < n; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      sum += x;
    }
    return sum;
  }

  static long words(int n) {
    long[] words = new long[4096];
    long sum = 0;
    for (int round = 0; round < n; round++) {
      for (int i = 0; i < words.length; i++) {
        sum = Long.rotateLeft(words[i] + sum, 7) + i;
        words[i] = sum;
      }
    }
    return sum;
  }

  /** 32 zero bytes, hashed n times over with Keccak-256; the first eight bytes of the last hash. */
  static long hashChain(int n) {
    long[] chain = new long[4];
    long[] state = new long[25];
    for (int i = 0; i < n; i++) {
      Arrays.fill(state, 0);
      System.arraycopy(chain, 0, state, 0, chain.length);
      state[4] ^= 1;
      state[16] ^= Long.MIN_VALUE;
      permute(state);
      System.arraycopy(state, 0, chain, 0, chain.length);
    }
    return Long.reverseBytes(chain[0]);
  }

  private static void permute(long[] state) {
    for (long constant : ROUND_CONSTANTS) {
      theta(state);
      rhoAndPi(state);
      chi(state);
      state[0] ^= constant;
    }
  }

  private static void theta(long[] state) {
    long c0 = parity(state, 0);
    long c1 = parity(state, 1);
    long c2 = parity(state, 2);
    long c3 = parity(state, 3);
    long c4 = parity(state, 4);
    mix(state, 0, c4 ^ Long.rotateLeft(c1, 1));
    mix(state, 1, c0 ^ Long.rotateLeft(c2, 1));
    mix(state, 2, c1 ^ Long.rotateLeft(c3, 1));
    mix(state, 3, c2 ^ Long.rotateLeft(c4, 1));
    mix(state, 4, c3 ^ Long.rotateLeft(c0, 1));
  }

  private static long parity(long[] state, int x) {
    return state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
  }

  private static void mix(long[] state, int x, long value) {
    state[x] ^= value;
    state[x + 5] ^= value;
    state[x + 10] ^= value;
    state[x + 15] ^= value;
    state[x + 20] ^= value;
  }

  private static void rhoAndPi(long[] state) {
    long moving = state[1];
    for (int i = 0; i < PI_LANES.length; i++) {
      int lane = PI_LANES[i];
      long displaced = state[lane];
      state[lane] = Long.rotateLeft(moving, RHO_ROTATIONS[i]);
      moving = displaced;
    }
  }

  private static void chi(long[] state) {
    for (int row = 0; row < state.length; row += 5) {
      long a0 = state[row];
      long a1 = state[row + 1];
      long a2 = state[row + 2];
      long a3 = state[row + 3];
      long a4 = state[row + 4];
      state[row] = a0 ^ (~a1 & a2);
      state[row + 1] = a1 ^ (~a2 & a3);
      state[row + 2] = a2 ^ (~a3 & a4);
      state[row + 3] = a3 ^ (~a4 & a0);
      state[row + 4] = a4 ^ (~a0 & a1);
    }
  }
}
