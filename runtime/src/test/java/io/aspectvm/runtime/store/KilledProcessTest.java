package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.testing.ChildJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that commits blocks is killed again and again, between and during commits. {@code
 * -Daspectvm.kills=100} sets how often.
 */
class KilledProcessTest {

  private static final int KILLS = Integer.getInteger("aspectvm.kills", 10);
  private static final int LINES = 60;
  private static final long LATEST_NANOS = 4_000_000;

  private final Random random = new Random(Long.getLong("aspectvm.seed", 3));
  private final RandomBlocks expected = new RandomBlocks();
  private int killsInCommits;
  private int unreported;

  @TempDir Path directory;

  @Test
  void holdsExactlyTheCommittedBlocks() throws Exception {
    long latest = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long reported = Math.max(latest, lastReportedBlock());
      try (ChainStore store = ChainStore.open(directory);
          StoreSnapshot snapshot = store.snapshot()) {
        latest = snapshot.block().orElse(0);
        assertTrue(
            latest == reported || latest == reported + 1,
            "block " + reported + " was reported, " + latest + " is the last");
        expected.advance(latest);
        assertTrue(expected.isIn(snapshot), "state after block " + latest);
        unreported += latest > reported ? 1 : 0;
      }
    }
    // Not an assertion: where the kills fell depends on the machine.
    Logger.getLogger(getClass().getName())
        .info(
            "%d kills, %d of them in commits, %d of those after the block was safe; %d blocks"
                .formatted(KILLS, killsInCommits, unreported, latest));
  }

  /** Starts the process, kills it at some moment, and reads what it got to say. */
  private long lastReportedBlock() throws IOException, InterruptedException {
    Process process = ChildJava.start(BlockWriter.class, directory);
    long reported = 0;
    String last = "";
    try (BufferedReader lines = process.inputReader()) {
      int killAt = 1 + random.nextInt(LINES);
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        reported = line.startsWith(">") ? Long.parseLong(line.substring(2)) : reported;
        count++;
        if (count == killAt) {
          LockSupport.parkNanos((long) (random.nextDouble() * LATEST_NANOS));
          process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe
        }
      }
      assertTrue(count >= killAt, "the process ended by itself");
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    killsInCommits += last.startsWith("<") ? 1 : 0;
    return reported;
  }
}
