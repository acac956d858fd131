package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.aspectvm.runtime.LinearMemory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpareMemoriesTest {

  private static final int PAGE = LinearMemory.PAGE_BYTES;

  private final SpareMemories spares = new SpareMemories();
  private final Object module = new Object();

  private byte[] marked(int length) {
    byte[] content = spares.take(module, length);
    Arrays.fill(content, (byte) 0x5A);
    return content;
  }

  @Test
  void whatComesBackIsZero() {
    byte[] content = marked(PAGE);
    spares.give(module, content);
    byte[] again = spares.take(module, PAGE);
    assertSame(content, again);
    assertArrayEquals(new byte[PAGE], again);
  }

  @Test
  void nothingIsGivenOutTwice() {
    spares.give(module, marked(PAGE));
    assertNotSame(spares.take(module, PAGE), spares.take(module, PAGE));
  }

  @Test
  void noModuleGetsWhatAnotherHad() {
    byte[] content = marked(PAGE);
    spares.give(module, content);
    assertNotSame(content, spares.take(new Object(), PAGE));
    assertSame(content, spares.take(module, PAGE));
  }

  @Test
  void theLengthIsExact() {
    byte[] content = marked(2 * PAGE);
    spares.give(module, content);
    assertEquals(PAGE, spares.take(module, PAGE).length);
    assertEquals(3 * PAGE, spares.take(module, 3 * PAGE).length);
    assertEquals(0, spares.take(module, 0).length);
    assertSame(content, spares.take(module, 2 * PAGE));
  }

  @Test
  void thoseUsedLastAreKept() {
    int room = SpareMemories.MAX_BYTES / PAGE;
    List<Object> modules = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i <= room; i++) {
      modules.add(new Object());
      contents.add(new byte[PAGE]);
      spares.give(modules.get(i), contents.get(i));
      // The first one is used again and again.
      assertSame(contents.get(0), spares.take(modules.get(0), PAGE));
      spares.give(modules.get(0), contents.get(0));
    }
    assertSame(contents.get(0), spares.take(modules.get(0), PAGE));
    assertNotSame(contents.get(1), spares.take(modules.get(1), PAGE));
    for (int i = 2; i <= room; i++) {
      assertSame(contents.get(i), spares.take(modules.get(i), PAGE));
    }
  }

  @Test
  void whatIsTooLargeDrivesOutNothing() {
    byte[] content = marked(PAGE);
    spares.give(module, content);
    byte[] large = new byte[SpareMemories.MAX_BYTES + PAGE];
    spares.give(module, large);
    assertNotSame(large, spares.take(module, large.length));
    assertSame(content, spares.take(module, PAGE));
  }

  @Test
  void aCollectionTakesThem() throws Exception {
    WeakReference<byte[]> content = given();
    for (int i = 0; i < 50 && content.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(content.get());
    assertArrayEquals(new byte[PAGE], spares.take(module, PAGE));
  }

  private WeakReference<byte[]> given() {
    byte[] content = marked(PAGE);
    spares.give(module, content);
    return new WeakReference<>(content);
  }
}
