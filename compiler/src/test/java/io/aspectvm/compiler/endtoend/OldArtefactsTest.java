package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.CompilerVersion;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.ModuleRecompiler;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.artefact.TrustPolicy;
import io.aspectvm.runtime.artefact.TrustPolicy.Recompilation;
import io.aspectvm.runtime.cache.ArtefactCache;
import io.aspectvm.runtime.cache.CacheEvent;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts on artefacts that are not of its compiler, schedule or host modules. */
class OldArtefactsTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);
  private static final SigningKey KEY = SigningKey.generate();

  private static final byte[] WASM =
      GuestModule.aspect()
          .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
          .export("execute", "-> i32", "call $gas; i32.load; drop; i32.const 0")
          .toByteArray();

  @TempDir Path folder;
  private Path file;
  private final List<String> reported = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("guard.aspect");
  }

  /** What another compiler made, as far as an artefact shows it. */
  private static CompiledModule made(CompilerOptions options, Consumer<Identity.Builder> by)
      throws Exception {
    CompiledModule module = new ModuleCompiler(options).compile(WASM).module();
    Manifest.Builder manifest = module.manifest().toBuilder();
    by.accept(manifest.getIdentityBuilder());
    manifest.setIdentityDigest(ByteString.copyFrom(Digests.identity(manifest.getIdentity())));
    Map<String, byte[]> classes = new HashMap<>();
    for (String name : module.classNames()) {
      byte[] bytes = new byte[module.classFile(name).remaining()];
      module.classFile(name).get(bytes);
      classes.put(name, bytes);
    }
    return new CompiledModule(manifest.build(), WASM, classes);
  }

  private static CompiledModule old() throws Exception {
    return made(OPTIONS, identity -> identity.setCompiler("aspectvm 0.0.9 code 2"));
  }

  private AspectRuntime node(TrustPolicy policy) {
    return AspectRuntime.builder().trust(policy).build();
  }

  private TrustPolicy recompiling(TrustPolicy policy, ArtefactCache cache) {
    return policy.recompiling(
        Recompilation.UNUSABLE,
        new ModuleRecompiler(OPTIONS, cache),
        reason -> reported.add(reason.kind().text() + ": " + reason.getMessage()));
  }

  private static long gasLeft(Aspect aspect) {
    ExecutionResult result = aspect.call(ExecutionContext.builder().build(), "execute", 1_000_000);
    assertEquals(Outcome.NONE, result.outcome());
    return result.evmGasLeft();
  }

  private void assertStale(TrustPolicy policy, String message) {
    try (AspectRuntime node = node(policy)) {
      ArtefactException refusal = assertThrows(ArtefactException.class, () -> node.load(file));
      assertEquals(Kind.STALE, refusal.kind());
      assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
  }

  private void assertCompiled(TrustPolicy policy, String identity, String reason)
      throws IOException {
    reported.clear();
    try (AspectRuntime node = node(recompiling(policy, null));
        Aspect aspect = node.load(file)) {
      assertTrue(gasLeft(aspect) > 0);
      assertEquals(identity, aspect.identity());
    }
    assertEquals(1, reported.size());
    assertTrue(reported.get(0).startsWith("stale: " + reason), reported.get(0));
  }

  private String currentIdentity() {
    return HexFormat.of().formatHex(Digests.identity(new ModuleCompiler(OPTIONS).identity(WASM)));
  }

  @Test
  void aCurrentArtefactIsUsedAsItIs() throws Exception {
    ArtefactWriter.write(new ModuleCompiler(OPTIONS).compile(WASM).module(), file);
    try (AspectRuntime node = node(recompiling(TrustPolicy.unsignedAllowed(), null));
        Aspect aspect = node.load(file)) {
      assertEquals(currentIdentity(), aspect.identity());
    }
    assertEquals(List.of(), reported);
  }

  @Test
  void anOlderCompilersIsRefusedOrCompiled() throws Exception {
    ArtefactWriter.write(old(), file);
    String message = "compiler is aspectvm 0.0.9 code 2, expected " + CompilerVersion.TEXT;
    assertStale(TrustPolicy.unsignedAllowed(), message);
    assertCompiled(TrustPolicy.unsignedAllowed(), currentIdentity(), message);
  }

  @Test
  void theSameWhereSignaturesAreAskedFor() throws Exception {
    TrustPolicy policy = TrustPolicy.signedBy(KEY.verificationKey());
    ArtefactWriter.write(old(), KEY, file);
    assertStale(policy, "compiler is aspectvm 0.0.9 code 2");
    assertCompiled(policy, currentIdentity(), "compiler is aspectvm 0.0.9");
    ArtefactWriter.write(old(), file);
    assertStale(recompiling(policy, null), "compiler is aspectvm 0.0.9 code 2");
  }

  /** Prices of a host function that a node registers itself are in the identity, too. */
  @Test
  void otherHostModulesAreStale() throws Exception {
    ArtefactWriter.write(
        made(OPTIONS, identity -> identity.setHostDigest(ByteString.copyFrom(new byte[32]))), file);
    assertStale(TrustPolicy.unsignedAllowed(), "host_digest is 0000");
    assertCompiled(TrustPolicy.unsignedAllowed(), currentIdentity(), "host_digest is 0000");
  }

  /** A stale gas schedule has split a chain elsewhere. */
  @Test
  void anotherScheduleIsStaleForANodeThatCompiles() throws Exception {
    ArtefactWriter.write(made(OPTIONS.withSchedule(GasSchedules.HARDENED), id -> {}), file);
    assertCompiled(TrustPolicy.unsignedAllowed(), currentIdentity(), "schedule is hardened");
    ArtefactWriter.write(
        made(OPTIONS, identity -> identity.setScheduleDigest(ByteString.copyFrom(new byte[32]))),
        file);
    assertCompiled(TrustPolicy.unsignedAllowed(), currentIdentity(), "schedule_digest is 0000");
  }

  /** One start compiles, the next ones read what it compiled. */
  @Test
  void aCacheMakesItOnce() throws Exception {
    ArtefactWriter.write(old(), file);
    List<CacheEvent.Kind> events = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      ArtefactCache cache =
          ArtefactCache.builder(folder.resolve("cache"))
              .listener(event -> events.add(event.kind()))
              .build();
      try (AspectRuntime node = node(recompiling(TrustPolicy.unsignedAllowed(), cache));
          Aspect aspect = node.load(file)) {
        assertEquals(currentIdentity(), aspect.identity());
        assertTrue(gasLeft(aspect) > 0);
      }
    }
    assertEquals(
        List.of(
            CacheEvent.Kind.COMPILED,
            CacheEvent.Kind.STORED,
            CacheEvent.Kind.HIT,
            CacheEvent.Kind.HIT),
        events);
  }

  @Test
  void wasmThatIsNotValidAnyMoreIsRefused() throws Exception {
    byte[] other = GuestModule.aspect().export("f", "-> f32", "f32.const 0").toByteArray();
    CompilerOptions wasm = CompilerOptions.of(Profile.WASM);
    ArtefactWriter.write(new ModuleCompiler(wasm).compile(other).module(), file);
    try (AspectRuntime node = node(recompiling(TrustPolicy.unsignedAllowed(), null))) {
      ArtefactException refusal = assertThrows(ArtefactException.class, () -> node.load(file));
      assertEquals(Kind.NOT_COMPILABLE, refusal.kind());
      assertTrue(refusal.getMessage().startsWith("the wasm in it does not compile: "));
    }
  }
}
