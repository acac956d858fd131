package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LinearMemoryTest {

  @Test
  void growsUpToItsCeiling() {
    LinearMemory memory = new LinearMemory(1, 3);
    memory.bytes[65_535] = 7;
    byte[] before = memory.bytes;
    assertEquals(1, memory.grow(0));
    assertSame(before, memory.bytes);
    assertEquals(-1, memory.grow(3));
    assertEquals(-1, memory.grow(-1));
    assertEquals(-1, memory.grow(Integer.MIN_VALUE));
    assertSame(before, memory.bytes);
    assertEquals(1, memory.grow(2));
    assertEquals(3 * 65_536, memory.bytes.length);
    assertEquals(7, memory.bytes[65_535]);
    assertEquals(3, memory.pages());
    assertEquals(3, memory.maximumPages());
    assertEquals(-1, memory.grow(1));
  }

  @Test
  void hasASizeBelowItsCeiling() {
    assertEquals(0, new LinearMemory(0, 0).pages());
    assertEquals(1, new LinearMemory(1, 1).pages());
    assertEquals(0, new LinearMemory(0, LinearMemory.MAX_PAGES).pages());
    refuses(-1, 1);
    refuses(1, 0);
    refuses(0, LinearMemory.MAX_PAGES + 1);
  }

  private static void refuses(int initial, int maximum) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new LinearMemory(initial, maximum));
    assertEquals("memory of " + initial + " to " + maximum + " pages", refusal.getMessage());
  }

  /** A memory that somebody may still look at is not used again. */
  @Test
  void retiresWithItsContentUnlessItWasShown() {
    LinearMemory memory = new LinearMemory(1, 2);
    byte[] content = memory.bytes;
    assertSame(content, memory.retire());
    assertEquals(0, memory.bytes.length);
    LinearMemory shown = new LinearMemory(1, 2);
    assertSame(shown.bytes, shown.buffer().array());
    assertNotSame(shown.buffer(), shown.buffer());
    assertEquals(0, shown.retire().length);
    LinearMemory grown = new LinearMemory(1, 2);
    grown.buffer();
    grown.grow(1);
    byte[] other = grown.bytes;
    assertSame(other, grown.retire());
    assertSame(grown.bytes, grown.buffer().array());
  }
}
