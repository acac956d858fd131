package io.aspectvm.runtime.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** SipHash-1-3 (Aumasson and Bernstein, 2012) under a secret that each process draws. */
final class SipHash {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long KEY_0;
  private static final long KEY_1;

  static {
    SecureRandom random = new SecureRandom();
    KEY_0 = random.nextLong();
    KEY_1 = random.nextLong();
  }

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** The hash under the process's secret. */
  static int hash(byte[] bytes) {
    long hash = hash(KEY_0, KEY_1, bytes);
    return Long.hashCode(hash);
  }

  static long hash(long key0, long key1, byte[] bytes) {
    SipHash state = new SipHash(key0, key1);
    int words = bytes.length / Long.BYTES;
    for (int i = 0; i < words; i++) {
      state.word((long) WORD.get(bytes, i * Long.BYTES));
    }
    long last = (long) bytes.length << 56;
    for (int i = words * Long.BYTES; i < bytes.length; i++) {
      last |= (bytes[i] & 0xFFL) << (i % Long.BYTES * 8);
    }
    state.word(last);
    return state.finish();
  }

  private void word(long m) {
    v3 ^= m;
    round();
    v0 ^= m;
  }

  private long finish() {
    v2 ^= 0xFF;
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
