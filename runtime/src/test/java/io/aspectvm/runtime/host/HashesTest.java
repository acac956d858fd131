package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.bouncycastle.jcajce.provider.digest.RIPEMD160;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hashes are computed in pieces, between which the operator's stop is seen (hazard H25). */
class HashesTest {

  private static final Runnable NOBODY = () -> {};
  private static final int PIECE = Hashes.PIECE_BYTES;

  private static Stream<Arguments> hashes() throws Exception {
    return Stream.of(
        hash("SHA-256", Hashes::sha256, MessageDigest.getInstance("SHA-256")),
        hash("Keccak-256", Hashes::keccak256, new Keccak.Digest256()),
        hash("RIPEMD-160", Hashes::ripemd160, new RIPEMD160.Digest()));
  }

  private static Arguments hash(
      String name, BiFunction<byte[], Runnable, byte[]> ours, MessageDigest theirs) {
    return Arguments.of(name, ours, theirs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashes")
  void piecesAreOneHash(
      String name, BiFunction<byte[], Runnable, byte[]> hash, MessageDigest theirs) {
    for (int length : new int[] {0, 1, 135, 136, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7}) {
      byte[] data = new byte[length];
      new Random(length).nextBytes(data);
      assertArrayEquals(theirs.digest(data), hash.apply(data, NOBODY), () -> length + " bytes");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashes")
  void theGuardEndsIt(
      String name, BiFunction<byte[], Runnable, byte[]> hash, MessageDigest theirs) {
    AtomicInteger pieces = new AtomicInteger();
    Trap stop = new Trap(TrapKind.INTERRUPTED);
    Runnable guard =
        () -> {
          if (pieces.incrementAndGet() == 3) {
            throw stop;
          }
        };
    byte[] data = new byte[20 * PIECE];
    assertSame(stop, assertThrows(Trap.class, () -> hash.apply(data, guard)));
    assertEquals(3, pieces.get());
  }

  /** The hash of nothing, with the padding of Keccak and not of SHA-3. */
  @Test
  void keccakIsNotSha3() {
    assertEquals(
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        HexFormat.of().formatHex(Hashes.keccak256(new byte[0])));
  }
}
