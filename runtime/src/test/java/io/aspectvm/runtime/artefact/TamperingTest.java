package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts, manifests and entries that were changed. */
class TamperingTest extends TamperingFixture {
  @Test
  void whatIsNotTamperedWithRuns() throws IOException {
    List<String> defined =
        DefinedClasses.during(
            () -> {
              for (AspectRuntime runtime : List.of(anybody, signedOnly)) {
                assertTrue(runtime.load(SIGNED).invoke("touch", new long[0], 1).isSuccess());
              }
              assertTrue(anybody.load(UNSIGNED).invoke("touch", new long[0], 1).isSuccess());
            });
    assertTrue(defined.contains("aspect.T0"), "the JVM's record of definitions is of no use");
  }

  @Test
  void nothingIsDefined() throws IOException {
    List<byte[]> tampered =
        List.of(
            new Parts(SIGNED).change(m -> m.setResultScratch(1)).join(),
            new Parts(SIGNED).change(m -> m.getClassesBuilder(0).setBytes(1)).join(),
            Parts.sealed(flipped(SIGNED, SIGNED.length / 2)),
            new Parts(SIGNED).sign(OTHER_KEY).join(),
            forbidden(KEY));
    List<String> defined =
        DefinedClasses.during(
            () ->
                tampered.forEach(
                    artefact ->
                        assertThrows(RuntimeException.class, () -> signedOnly.load(artefact))));
    assertEquals(List.of(), defined);
  }

  @Test
  void everyFlippedByteIsRefusedWhereSignaturesAreAskedFor() {
    int end = SIGNED.length - ArtefactFormat.DIGEST_BYTES;
    for (int i = 0; i < end; i++) {
      byte[] artefact = Parts.sealed(flipped(SIGNED, i));
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> signedOnly.load(artefact));
      assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    }
  }

  @Test
  void everyPartIsTheOneOfTheManifest() {
    Parts parts = new Parts(UNSIGNED);
    parts.wasm = flipped(parts.wasm, parts.wasm.length / 2);
    assertDamaged("the wasm is not the one", parts.join());
    for (int i = 0; i < 3; i++) {
      for (double where : new double[] {0, 0.3, 0.999}) {
        Parts changed = new Parts(UNSIGNED);
        byte[] file = changed.classes.get(i);
        changed.classes.set(i, flipped(file, (int) (where * file.length)));
        assertDamaged("is not the one that was compiled", changed.join());
      }
    }
  }

  /** Every field of every message in the manifest. */
  @Test
  void everyChangedFieldOfTheManifestBreaksTheSignature() {
    List<Message> changes = MessageChanges.of(MODULE.manifest());
    for (Message changed : changes) {
      Parts parts = new Parts(SIGNED);
      parts.manifest = Digests.canonical(changed);
      byte[] artefact = parts.join();
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> signedOnly.load(artefact));
      assertTrue(
          Set.of(Kind.BAD_SIGNATURE, Kind.DAMAGED, Kind.UNKNOWN_VERSION).contains(refusal.kind()),
          refusal.getMessage());
    }
    assertTrue(changes.size() > 100, changes.size() + " changes");
  }

  @Test
  void aManifestOfAnotherArtefact() {
    Parts parts = new Parts(SIGNED);
    parts.manifest = new Parts(OTHER_SIGNED).manifest;
    assertDamaged("the wasm is not the one", parts.join());
    parts.signature = new Parts(OTHER_SIGNED).signature;
    assertDamaged("the wasm is not the one", parts.join());
    parts.wasm = new Parts(OTHER_SIGNED).wasm;
    assertDamaged("class aspect/T0 is not the one", parts.join());
  }

  /** What is unknown here may be right there. */
  @Test
  void fieldsOfALaterFormat() {
    Parts parts = new Parts(UNSIGNED).change(m -> m.setFormat(99));
    byte[] manifest = parts.manifest;
    parts.manifest = Arrays.copyOf(manifest, manifest.length + 3);
    System.arraycopy(new byte[] {(byte) 0xFA, 7, 0}, 0, parts.manifest, manifest.length, 3);
    assertRefused(Kind.UNKNOWN_VERSION, anybody, parts.join());
    parts.manifest = new byte[] {8, 99, 1};
    assertRefused(Kind.UNKNOWN_VERSION, anybody, parts.join());
  }

  @Test
  void fieldsThatNobodyKnows() {
    byte[] manifest = new Parts(UNSIGNED).manifest;
    // An unknown number; the number of the wasm's size as text; a message where a number is known.
    for (byte[] more :
        List.of(
            new byte[] {(byte) 0xFA, 7, 0}, new byte[] {(byte) 0xA2, 1, 0}, new byte[] {10, 0})) {
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.writeBytes(manifest);
      longer.writeBytes(more);
      Parts parts = new Parts(UNSIGNED);
      parts.manifest = longer.toByteArray();
      assertDamaged("unknown field", parts.join());
    }
  }

  @Test
  void anEntryMore() {
    Parts parts = new Parts(UNSIGNED);
    parts.classes.add(parts.classes.get(0));
    assertDamaged("bytes after the signature", parts.join());
    Parts inManifest = new Parts(UNSIGNED);
    ClassEntry first = inManifest.manifest().getClasses(0);
    inManifest.classes.add(inManifest.classes.get(0));
    inManifest.change(m -> m.addClasses(first.toBuilder().setName("aspect/More")));
    // Complete, and right in all digests: but the class is called otherwise than its entry.
    UnloadableModuleException refusal =
        refusal(UnloadableModuleException.class, anybody, inManifest.join());
    assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
    assertTrue(refusal.getMessage().contains("calls itself aspect/T0"), refusal.getMessage());
  }

  @Test
  void anEntryLess() {
    for (int i = 0; i < 3; i++) {
      Parts parts = new Parts(UNSIGNED);
      parts.classes.remove(i);
      assertRefused(Kind.DAMAGED, anybody, parts.join());
    }
    Parts inManifest = new Parts(UNSIGNED);
    inManifest.classes.remove(0);
    inManifest.change(m -> m.removeClasses(0));
    UnloadableModuleException refusal =
        refusal(UnloadableModuleException.class, anybody, inManifest.join());
    assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
  }

  @Test
  void anEntryTwice() {
    Parts parts = new Parts(UNSIGNED);
    parts.classes.add(0, parts.classes.get(0));
    parts.change(m -> m.addClasses(0, m.getClasses(0)));
    assertDamaged("the same name", parts.join());
  }

  @Test
  void entriesInAnotherOrder() {
    Parts parts = new Parts(UNSIGNED);
    Collections.swap(parts.classes, 0, 1);
    assertDamaged("is not the one that was compiled", parts.join());
  }

  static Stream<String> namesThatLeadElsewhere() {
    return Stream.of(
        "../aspect/T0",
        "aspect/../../T0",
        "/aspect/T0",
        "aspect\\T0",
        "C:/aspect/T0",
        "aspect/T0.class",
        "aspect/",
        "",
        "aspect/T0\n",
        "aspect/T0\0",
        "META-INF/versions/9/aspect/T0",
        "java/lang/Object",
        "io/aspectvm/runtime/Instance",
        "ASPECT/T0",
        "aspect/T\u0131");
  }

  @ParameterizedTest
  @MethodSource("namesThatLeadElsewhere")
  void entriesThatAreRenamed(String name) {
    assertDamaged(
        "beyond aspect/Name",
        new Parts(UNSIGNED).change(m -> m.getClassesBuilder(0).setName(name)).join());
  }

  @Test
  void entriesThatAreCalledLikeOthers() {
    for (String name : List.of("aspect/t0", "aspect/Entry_", "aspect/T00")) {
      byte[] artefact =
          new Parts(UNSIGNED).change(m -> m.getClassesBuilder(0).setName(name)).join();
      assertEquals(
          Reason.FORBIDDEN_CODE,
          refusal(UnloadableModuleException.class, anybody, artefact).reason());
    }
  }

  @Test
  void aForbiddenReferenceBehindCorrectDigests() {
    for (byte[] artefact : List.of(forbidden(null), forbidden(KEY))) {
      UnloadableModuleException refusal =
          refusal(UnloadableModuleException.class, anybody, artefact);
      assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
      assertTrue(refusal.getMessage().contains("java/lang/Runtime"), refusal.getMessage());
    }
    assertEquals(
        Reason.FORBIDDEN_CODE,
        refusal(UnloadableModuleException.class, signedOnly, forbidden(KEY)).reason());
    assertRefused(Kind.UNSIGNED, signedOnly, forbidden(null));
  }
}
