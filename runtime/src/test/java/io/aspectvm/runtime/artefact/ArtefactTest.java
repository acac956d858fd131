package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.HostModules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactTest {

  private static final CompiledModule MODULE = TestModules.canary().build();
  private static final byte[] ARTEFACT = ArtefactWriter.write(MODULE);

  @TempDir Path directory;

  private static ArtefactException refusal(byte[] artefact) {
    ArtefactException refusal =
        assertThrows(ArtefactException.class, () -> new ArtefactReader().read(artefact));
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    return refusal;
  }

  private static void assertRefused(Kind kind, String message, byte[] artefact) {
    ArtefactException refusal = refusal(artefact);
    assertEquals(kind, refusal.kind(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = directory.resolve("canary.aspect");
    ArtefactWriter.write(MODULE, file);
    CompiledModule read = new ArtefactReader().read(file);
    assertEquals(MODULE.manifest(), read.manifest());
    assertEquals(MODULE.wasm(), read.wasm());
    for (String name : MODULE.classNames()) {
      assertEquals(MODULE.classFile(name), read.classFile(name));
    }
    assertArrayEquals(ARTEFACT, ArtefactWriter.write(read));
    assertArrayEquals(ARTEFACT, Files.readAllBytes(file));
    new ModuleLoader(HostModules.standard(), Isolation.CLASS_LOADER, LoadLimits.DEFAULT)
        .load(read)
        .newInstance();
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path file = directory.resolve("canary.aspect");
    Files.write(file, new byte[100_000]);
    ArtefactWriter.write(MODULE, file);
    assertArrayEquals(ARTEFACT, Files.readAllBytes(file));
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  /** Written to by somebody who does not replace it in one step. */
  @Test
  void aFileThatChangesWhileItIsReadIsOneOrTheOtherOrNone() throws Exception {
    Path file = Files.write(directory.resolve("changing.aspect"), ARTEFACT);
    byte[] other = ArtefactWriter.write(TestModules.canary().data(9, (byte) 9).build());
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !done.get(); i++) {
                write(file, i % 2 == 0 ? other : ARTEFACT);
              }
            });
    writer.start();
    Set<ByteBuffer> wasm = new HashSet<>();
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      try {
        wasm.add(new ArtefactReader().read(file).wasm());
      } catch (ArtefactException e) {
        refused++;
      }
    }
    done.set(true);
    writer.join();
    Set<ByteBuffer> both = Set.of(MODULE.wasm(), new ArtefactReader().read(other).wasm());
    assertTrue(both.containsAll(wasm), wasm.size() + " modules, " + refused + " refused");
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyFlippedBitIsFound() {
    for (int i = 0; i < ARTEFACT.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = ARTEFACT.clone();
        flipped[i] ^= (byte) (1 << bit);
        refusal(flipped);
      }
    }
  }

  /** As before, but by someone who corrects the container's digest: the inner ones still hold. */
  @Test
  void everyFlippedByteIsFoundBehindAValidDigest() {
    for (int i = 0; i < ARTEFACT.length - ArtefactFormat.DIGEST_BYTES; i++) {
      byte[] flipped = ARTEFACT.clone();
      flipped[i] ^= 0x20;
      int where = i;
      // Outside of the identity and of what has a digest the manifest is free: names, types, sizes.
      try {
        CompiledModule read = new ArtefactReader().read(Parts.sealed(flipped));
        assertFalse(read.manifest().equals(MODULE.manifest()), () -> "byte " + where);
        assertEquals(MODULE.wasm(), read.wasm());
        assertEquals(MODULE.manifest().getIdentity(), read.manifest().getIdentity());
      } catch (ArtefactException e) {
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  @Test
  void everyPrefixIsRefused() {
    for (int i = 0; i < ARTEFACT.length; i++) {
      Kind kind = refusal(Arrays.copyOf(ARTEFACT, i)).kind();
      assertEquals(i < 8 ? Kind.FOREIGN : Kind.TRUNCATED, kind, "prefix of " + i);
    }
  }

  @Test
  void filesAreRefusedAsArraysAre() throws IOException {
    Path file = directory.resolve("file");
    assertThrows(NoSuchFileException.class, () -> new ArtefactReader().read(file));
    for (byte[] bytes :
        new byte[][] {
          {},
          Arrays.copyOf(ARTEFACT, 10),
          Arrays.copyOf(ARTEFACT, ARTEFACT.length - 1),
          Arrays.copyOf(ARTEFACT, ARTEFACT.length + 1)
        }) {
      Files.write(file, bytes);
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> new ArtefactReader().read(file));
      assertEquals(refusal(bytes).kind(), refusal.kind());
    }
  }

  /** Opening a pipe that nobody writes to would wait for ever. */
  @Test
  void onlyRegularFilesAreOpened() throws Exception {
    Path pipe = directory.resolve("pipe");
    assumeTrue(makePipe(pipe), "no pipes here");
    for (Path file : List.of(pipe, directory)) {
      FileSystemException refusal =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> assertThrows(FileSystemException.class, () -> new ArtefactReader().read(file)));
      assertEquals("no regular file", refusal.getReason());
    }
  }

  private static boolean makePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void filesOfLongNamesAreWritten() throws IOException {
    Path file = directory.resolve("a".repeat(240) + ".aspect");
    ArtefactWriter.write(MODULE, file);
    assertArrayEquals(ARTEFACT, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void whatIsNoArtefactIsForeign() {
    assertRefused(Kind.FOREIGN, "not an artefact", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 0});
  }

  @Test
  void otherFormatsAreUnknown() {
    byte[] other = ARTEFACT.clone();
    other[11] = 3;
    assertRefused(Kind.UNKNOWN_VERSION, "format version 3", Parts.sealed(other));
  }

  @Test
  void bytesAfterTheEndAreRefused() {
    assertRefused(Kind.DAMAGED, "after the end", Arrays.copyOf(ARTEFACT, ARTEFACT.length + 1));
  }

  @Test
  void theLimitHoldsBeforeAnythingIsRead() {
    ArtefactReader small = new ArtefactReader(ARTEFACT.length - 1, Identity.getDefaultInstance());
    byte[] header = Arrays.copyOf(ARTEFACT, ArtefactFormat.HEADER_BYTES);
    ArtefactException refusal = assertThrows(ArtefactException.class, () -> small.read(header));
    assertEquals(Kind.TOO_LARGE, refusal.kind());
    ByteBuffer.wrap(header).putLong(12, -1);
    assertRefused(Kind.TOO_LARGE, "18446744073709551615 bytes", header);
  }

  @Test
  void lengthsNeverReachBeyondTheArtefact() {
    byte[] manifest = Digests.canonical(MODULE.manifest());
    int wasm = ArtefactFormat.HEADER_BYTES + 4 + manifest.length;
    for (int position : new int[] {ArtefactFormat.HEADER_BYTES, wasm}) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, ARTEFACT.length}) {
        byte[] changed = ARTEFACT.clone();
        ByteBuffer.wrap(changed).putInt(position, length);
        assertRefused(Kind.DAMAGED, "longer than the artefact", Parts.sealed(changed));
      }
    }
  }

  @Test
  void theManifestMustFitTheRest() {
    assertChanged(Kind.UNKNOWN_VERSION, "manifest format 99", m -> m.setFormat(99));
    assertChanged(Kind.DAMAGED, "identity digest", m -> m.getIdentityBuilder().setProfile("other"));
    assertChanged(
        Kind.UNKNOWN_VERSION,
        "class-file version 200",
        m -> {
          m.getIdentityBuilder().setClassFileVersion(200);
          m.setIdentityDigest(ByteString.copyFrom(Digests.identity(m.getIdentity())));
        });
    assertChanged(Kind.DAMAGED, "the wasm", m -> m.setWasmBytes(m.getWasmBytes() + 1));
    assertChanged(
        Kind.DAMAGED,
        "class aspect/T0 is not the one",
        m -> m.getClassesBuilder(0).setSha256(ByteString.copyFrom(new byte[32])));
    assertChanged(
        Kind.DAMAGED, "beyond aspect/Name", m -> m.getClassesBuilder(0).setName("java/lang/T0"));
    assertChanged(
        Kind.DAMAGED, "beyond aspect/Name", m -> m.getClassesBuilder(0).setName("aspect/../T0"));
    assertChanged(Kind.DAMAGED, "same name", m -> m.getClassesBuilder(0).setName("aspect/Main"));
    assertChanged(Kind.DAMAGED, "unknown role", m -> m.getClassesBuilder(0).setRoleValue(9));
    assertChanged(Kind.DAMAGED, "one instance class", m -> m.getClassesBuilder(2).setRoleValue(0));
    assertChanged(Kind.DAMAGED, "one entry class", m -> m.getClassesBuilder(0).setRoleValue(2));
    assertChanged(
        Kind.DAMAGED, "no room for a signature", m -> m.addClasses(ClassEntry.newBuilder()));
    assertChanged(Kind.DAMAGED, "bytes after the signature", m -> m.removeClasses(2));
  }

  private static void assertChanged(Kind kind, String message, Consumer<Manifest.Builder> change) {
    Manifest.Builder changed = MODULE.manifest().toBuilder();
    change.accept(changed);
    assertRefused(kind, message, container(Digests.canonical(changed.build())));
  }

  @Test
  void theManifestMustBeCanonical() {
    byte[] manifest = Digests.canonical(MODULE.manifest());
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(manifest);
    twice.writeBytes(new byte[] {8, 1}); // The format again.
    assertRefused(Kind.DAMAGED, "canonical", container(twice.toByteArray()));
    assertRefused(
        Kind.DAMAGED, "does not parse", container(Arrays.copyOf(manifest, manifest.length - 1)));
  }

  @Test
  void anIdentityThatIsNotExpectedIsStale() {
    Identity expected = Identity.newBuilder().setProfile("wasm").setSchedule("none").build();
    new ArtefactReader(ARTEFACT.length, expected).read(ARTEFACT);
    Identity other = expected.toBuilder().setCompiler("test 2").build();
    ArtefactException refusal =
        assertThrows(
            ArtefactException.class,
            () -> new ArtefactReader(ARTEFACT.length, other).read(ARTEFACT));
    assertEquals(Kind.STALE, refusal.kind());
    assertEquals("compiler is test 1, expected test 2", refusal.getMessage());
  }

  @Test
  void aModuleNeedsExactlyTheClassesOfItsManifest() {
    Map<String, byte[]> classes = new HashMap<>();
    for (String name : MODULE.classNames()) {
      classes.put(name, new byte[1]);
    }
    classes.put("aspect/T9", new byte[1]);
    Manifest manifest = MODULE.manifest();
    assertThrows(
        IllegalArgumentException.class, () -> new CompiledModule(manifest, new byte[0], classes));
    classes.remove("aspect/T9");
    classes.remove("aspect/T0");
    assertThrows(
        IllegalArgumentException.class, () -> new CompiledModule(manifest, new byte[0], classes));
  }

  /** The module's artefact with another manifest, right in length and digest. */
  private static byte[] container(byte[] manifest) {
    Parts parts = new Parts(ARTEFACT);
    parts.manifest = manifest;
    return parts.join();
  }
}
