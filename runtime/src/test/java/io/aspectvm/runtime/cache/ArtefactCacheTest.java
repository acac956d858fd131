package io.aspectvm.runtime.cache;

import static io.aspectvm.runtime.cache.CacheModules.entry;
import static io.aspectvm.runtime.cache.CacheModules.identity;
import static io.aspectvm.runtime.cache.CacheModules.module;
import static io.aspectvm.runtime.cache.CacheModules.name;
import static io.aspectvm.runtime.cache.CacheModules.size;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.artefact.OwnerOnly;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.cache.CacheEvent.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArtefactCacheTest {

  @TempDir Path folder;

  private final List<CacheEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger compiled = new AtomicInteger();

  private Path directory() {
    return folder.resolve("cache");
  }

  private ArtefactCache.Builder builder() {
    return ArtefactCache.builder(directory()).listener(events::add);
  }

  private CompiledModule get(ArtefactCache cache, int number) {
    return cache.get(
        identity(number),
        () -> {
          compiled.incrementAndGet();
          return module(number);
        });
  }

  /** What happened since this was last called. */
  private List<Kind> kinds() {
    List<Kind> kinds = events.stream().map(CacheEvent::kind).toList();
    events.clear();
    return kinds;
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static Set<String> entries(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(number -> name(identity(number)) + ".aspect")
        .collect(Collectors.toSet());
  }

  @Test
  void whatWasCompiledOnceIsRead() throws IOException {
    ArtefactCache cache = builder().build();
    assertEquals(module(1).manifest(), get(cache, 1).manifest());
    assertEquals(List.of(Kind.COMPILED, Kind.STORED), kinds());
    assertEquals(entries(1), files());
    CompiledModule read = get(builder().build(), 1);
    assertEquals(module(1).manifest(), read.manifest());
    assertEquals(module(1).wasm(), read.wasm());
    for (String name : read.classNames()) {
      assertEquals(module(1).classFile(name), read.classFile(name));
    }
    assertEquals(List.of(Kind.HIT), kinds());
    assertEquals(1, compiled.get());
  }

  @Test
  void eachInputOfTheIdentityHasItsOwnEntry() throws IOException {
    ArtefactCache cache = builder().build();
    get(cache, 1);
    get(cache, 2);
    assertEquals(entries(1, 2), files());
    assertEquals(2, compiled.get());
  }

  @Test
  void whatFailsToCompileLeavesNothing() throws IOException {
    ArtefactCache cache = builder().build();
    for (int i = 0; i < 2; i++) {
      IOException failure =
          assertThrows(
              IOException.class,
              () ->
                  cache.get(
                      identity(1),
                      () -> {
                        throw new IOException("of the compiler");
                      }));
      assertEquals("of the compiler", failure.getMessage());
    }
    assertEquals(Set.of(), files());
    get(cache, 1);
    assertEquals(entries(1), files());
  }

  @Test
  void theCompilerMustKeepItsWord() throws IOException {
    ArtefactCache cache = builder().build();
    assertThrows(IllegalArgumentException.class, () -> cache.get(identity(1), () -> module(2)));
    assertEquals(Set.of(), files());
  }

  // --- entries that cannot be used

  private void assertCompiledAgain(Kind reason, ArtefactException.Kind refusal) throws IOException {
    int before = compiled.get();
    ArtefactCache cache = builder().build();
    events.clear();
    assertEquals(module(1).manifest(), get(cache, 1).manifest());
    assertEquals(before + 1, compiled.get());
    CacheEvent event = events.get(0);
    assertEquals(refusal, event.refusal() == null ? null : event.refusal().kind());
    assertEquals(name(identity(1)), event.identity());
    assertFalse(event.reason().contains("\n"), event.reason());
    assertEquals(List.of(reason, Kind.COMPILED, Kind.STORED), kinds());
    get(cache, 1);
    assertEquals(List.of(Kind.HIT), kinds());
  }

  @Test
  void damagedEntriesAreCompiledAgain() throws IOException {
    get(builder().build(), 1);
    byte[] entry = Files.readAllBytes(entry(directory(), 1));
    for (int i = 0; i < entry.length; i += entry.length / 37) {
      byte[] damaged = entry.clone();
      damaged[i] ^= 4;
      Files.write(entry(directory(), 1), damaged);
      ArtefactException refusal =
          assertThrows(
              ArtefactException.class, () -> new ArtefactReader().read(damaged), "byte " + i);
      assertCompiledAgain(Kind.REFUSED, refusal.kind());
    }
    Files.write(entry(directory(), 1), Arrays.copyOf(entry, entry.length / 2));
    assertCompiledAgain(Kind.REFUSED, ArtefactException.Kind.TRUNCATED);
    Files.write(entry(directory(), 1), new byte[0]);
    assertCompiledAgain(Kind.REFUSED, ArtefactException.Kind.FOREIGN);
    Files.write(entry(directory(), 1), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    assertCompiledAgain(Kind.REFUSED, ArtefactException.Kind.FOREIGN);
  }

  /** Sound, but not what its name says. */
  @Test
  void entriesOfAnotherNameAreCompiledAgain() throws IOException {
    get(builder().build(), 1);
    ArtefactWriter.write(module(2), entry(directory(), 1));
    assertCompiledAgain(Kind.REFUSED, ArtefactException.Kind.STALE);
  }

  @Test
  void entriesThatAreNoFilesAreNotFollowed() throws IOException {
    get(builder().build(), 1);
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(entry(directory(), 1), elsewhere);
    Files.createSymbolicLink(entry(directory(), 1), elsewhere);
    assertCompiledAgain(Kind.UNREADABLE, null);
    assertTrue(Files.isRegularFile(elsewhere));
    assertFalse(Files.isSymbolicLink(entry(directory(), 1)));
  }

  @Test
  void aFolderInThePlaceOfAnEntryIsInNobodysWay() throws IOException {
    Files.createDirectories(entry(directory(), 1).resolve("x"));
    ArtefactCache cache = builder().build();
    assertEquals(module(1).manifest(), get(cache, 1).manifest());
    assertEquals(List.of(Kind.UNREADABLE, Kind.COMPILED, Kind.NOT_STORED), kinds());
    assertEquals(entries(1), files());
  }

  @Test
  void signedCachesUseTheirOwnEntriesAlone() throws IOException {
    SigningKey key = SigningKey.generate();
    get(builder().build(), 1);
    get(builder().signing(SigningKey.generate()).build(), 2);
    kinds();
    ArtefactCache cache = builder().signing(key).build();
    get(cache, 1);
    assertEquals(ArtefactException.Kind.UNSIGNED, events.get(0).refusal().kind());
    assertEquals(List.of(Kind.REFUSED, Kind.COMPILED, Kind.STORED), kinds());
    get(cache, 2);
    assertEquals(ArtefactException.Kind.UNKNOWN_KEY, events.get(0).refusal().kind());
    kinds();
    get(cache, 1);
    get(cache, 2);
    assertEquals(List.of(Kind.HIT, Kind.HIT), kinds());
    assertEquals(
        key.verificationKey(),
        new ArtefactReader().open(entry(directory(), 1)).signer().orElseThrow());
  }

  // --- bounds

  private void use(int number, int second) throws IOException {
    Files.setLastModifiedTime(
        entry(directory(), number), FileTime.from(Instant.ofEpochSecond(1_000_000 + second)));
  }

  @Test
  void entriesUsedLongestAgoGo() throws IOException {
    ArtefactCache cache = builder().maximumBytes(3L * size()).build();
    for (int i = 1; i <= 3; i++) {
      get(cache, i);
      use(i, i);
    }
    get(cache, 1); // Used now.
    kinds();
    get(cache, 4);
    assertEquals(List.of(Kind.COMPILED, Kind.EVICTED, Kind.STORED), kinds());
    assertEquals(entries(1, 3, 4), files());
    get(cache, 5);
    assertEquals(entries(1, 4, 5), files());
  }

  /** Another clock, or one that was set: times say what goes first, and nothing else. */
  @Test
  void clocksThatDisagreeDecideOnlyWhatGoes() throws IOException {
    ArtefactCache cache = builder().maximumEntries(3).build();
    for (int i = 1; i <= 3; i++) {
      get(cache, i);
    }
    Files.setLastModifiedTime(entry(directory(), 1), FileTime.from(Instant.ofEpochSecond(-9_000)));
    Files.setLastModifiedTime(
        entry(directory(), 2), FileTime.from(Instant.now().plusSeconds(1_000_000_000)));
    kinds();
    get(cache, 4);
    assertEquals(List.of(Kind.COMPILED, Kind.EVICTED, Kind.STORED), kinds());
    assertEquals(entries(2, 3, 4), files());
    get(cache, 2);
    get(cache, 3);
    assertEquals(List.of(Kind.HIT, Kind.HIT), kinds());
  }

  /** In the place of a damaged one: no other has to go for it. */
  @Test
  void anEntryThatIsReplacedTakesNoRoom() throws IOException {
    ArtefactCache cache = builder().maximumEntries(2).maximumBytes(2L * size()).build();
    get(cache, 1);
    get(cache, 2);
    Files.write(entry(directory(), 2), new byte[size()]);
    kinds();
    get(cache, 2);
    assertEquals(List.of(Kind.REFUSED, Kind.COMPILED, Kind.STORED), kinds());
    assertEquals(entries(1, 2), files());
  }

  @Test
  void theNumberOfEntriesIsBoundedToo() throws IOException {
    ArtefactCache cache = builder().maximumEntries(2).build();
    for (int i = 1; i <= 5; i++) {
      get(cache, i);
      use(i, i);
    }
    assertEquals(entries(4, 5), files());
  }

  @Test
  void whatIsLargerThanTheCacheIsNotKept() throws IOException {
    ArtefactCache cache = builder().maximumBytes(size()).build();
    get(cache, 1);
    kinds();
    CompiledModule large = module(2, size());
    assertSame(large, cache.get(large.manifest().getIdentity(), () -> large));
    assertTrue(events.get(1).reason().contains("bytes, the limit is " + size()));
    assertEquals(List.of(Kind.COMPILED, Kind.NOT_STORED), kinds());
    assertEquals(entries(1), files());
    ArtefactCache none = builder().maximumBytes(0).build();
    get(none, 3);
    assertEquals(List.of(Kind.COMPILED, Kind.NOT_STORED), kinds());
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    ArtefactCache cache = builder().maximumEntries(1).build();
    Files.write(directory().resolve("notes.txt"), new byte[1000]);
    Files.write(directory().resolve("hello.aspect"), new byte[1000]);
    for (int i = 1; i <= 3; i++) {
      get(cache, i);
    }
    Set<String> expected = new HashSet<>(entries(3));
    expected.addAll(List.of("notes.txt", "hello.aspect"));
    assertEquals(expected, files());
  }

  /** Of a process that died while it wrote: its lock is gone with it. */
  @Test
  void whatDeadProcessesLeftIsDeleted() throws IOException {
    ArtefactCache cache = builder().build();
    String name = name(identity(7));
    Path left = directory().resolve(name + ".01234567-89ab-cdef-0123-456789abcdef.3.tmp");
    Files.write(left, new byte[1000]);
    get(cache, 1);
    assertEquals(
        List.of(Kind.COMPILED, Kind.CLEANED, Kind.STORED),
        events.stream().map(CacheEvent::kind).toList());
    assertEquals(name, events.get(1).identity());
    assertEquals(entries(1), files());
  }

  // --- threads

  @Test
  void oneThreadCompilesAndTheOthersWait() throws Exception {
    ArtefactCache cache = builder().build();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<CompiledModule>> results = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int number = i % 4;
      results.add(
          threads.submit(
              () ->
                  cache.get(
                      identity(number),
                      () -> {
                        compiled.incrementAndGet();
                        Thread.sleep(20);
                        return module(number);
                      })));
    }
    for (int i = 0; i < results.size(); i++) {
      assertEquals(module(i % 4).manifest(), results.get(i).get().manifest());
    }
    threads.shutdown();
    assertEquals(4, compiled.get());
    assertEquals(entries(0, 1, 2, 3), files());
  }

  /** One that fails does not fail the others: each finds out by itself. */
  @Test
  void aFailureIsNobodyElses() throws Exception {
    ArtefactCache cache = builder().build();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<CompiledModule>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(
          threads.submit(
              () ->
                  cache.get(
                      identity(1),
                      () -> {
                        Thread.sleep(20);
                        if (compiled.incrementAndGet() < 3) {
                          throw new IOException("not yet");
                        }
                        return module(1);
                      })));
    }
    int failed = 0;
    for (Future<CompiledModule> result : results) {
      try {
        assertEquals(module(1).manifest(), result.get().manifest());
      } catch (ExecutionException e) {
        assertEquals("not yet", e.getCause().getMessage());
        failed++;
      }
    }
    threads.shutdown();
    assertEquals(2, failed);
    assertEquals(3, compiled.get());
  }

  @Test
  void aListenerThatThrowsChangesNothing() throws IOException {
    ArtefactCache cache =
        ArtefactCache.builder(directory())
            .listener(
                event -> {
                  throw new IllegalStateException();
                })
            .build();
    get(cache, 1);
    get(cache, 1);
    assertEquals(1, compiled.get());
  }

  // --- the directory

  @Test
  void theDirectoryIsItsOwnersAlone() throws IOException {
    assumeTrue(OwnerOnly.isSupported(folder), "no POSIX permissions here");
    get(builder().build(), 1);
    assertEquals("rwx------", permissions(directory()));
    assertEquals("rw-------", permissions(entry(directory(), 1)));
    for (String permissions : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString(permissions));
      FileSystemException refusal =
          assertThrows(FileSystemException.class, () -> builder().build());
      assertTrue(refusal.getReason().contains("can write"), refusal.getReason());
    }
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
    builder().build();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws IOException {
    Files.createFile(directory());
    assertThrows(IOException.class, () -> builder().build());
  }

  @Test
  void aDirectoryThatIsGoneCostsTimeAndNothingElse() throws IOException {
    ArtefactCache cache = builder().build();
    Files.delete(directory());
    assertEquals(module(1).manifest(), get(cache, 1).manifest());
    assertEquals(List.of(Kind.COMPILED, Kind.NOT_STORED), kinds());
  }
}
