package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The generator's numbers are those of the algorithm, and so the same everywhere. */
class SeededRandomTest {

  /** The first numbers that the authors' implementation gives for this seed. */
  @Test
  void isSplitMix64() {
    SeededRandom random = new SeededRandom(1_234_567);
    assertArrayEquals(
        new String[] {
          "6457827717110365317",
          "3203168211198807973",
          "9817491932198370423",
          "4593380528125082431",
          "16408922859458223821"
        },
        LongStream.generate(random::nextLong)
            .limit(5)
            .mapToObj(Long::toUnsignedString)
            .toArray(String[]::new));
  }

  @Test
  void boundsAreReached() {
    SeededRandom random = new SeededRandom(0);
    int[] counts = new int[3];
    for (int i = 0; i < 3_000; i++) {
      counts[random.below(3)]++;
    }
    for (int count : counts) {
      assertEquals(1_000, count, 150);
    }
  }
}
