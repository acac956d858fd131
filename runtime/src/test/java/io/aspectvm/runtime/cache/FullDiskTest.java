package io.aspectvm.runtime.cache;

import static io.aspectvm.runtime.cache.CacheModules.assertWhole;
import static io.aspectvm.runtime.cache.CacheModules.identity;
import static io.aspectvm.runtime.cache.CacheModules.module;
import static io.aspectvm.runtime.cache.CacheModules.size;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.cache.CacheEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that fails, or is full, at each operation in turn: what is asked for comes all the same,
 * entries are whole, and once there is room again the cache works as if nothing had been.
 */
class FullDiskTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyOperationMayFail(boolean full) throws IOException {
    int failures = 0;
    int notStored = 0;
    boolean failed = true;
    while (failed) {
      Path directory = folder.resolve("cache" + failures);
      List<CacheEvent> events = new ArrayList<>();
      fill(directory);
      FailingDisk disk = new FailingDisk(failures + 1, full);
      ArtefactCache cache = cache(directory, disk, events);
      // One that is there, one that is not, so that another must go, and one that is damaged.
      for (int number : new int[] {2, 4, 3}) {
        assertEquals(module(number).manifest(), get(cache, number));
      }
      assertTrue(
          events.stream()
              .filter(event -> event.kind() == Kind.NOT_STORED)
              .allMatch(event -> event.reason().contains("No space left on device")),
          events.toString());
      failed = disk.hasFailed();
      failures += failed ? 1 : 0;
      notStored += events.stream().anyMatch(event -> event.kind() == Kind.NOT_STORED) ? 1 : 0;
      assertUsable(directory);
    }
    assertTrue(failures >= 15, failures + " operations");
    assertTrue(notStored >= 8, notStored + " of them kept an entry from being stored");
  }

  private static ArtefactCache cache(Path directory, FileOperations disk, List<CacheEvent> events)
      throws IOException {
    return ArtefactCache.builder(directory)
        .maximumBytes(3L * size())
        .files(disk)
        .listener(events::add)
        .build();
  }

  private static Object get(ArtefactCache cache, int number) {
    return cache.get(identity(number), () -> module(number)).manifest();
  }

  /** Entries 1 to 3, the last of them damaged. */
  private static void fill(Path directory) throws IOException {
    ArtefactCache cache = cache(directory, new DiskOperations(), new ArrayList<>());
    for (int i = 1; i <= 3; i++) {
      get(cache, i);
    }
    Path damaged = CacheModules.entry(directory, 3);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
  }

  private static void assertUsable(Path directory) throws IOException {
    // The damaged one is the test's own; all that the cache wrote is whole.
    assertWhole(directory, CacheModules.entry(directory, 3));
    List<CacheEvent> events = new ArrayList<>();
    ArtefactCache cache = cache(directory, new DiskOperations(), events);
    for (int round = 0; round < 2; round++) {
      events.clear();
      for (int i = 3; i <= 5; i++) {
        assertEquals(module(i).manifest(), get(cache, i));
      }
    }
    assertEquals(
        List.of(Kind.HIT, Kind.HIT, Kind.HIT), events.stream().map(CacheEvent::kind).toList());
    try (Stream<Path> files = Files.list(directory)) {
      long entries = files.filter(file -> file.toString().endsWith(".aspect")).count();
      assertEquals(3, entries);
    }
  }
}
