package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/**
 * Artefacts that somebody changed who knows the format and has every digest right again, but has no
 * trusted key. Loaded by a runtime, from a file, under both policies: nothing is defined, and
 * nothing is written beside the file.
 */
class TamperingTest {

  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER_KEY = SigningKey.generate();

  private static final CompiledModule MODULE = TestModules.canary().build();
  private static final byte[] UNSIGNED = ArtefactWriter.write(MODULE);
  private static final byte[] SIGNED = ArtefactWriter.write(MODULE, KEY);
  private static final byte[] OTHER_SIGNED = ArtefactWriter.write(other(), KEY);

  /** Another module, of as many classes, of the same names. */
  private static CompiledModule other() {
    return TestModules.canary()
        .inText(t -> TestModule.method(t, 9, "more", "()V", c -> c.visitInsn(Opcodes.RETURN)))
        .data(8, (byte) 1)
        .build();
  }

  @TempDir Path directory;
  private AspectRuntime anybody;
  private AspectRuntime signedOnly;

  @BeforeEach
  void open() {
    anybody = runtime(TrustPolicy.unsignedAllowed());
    signedOnly = runtime(TrustPolicy.signedBy(KEY.verificationKey()));
  }

  @AfterEach
  void close() {
    anybody.close();
    signedOnly.close();
  }

  private static AspectRuntime runtime(TrustPolicy policy) {
    Identity expected = Identity.newBuilder().setCompiler("test 1").build();
    return AspectRuntime.builder().expecting(expected).trust(policy).build();
  }

  /** Loads an artefact, which is refused; gives the refusal. */
  private <E extends RuntimeException> E refusal(
      Class<E> type, AspectRuntime runtime, byte[] artefact) {
    Path file = directory.resolve("tampered.aspect");
    try {
      Files.write(file, artefact);
      E refusal = assertThrows(type, () -> runtime.load(file));
      assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
      assertTrue(Arrays.equals(artefact, Files.readAllBytes(file)));
      try (Stream<Path> files = Files.list(directory)) {
        assertEquals(List.of(file), files.toList());
      }
      return refusal;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(Kind kind, AspectRuntime runtime, byte[] artefact) {
    ArtefactException refusal = refusal(ArtefactException.class, runtime, artefact);
    assertEquals(kind, refusal.kind(), refusal.getMessage());
  }

  private void assertDamaged(String message, byte[] artefact) {
    ArtefactException refusal = refusal(ArtefactException.class, anybody, artefact);
    assertEquals(Kind.DAMAGED, refusal.kind(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

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

  private static byte[] flipped(byte[] artefact, int position) {
    byte[] flipped = artefact.clone();
    flipped[position] ^= 0x20;
    return flipped;
  }

  // --- bytes

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

  // --- the manifest

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

  // --- entries

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

  // --- code

  /** Signed by whom it should be: the allow-list holds for everybody. */
  private static byte[] forbidden(SigningKey key) {
    CompiledModule module =
        TestModules.canary()
            .inText(
                text ->
                    TestModule.method(
                        text,
                        9,
                        "more",
                        "()V",
                        code -> {
                          code.visitMethodInsn(
                              Opcodes.INVOKESTATIC,
                              "java/lang/Runtime",
                              "getRuntime",
                              "()Ljava/lang/Runtime;",
                              false);
                          code.visitInsn(Opcodes.POP);
                          code.visitInsn(Opcodes.RETURN);
                        }))
            .build();
    return key == null ? ArtefactWriter.write(module) : ArtefactWriter.write(module, key);
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

  // --- signatures

  @Test
  void aSignatureByAnUnknownKey() {
    byte[] artefact = ArtefactWriter.write(MODULE, OTHER_KEY);
    assertRefused(Kind.UNKNOWN_KEY, signedOnly, artefact);
    assertTrue(anybody.load(artefact).invoke("touch", new long[0], 1).isSuccess());
  }

  @Test
  void aSignatureThatIsGone() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new byte[0];
    assertTrue(Arrays.equals(UNSIGNED, parts.join()));
    assertRefused(Kind.UNSIGNED, signedOnly, parts.join());
  }

  @Test
  void aSignatureOfAnotherArtefact() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new Parts(OTHER_SIGNED).signature;
    for (AspectRuntime runtime : List.of(anybody, signedOnly)) {
      assertRefused(Kind.BAD_SIGNATURE, runtime, parts.join());
    }
  }

  /** The trusted key named above a signature by another. */
  @Test
  void aSignatureUnderAnotherName() {
    Parts parts = new Parts(SIGNED).sign(OTHER_KEY);
    System.arraycopy(KEY.verificationKey().bytes(), 0, parts.signature, 0, 32);
    for (AspectRuntime runtime : List.of(anybody, signedOnly)) {
      assertRefused(Kind.BAD_SIGNATURE, runtime, parts.join());
    }
  }

  /**
   * By the right key, over the manifest and nothing else: not what an artefact's signature signs.
   */
  @Test
  void aSignatureThatWasMadeForSomethingElse() {
    Parts parts = new Parts(SIGNED);
    for (byte[] message : List.of(parts.manifest, Digests.sha256(parts.manifest))) {
      ByteBuffer.wrap(parts.signature).position(32).put(KEY.sign(message));
      assertRefused(Kind.BAD_SIGNATURE, signedOnly, parts.join());
    }
  }

  @Test
  void everyFlippedBitOfASignature() {
    int bits = ArtefactFormat.SIGNATURE_BYTES * 8;
    for (int i = 0; i < bits; i++) {
      Parts parts = new Parts(SIGNED);
      parts.signature[i / 8] ^= (byte) (1 << i % 8);
      byte[] artefact = parts.join();
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> anybody.load(artefact));
      assertEquals(Kind.BAD_SIGNATURE, refusal.kind(), "bit " + i);
    }
  }

  @Test
  void signaturesOfOtherLengths() {
    for (int length : new int[] {1, 32, 64, 95, 97, 192}) {
      Parts parts = new Parts(SIGNED);
      parts.signature = Arrays.copyOf(parts.signature, length);
      assertDamaged("a signature of " + length + " bytes", parts.join());
    }
  }

  /** A key for which anybody can sign: under it, a signature of zeros is right for some content. */
  @Test
  void aKeyOfSmallOrder() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new byte[ArtefactFormat.SIGNATURE_BYTES];
    parts.signature[0] = 1;
    parts.signature[32] = 1;
    assertRefused(Kind.BAD_SIGNATURE, anybody, parts.join());
  }

  // --- sizes

  @Test
  void everyPrefixOfASignedArtefact() {
    for (int i = 0; i < SIGNED.length; i++) {
      byte[] prefix = Arrays.copyOf(SIGNED, i);
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> signedOnly.load(prefix));
      assertEquals(i < 8 ? Kind.FOREIGN : Kind.TRUNCATED, refusal.kind(), "prefix of " + i);
    }
  }

  /** Nothing is compressed; a bomb is a manifest of as many empty messages as fit. */
  @Test
  void aBombOfMessages() {
    byte[] bomb = new byte[20_000_000];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = 0x22;
    }
    Parts parts = new Parts(UNSIGNED);
    parts.manifest = bomb;
    byte[] artefact = parts.join();
    ArtefactException refusal = refusal(ArtefactException.class, anybody, artefact);
    assertEquals(Kind.TOO_LARGE, refusal.kind());
    assertEquals("a manifest of more than 4194304 messages", refusal.getMessage());
    // As many as that, in the innermost of messages.
    Parts nested = new Parts(UNSIGNED);
    byte[] inner = Arrays.copyOf(bomb, 9_000_000);
    for (int i = 0; i < inner.length; i += 2) {
      inner[i] = 0x1A;
    }
    nested.manifest = nested(0x5A, inner);
    assertRefused(Kind.TOO_LARGE, anybody, nested.join());
  }

  private static byte[] nested(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    for (int rest = content.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        out.write(rest);
        break;
      }
      out.write(rest & 0x7F | 0x80);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Lengths that lie, in each place that has one: the memory for it is not there to be taken. */
  @Test
  void lengthsThatLie() {
    Parts parts = new Parts(SIGNED);
    int position = ArtefactFormat.HEADER_BYTES;
    for (byte[] part :
        Stream.of(List.of(parts.manifest, parts.wasm), parts.classes, List.of(parts.signature))
            .flatMap(List::stream)
            .toList()) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, SIGNED.length}) {
        byte[] lying = SIGNED.clone();
        ByteBuffer.wrap(lying).putInt(position, length);
        assertDamaged("longer than the artefact", Parts.sealed(lying));
      }
      for (int change : new int[] {-1, 1}) {
        byte[] lying = SIGNED.clone();
        ByteBuffer.wrap(lying).putInt(position, part.length + change);
        assertRefused(Kind.DAMAGED, anybody, Parts.sealed(lying));
      }
      position += Integer.BYTES + part.length;
    }
    for (long length : new long[] {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32}) {
      byte[] lying = SIGNED.clone();
      ByteBuffer.wrap(lying).putLong(12, length);
      assertRefused(Kind.TOO_LARGE, anybody, Parts.sealed(lying));
    }
    for (long length : new long[] {0, 20, 63}) {
      byte[] lying = SIGNED.clone();
      ByteBuffer.wrap(lying).putLong(12, length);
      assertRefused(Kind.DAMAGED, anybody, Parts.sealed(lying));
    }
  }

  @Test
  void filesThatAreTooLargeAreNotRead() throws IOException {
    Path file = directory.resolve("large.aspect");
    try (var out =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE))) {
      out.write(ByteBuffer.wrap(SIGNED));
      out.position(1L << 33).write(ByteBuffer.wrap(new byte[1]));
    }
    ArtefactException refusal = assertThrows(ArtefactException.class, () -> anybody.load(file));
    assertEquals(Kind.TOO_LARGE, refusal.kind());
  }
}
