package io.aspectvm.runtime.crypto;

/**
 * The compression function F of BLAKE2b (RFC 7693, section 3.2), with any number of rounds as
 * EIP-152 wants it. Stateless, thread-safe.
 */
public final class Blake2F {

  private static final long[] IV = {
    0x6A09E667F3BCC908L, 0xBB67AE8584CAA73BL, 0x3C6EF372FE94F82BL, 0xA54FF53A5F1D36F1L,
    0x510E527FADE682D1L, 0x9B05688C2B3E6C1FL, 0x1F83D9ABFB41BD6BL, 0x5BE0CD19137E2179L
  };

  /** Message words in the order of their use, by round modulo 10. */
  private static final byte[][] SIGMA = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}
  };

  /** Rounds between two looks at the guard: about a millisecond. */
  private static final int ROUNDS_PER_LOOK = 1 << 13;

  private Blake2F() {}

  /**
   * Compresses a block.
   *
   * @param rounds unsigned; 2^32 - 1 take minutes, so the guard is asked on the way
   * @param h the state, 8 words, replaced by the new one
   * @param m the block, 16 words
   * @param t the offset, low word first
   * @param last whether this is the last block
   * @param guard called now and then; ends the computation by throwing
   */
  public static void compress(
      int rounds, long[] h, long[] m, long[] t, boolean last, Runnable guard) {
    long[] v = new long[16];
    System.arraycopy(h, 0, v, 0, 8);
    System.arraycopy(IV, 0, v, 8, 8);
    v[12] ^= t[0];
    v[13] ^= t[1];
    if (last) {
      v[14] = ~v[14];
    }
    long left = Integer.toUnsignedLong(rounds);
    int first = 0;
    while (left > 0) {
      int now = (int) Math.min(left, ROUNDS_PER_LOOK);
      first = rounds(v, m, first, now);
      left -= now;
      guard.run();
    }
    for (int i = 0; i < 8; i++) {
      h[i] ^= v[i] ^ v[i + 8];
    }
  }

  /** Does some rounds; returns the row of {@link #SIGMA} for the next. */
  private static int rounds(long[] v, long[] m, int first, int count) {
    int row = first;
    for (int i = 0; i < count; i++) {
      byte[] s = SIGMA[row];
      mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
      mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
      mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
      mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
      mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
      mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
      mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
      mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
      row = row == SIGMA.length - 1 ? 0 : row + 1;
    }
    return row;
  }

  private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
    long va = v[a] + v[b] + x;
    long vd = Long.rotateRight(v[d] ^ va, 32);
    long vc = v[c] + vd;
    long vb = Long.rotateRight(v[b] ^ vc, 24);
    va += vb + y;
    vd = Long.rotateRight(vd ^ va, 16);
    vc += vd;
    v[a] = va;
    v[b] = Long.rotateRight(vb ^ vc, 63);
    v[c] = vc;
    v[d] = vd;
  }
}
