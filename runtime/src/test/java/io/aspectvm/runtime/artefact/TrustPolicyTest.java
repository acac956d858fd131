package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.artefact.TrustPolicy.Recompilation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Artefacts in every state, under every policy. */
class TrustPolicyTest {

  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER_KEY = SigningKey.generate();
  private static final TrustPolicy ANYBODY = TrustPolicy.unsignedAllowed();
  private static final TrustPolicy SIGNED = TrustPolicy.signedBy(KEY.verificationKey());

  /** Made by a compiler of this version, and by the one before. */
  private static final CompiledModule MODULE = module("test 2");

  private static final CompiledModule OLD = module("test 1");

  private static CompiledModule module(String compiler) {
    TestModule module = TestModules.canary();
    module.manifest().getIdentityBuilder().setCompiler(compiler);
    return module.build();
  }

  /** Compiles the one module, and counts how often. */
  private static final class Compiler implements ArtefactCompiler {

    int compiled;

    @Override
    public Identity identity(byte[] wasm) {
      return MODULE.manifest().getIdentity().toBuilder()
          .setWasmSha256(ByteString.copyFrom(Digests.sha256(wasm)))
          .build();
    }

    @Override
    public CompiledModule compile(byte[] wasm) {
      if (!ByteBuffer.wrap(wasm).equals(MODULE.wasm())) {
        throw new ArtefactException(Kind.NOT_COMPILABLE, "another module");
      }
      compiled++;
      return MODULE;
    }
  }

  private final Compiler compiler = new Compiler();
  private final List<Kind> reported = new ArrayList<>();

  private TrustedReader reader(TrustPolicy policy, Recompilation when) {
    return reader(policy, when, Identity.newBuilder().setCompiler("test 2").build());
  }

  private TrustedReader reader(TrustPolicy policy, Recompilation when, Identity expected) {
    TrustPolicy whole =
        when == Recompilation.NEVER
            ? policy
            : policy.recompiling(when, compiler, reason -> reported.add(reason.kind()));
    return new TrustedReader(1 << 20, expected, whole);
  }

  private static final Recompilation[] ALL = Recompilation.values();

  /** What happens without recompilation, where code cannot be used, and where it is not trusted. */
  private void assertUsed(TrustPolicy policy, byte[] artefact) {
    for (Recompilation when : ALL) {
      CompiledModule module = reader(policy, when).read(artefact);
      assertEquals(MODULE.manifest(), module.manifest());
    }
    assertEquals(0, compiler.compiled);
    assertEquals(List.of(), reported);
  }

  private void assertCompiled(Kind kind, TrustPolicy policy, byte[] artefact, Recompilation first) {
    for (Recompilation when : ALL) {
      TrustedReader reader = reader(policy, when);
      reported.clear();
      compiler.compiled = 0;
      if (when.compareTo(first) < 0) {
        assertRefused(kind, reader, artefact);
        assertEquals(List.of(), reported);
      } else {
        assertSame(MODULE, reader.read(artefact));
        assertEquals(1, compiler.compiled);
        assertEquals(List.of(kind), reported);
      }
    }
  }

  private void assertRefused(Kind kind, TrustPolicy policy, byte[] artefact) {
    reported.clear();
    compiler.compiled = 0;
    for (Recompilation when : ALL) {
      assertRefused(kind, reader(policy, when), artefact);
    }
    assertEquals(0, compiler.compiled);
    assertEquals(List.of(), reported);
  }

  private static void assertRefused(Kind kind, TrustedReader reader, byte[] artefact) {
    ArtefactException refusal = assertThrows(ArtefactException.class, () -> reader.read(artefact));
    assertEquals(kind, refusal.kind(), refusal.getMessage());
  }

  @Test
  void whatIsRightIsUsed() {
    assertUsed(ANYBODY, ArtefactWriter.write(MODULE));
    assertUsed(ANYBODY, ArtefactWriter.write(MODULE, OTHER_KEY));
    assertUsed(ANYBODY, ArtefactWriter.write(MODULE, KEY));
    assertUsed(SIGNED, ArtefactWriter.write(MODULE, KEY));
    assertUsed(
        TrustPolicy.signedBy(OTHER_KEY.verificationKey(), KEY.verificationKey()),
        ArtefactWriter.write(MODULE, KEY));
  }

  @Test
  void aPolicyWithoutKeysTrustsNobody() {
    assertRefused(
        Kind.UNKNOWN_KEY,
        reader(TrustPolicy.signedBy(), Recompilation.UNUSABLE),
        ArtefactWriter.write(MODULE, KEY));
  }

  @Test
  void foreignCode() {
    assertCompiled(Kind.UNSIGNED, SIGNED, ArtefactWriter.write(MODULE), Recompilation.UNTRUSTED);
    assertCompiled(
        Kind.UNKNOWN_KEY, SIGNED, ArtefactWriter.write(MODULE, OTHER_KEY), Recompilation.UNTRUSTED);
    byte[] moved =
        new Parts(ArtefactWriter.write(MODULE)).sign(KEY).change(m -> m.setOpen(true)).join();
    assertCompiled(Kind.BAD_SIGNATURE, SIGNED, moved, Recompilation.UNTRUSTED);
    assertCompiled(Kind.BAD_SIGNATURE, ANYBODY, moved, Recompilation.UNUSABLE);
  }

  @Test
  void staleCode() {
    assertCompiled(Kind.STALE, ANYBODY, ArtefactWriter.write(OLD), Recompilation.UNUSABLE);
    assertCompiled(Kind.STALE, SIGNED, ArtefactWriter.write(OLD, KEY), Recompilation.UNUSABLE);
    assertCompiled(Kind.STALE, SIGNED, ArtefactWriter.write(OLD), Recompilation.UNTRUSTED);
    assertCompiled(
        Kind.STALE, SIGNED, ArtefactWriter.write(OLD, OTHER_KEY), Recompilation.UNTRUSTED);
  }

  /** Whatever the two differ in: not only what the reader expects. */
  @Test
  void codeOfOtherOptionsIsStaleWhereThereIsACompiler() {
    TestModule module = TestModules.canary();
    module.manifest().getIdentityBuilder().setCompiler("test 2").setSchedule("another");
    byte[] artefact = ArtefactWriter.write(module.build());
    assertEquals(
        "another",
        reader(ANYBODY, Recompilation.NEVER).read(artefact).manifest().getIdentity().getSchedule());
    assertSame(MODULE, reader(ANYBODY, Recompilation.UNUSABLE).read(artefact));
    assertEquals(List.of(Kind.STALE), reported);
  }

  @Test
  void damagedClasses() {
    for (SigningKey key : new SigningKey[] {null, OTHER_KEY, KEY}) {
      byte[] artefact =
          key == null ? ArtefactWriter.write(MODULE) : ArtefactWriter.write(MODULE, key);
      Parts parts = new Parts(artefact);
      int position = Parts.find(artefact, parts.classes.get(1)) + 20;
      byte[] damaged = artefact.clone();
      damaged[position] ^= 1;
      for (byte[] each : List.of(damaged, Parts.sealed(damaged))) {
        assertCompiled(Kind.DAMAGED, ANYBODY, each, Recompilation.UNUSABLE);
        assertCompiled(
            Kind.DAMAGED,
            SIGNED,
            each,
            key == KEY ? Recompilation.UNUSABLE : Recompilation.UNTRUSTED);
      }
    }
  }

  /** The wasm comes before the classes; the signature does not. */
  @Test
  void truncatedArtefacts() {
    byte[] artefact = ArtefactWriter.write(MODULE, KEY);
    Parts parts = new Parts(artefact);
    int endOfWasm = ArtefactFormat.HEADER_BYTES + 8 + parts.manifest.length + parts.wasm.length;
    byte[] enough = Arrays.copyOf(artefact, endOfWasm);
    assertCompiled(Kind.TRUNCATED, ANYBODY, enough, Recompilation.UNUSABLE);
    assertCompiled(Kind.TRUNCATED, SIGNED, enough, Recompilation.UNTRUSTED);
    assertRefused(Kind.TRUNCATED, ANYBODY, Arrays.copyOf(artefact, endOfWasm - 1));
    assertRefused(Kind.TRUNCATED, SIGNED, Arrays.copyOf(artefact, endOfWasm - 1));
  }

  @Test
  void otherVersionsOfTheContainer() {
    byte[] artefact = ArtefactWriter.write(OLD, KEY);
    artefact[11] = 1;
    assertCompiled(Kind.UNKNOWN_VERSION, ANYBODY, Parts.sealed(artefact), Recompilation.UNUSABLE);
    assertCompiled(Kind.UNKNOWN_VERSION, SIGNED, Parts.sealed(artefact), Recompilation.UNTRUSTED);
  }

  @Test
  void otherVersionsOfTheManifest() {
    byte[] artefact = new Parts(ArtefactWriter.write(OLD)).change(m -> m.setFormat(2)).join();
    assertCompiled(Kind.UNKNOWN_VERSION, ANYBODY, artefact, Recompilation.UNUSABLE);
    assertCompiled(
        Kind.UNKNOWN_VERSION, SIGNED, new Parts(artefact).sign(KEY).join(), Recompilation.UNUSABLE);
  }

  @Test
  void wasmThatTheManifestDoesNotName() {
    Parts parts = new Parts(ArtefactWriter.write(MODULE, KEY));
    parts.wasm[parts.wasm.length - 1] ^= 1;
    assertRefused(Kind.DAMAGED, ANYBODY, parts.join());
    assertRefused(Kind.DAMAGED, SIGNED, parts.join());
    // One that knows where the digests are, but has no key.
    ByteString digest = ByteString.copyFrom(Digests.sha256(parts.wasm));
    parts.change(m -> m.setWasmSha256(digest));
    assertRefused(Kind.DAMAGED, ANYBODY, parts.join());
  }

  @Test
  void whatIsNoArtefact() {
    assertRefused(Kind.FOREIGN, ANYBODY, new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    byte[] artefact = ArtefactWriter.write(MODULE);
    ByteBuffer.wrap(artefact).putLong(12, 1L << 40);
    assertRefused(Kind.TOO_LARGE, ANYBODY, artefact);
  }

  @Test
  void whatDoesNotCompileIsRefusedAsThat() {
    TestModule other = TestModules.canary().data(9, (byte) 9);
    byte[] artefact = ArtefactWriter.write(other.build());
    TrustedReader reader = reader(ANYBODY, Recompilation.UNUSABLE);
    ArtefactException refusal = assertThrows(ArtefactException.class, () -> reader.read(artefact));
    assertEquals(Kind.NOT_COMPILABLE, refusal.kind());
    assertEquals(Kind.STALE, ((ArtefactException) refusal.getSuppressed()[0]).kind());
    assertRefused(Kind.STALE, reader(ANYBODY, Recompilation.NEVER), artefact);
    assertEquals(List.of(), reported);
  }

  /** A node that knows which module it wants gets no other, compiled or not. */
  @Test
  void theExpectedWasmIsTheOneThatIsCompiled() {
    Identity expected =
        Identity.newBuilder()
            .setCompiler("test 2")
            .setWasmSha256(ByteString.copyFrom(new byte[32]))
            .build();
    assertRefused(
        Kind.STALE, reader(SIGNED, Recompilation.UNTRUSTED, expected), ArtefactWriter.write(OLD));
    assertEquals(0, compiler.compiled);
    Identity right = expected.toBuilder().setWasmSha256(MODULE.manifest().getWasmSha256()).build();
    assertSame(
        MODULE, reader(SIGNED, Recompilation.UNTRUSTED, right).read(ArtefactWriter.write(OLD)));
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    TrustPolicy policy =
        ANYBODY.recompiling(
            Recompilation.UNUSABLE,
            compiler,
            reason -> {
              throw new IllegalStateException();
            });
    Identity expected = Identity.getDefaultInstance();
    assertSame(
        MODULE, new TrustedReader(1 << 20, expected, policy).read(ArtefactWriter.write(OLD)));
  }

  @Test
  void aCompilerThatIsNeverAskedIsAMistake() {
    IllegalArgumentException mistake =
        assertThrows(
            IllegalArgumentException.class,
            () -> ANYBODY.recompiling(Recompilation.NEVER, compiler, reason -> {}));
    assertTrue(mistake.getMessage().contains("never asked"));
  }
}
