package io.aspectvm.runtime.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.cache.CacheEvent.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.testing.ChildJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes on one directory, and processes that are killed while they write. {@code
 * -Daspectvm.kills=100} sets how often.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CacheProcessesTest {

  private static final int KILLS = Integer.getInteger("aspectvm.kills", 10);
  private static final int GETS = 400;

  private static final int LARGE = 1 << 16;
  private static final int LINES = 30;
  private static final long LATEST_NANOS = 2_000_000;

  private final Random random = new Random(Long.getLong("aspectvm.seed", 5));

  @TempDir Path directory;

  @Test
  void twoProcessesRace() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(ChildJava.start(CacheUser.class, directory, 100 * i, GETS, 0));
    }
    for (Process process : processes) {
      List<String> lines = process.inputReader().lines().toList();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      List<String> others = lines.stream().filter(line -> !line.equals("writing")).toList();
      assertEquals(1, others.size(), others.toString());
      assertTrue(
          others.get(0).matches("done \\{HIT=.*, COMPILED=.*, STORED=.*, EVICTED=.*}"),
          others.toString());
    }
    int entries = CacheModules.assertWhole(directory, null);
    // Both may have found room for their last entry.
    assertTrue(entries >= 1 && entries <= CacheUser.MODULES / 3 + 1, entries + " entries");
    assertEquals(entries, files().size(), files().toString());
  }

  @Test
  void killedProcessesLeaveNothingBroken() throws Exception {
    int inWrites = 0;
    List<CompiledModule> modules = new ArrayList<>();
    for (int i = 0; i < CacheUser.MODULES; i++) {
      modules.add(CacheModules.module(i, LARGE));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      killWhileItWrites(kill);
      CacheModules.assertWhole(directory, null);
      long left = files().stream().filter(file -> file.endsWith(".tmp")).count();
      inWrites += left > 0 ? 1 : 0;
      assertWorks(modules, left);
    }
    // Not an assertion: where the kills fell depends on the machine.
    Logger.getLogger(getClass().getName())
        .info(KILLS + " kills, " + inWrites + " of them in writes");
  }

  private void killWhileItWrites(int seed) throws IOException, InterruptedException {
    Process process = ChildJava.start(CacheUser.class, directory, 100 * seed, 1_000_000, LARGE);
    try (BufferedReader lines = process.inputReader()) {
      int killAt = 1 + random.nextInt(LINES);
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertEquals("writing", line);
        count++;
        if (count == killAt) {
          LockSupport.parkNanos((long) (random.nextDouble() * LATEST_NANOS));
          process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe
        }
      }
      assertTrue(count >= killAt, "the process ended by itself");
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
  }

  /** Every module comes out right, and what the dead left goes with the first that is written. */
  private void assertWorks(List<CompiledModule> modules, long left) throws IOException {
    List<Kind> kinds = new ArrayList<>();
    ArtefactCache cache =
        ArtefactCache.builder(directory)
            .maximumBytes(
                CacheUser.MODULES / 3 * (long) ArtefactWriter.write(modules.get(0)).length)
            .listener(event -> kinds.add(event.kind()))
            .build();
    for (CompiledModule expected : modules) {
      CompiledModule module = cache.get(expected.manifest().getIdentity(), () -> expected);
      assertEquals(expected.manifest(), module.manifest());
      assertEquals(expected.wasm(), module.wasm());
    }
    assertEquals(left, kinds.stream().filter(kind -> kind == Kind.CLEANED).count());
    assertTrue(kinds.contains(Kind.STORED), kinds.toString());
    for (Kind bad : List.of(Kind.REFUSED, Kind.UNREADABLE, Kind.NOT_STORED)) {
      assertTrue(!kinds.contains(bad), kinds.toString());
    }
    assertTrue(files().stream().allMatch(file -> file.endsWith(".aspect")), files().toString());
    assertEquals(CacheUser.MODULES / 3, files().size());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
