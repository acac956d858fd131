package io.aspectvm.runtime.host;

/** Different keys that all have one hash under {@code Arrays.hashCode} and {@code String}'s. */
public final class CollidingKeys {

  private static final int PAIRS = 14;

  private CollidingKeys() {}

  /**
   * Key number {@code i}: 14 times one of two pairs of letters with equal hashes.
   *
   * @param i 0 to 16383
   */
  public static byte[] key(int i) {
    byte[] key = new byte[2 * PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean second = (i >> pair & 1) != 0;
      key[2 * pair] = (byte) (second ? 'B' : 'A');
      key[2 * pair + 1] = (byte) (second ? 'B' : 'a');
    }
    return key;
  }
}
