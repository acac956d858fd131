package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.store.StoreException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are cut off, changed or gone: the store refuses, or has everything nonetheless. {@code
 * -Daspectvm.flips=1000} sets how many bits are flipped, each in a store of its own.
 */
class DamagedStoreTest {

  private static final int FLIPS = Integer.getInteger("aspectvm.flips", 60);
  private static final int BLOCKS = 40;

  private final Random random = new Random(Long.getLong("aspectvm.seed", 5));
  private final RandomBlocks expected = new RandomBlocks();

  @TempDir Path directory;
  private Path good;

  /** A store whose older blocks are in tables and whose newer ones in the log. */
  @BeforeEach
  void makeStore() throws IOException {
    good = directory.resolve("good");
    for (int half = 0; half < 2; half++) {
      try (ChainStore store = ChainStore.open(good)) {
        for (int number = half * BLOCKS / 2 + 1; number <= (half + 1) * BLOCKS / 2; number++) {
          try (StoreTransaction block = store.beginBlock(number)) {
            RandomBlocks.write(block, number);
            block.commit();
          }
        }
      }
    }
    expected.advance(BLOCKS);
  }

  private Path copy() throws IOException {
    Path copy = directory.resolve("copy");
    delete(copy);
    try (Stream<Path> files = Files.walk(good)) {
      for (Path file : files.filter(DamagedStoreTest::isData).toList()) {
        Files.copy(file, copy.resolve(good.relativize(file)));
      }
    }
    return copy;
  }

  private static boolean isData(Path file) {
    return !file.getFileName().toString().contains("rocksdbjni");
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(good)) {
      return files
          .filter(Files::isRegularFile)
          .filter(DamagedStoreTest::isData)
          .map(good::relativize)
          .sorted()
          .toList();
    }
  }

  /** Why the store refuses, or null if it has everything. Anything else fails. */
  private Reason refusal(Path store) {
    try (ChainStore opened = ChainStore.open(store);
        StoreSnapshot snapshot = opened.snapshot()) {
      assertEquals(BLOCKS, snapshot.block().orElse(0), "latest block");
      assertTrue(expected.isIn(snapshot), "state");
      return null;
    } catch (StoreException e) {
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
      return e.reason();
    }
  }

  private Reason refusalAfter(Path file, UnaryOperator<byte[]> damage) throws IOException {
    Path copy = copy();
    Path target = copy.resolve(file);
    byte[] damaged = damage.apply(Files.readAllBytes(target));
    Files.write(target, damaged);
    return assertDoesNotThrow(() -> refusal(copy), () -> file + " of " + damaged.length + " bytes");
  }

  @Test
  void anUnchangedCopyHasEverything() throws IOException {
    assertEquals(null, refusal(copy()));
  }

  @Test
  void flippedBitsAreNeverUnnoticed() throws IOException {
    List<Path> files = files();
    Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = files.get(random.nextInt(files.size()));
      if (Files.size(good.resolve(file)) > 0) {
        Reason reason = refusalAfter(file, this::flipped);
        assertTrue(reason != Reason.IN_USE && reason != Reason.INPUT_OUTPUT, file + " " + reason);
        if (reason != null) {
          refusals.merge(reason, 1, Integer::sum);
        }
      }
    }
    assertTrue(refusals.getOrDefault(Reason.DAMAGED, 0) > 0, () -> refusals.toString());
  }

  private byte[] flipped(byte[] content) {
    content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return content;
  }

  @Test
  void everyByteOfTablesAndLogCounts() throws IOException {
    for (Path file : files()) {
      String name = file.toString();
      if (name.endsWith(".sst") || name.endsWith(".log")) {
        for (int i = 0; i < FLIPS / 6; i++) {
          assertEquals(Reason.DAMAGED, refusalAfter(file, this::flipped), name);
        }
      }
    }
  }

  @Test
  void filesThatAreCutOffAreNeverUnnoticed() throws IOException {
    for (Path file : files()) {
      int length = (int) Files.size(good.resolve(file));
      for (int left : new int[] {0, 1, length / 3, length / 2, length - 10, length - 1}) {
        if (left >= 0 && left < length) {
          Reason reason = refusalAfter(file, content -> Arrays.copyOf(content, left));
          assertTrue(reason == null || reason != Reason.IN_USE, file + " " + reason);
          if (file.toString().matches(".*\\.(log|sst)")) {
            assertEquals(Reason.DAMAGED, reason, file + " cut to " + left);
          }
        }
      }
    }
  }

  @Test
  void missingFilesAreNeverUnnoticed() throws IOException {
    for (Path file : files()) {
      Path copy = copy();
      Files.delete(copy.resolve(file));
      Reason reason = refusal(copy);
      if (file.toString().matches("HEAD|.*\\.(log|sst)|.*/(CURRENT|MANIFEST).*")) {
        assertEquals(Reason.DAMAGED, reason, file.toString());
      }
    }
    Path copy = copy();
    delete(copy.resolve("db"));
    assertEquals(Reason.DAMAGED, refusal(copy));
  }

  /** A refusal leaves everything for whoever repairs it. */
  @Test
  void aDamagedLogStaysAsItIs() throws IOException {
    Path log = files().stream().filter(file -> file.toString().endsWith(".log")).findFirst().get();
    assertEquals(
        Reason.DAMAGED,
        refusalAfter(
            log,
            content -> {
              content[content.length / 2] ^= 1;
              return content;
            }));
    byte[] before = Files.readAllBytes(good.resolve(log));
    byte[] after = Files.readAllBytes(directory.resolve("copy").resolve(log));
    assertEquals(before.length / 2, Arrays.mismatch(before, after));
    assertEquals(before.length, after.length);
  }

  /** What a process leaves that died in the middle of a commit. */
  @Test
  void halfACommitIsDropped() throws IOException {
    Path copy = copy();
    byte[] head;
    try (ChainStore store = ChainStore.open(copy);
        StoreTransaction block = store.beginBlock(BLOCKS + 1)) {
      RandomBlocks.write(block, BLOCKS + 1);
      head = Files.readAllBytes(copy.resolve("HEAD"));
      block.commit();
    }
    Files.write(copy.resolve("HEAD"), head);
    Path log;
    try (Stream<Path> files = Files.walk(copy)) {
      log =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(content, content.length - 100));
    assertEquals(null, refusal(copy));
    assertEquals(null, refusal(copy));
  }

  @Test
  void otherFormatsAreRefused() throws IOException {
    Path head = Path.of("HEAD");
    assertEquals(
        Reason.WRONG_FORMAT,
        refusalAfter(
            head,
            content -> {
              content["aspectvm-store ".length()]++;
              return content;
            }));
    assertEquals(
        Reason.WRONG_FORMAT,
        refusalAfter(head, content -> "something else".getBytes(StandardCharsets.US_ASCII)));
    StoreException refusal =
        assertThrows(StoreException.class, () -> ChainStore.open(directory.resolve("copy")));
    assertTrue(refusal.getMessage().endsWith("HEAD is no store of this program"));
  }

  @Test
  void aStoreThatMetDamageCommitsNothing() throws IOException {
    Path copy = copy();
    for (Path file : files()) {
      if (file.toString().endsWith(".sst")) {
        Path target = copy.resolve(file);
        byte[] content = Files.readAllBytes(target);
        Arrays.fill(content, 0, content.length / 2, (byte) 0);
        Files.write(target, content);
      }
    }
    try (ChainStore store = ChainStore.open(copy);
        StoreTransaction block = store.beginBlock(BLOCKS + 1)) {
      assertThrows(StoreException.class, () -> expected.isIn(block));
      assertEquals(Reason.DAMAGED, assertThrows(StoreException.class, block::commit).reason());
    }
  }
}
