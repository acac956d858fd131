package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {

  private static final int MUCH = 24 << 20;

  @TempDir Path directory;

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void largeFilesTakeLittleBesidesTheHeap() throws IOException {
    byte[] much = new byte[MUCH + 1];
    new Random(7).nextBytes(much);
    long before = direct();
    Path file = directory.resolve("file");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Transfers.write(ByteBuffer.wrap(much), out);
    }
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer read = ByteBuffer.allocate(MUCH + 100);
      Transfers.read(in, read);
      assertEquals(MUCH + 1, read.position());
      assertEquals(read.capacity(), read.limit());
      assertArrayEquals(much, Arrays.copyOf(read.array(), MUCH + 1));
    }
    // Others may use some too, at the same time.
    assertTrue(direct() - before < MUCH / 2, direct() - before + " bytes");
  }
}
