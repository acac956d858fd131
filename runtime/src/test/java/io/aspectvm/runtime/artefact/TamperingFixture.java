package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

/**
 * Artefacts that somebody changed who knows the format and has every digest right again, but has no
 * trusted key. They are loaded from a file, by a runtime that takes anybody's and by one that takes
 * one key's alone; nothing is written beside the file.
 */
abstract class TamperingFixture {

  static final SigningKey KEY = SigningKey.generate();
  static final SigningKey OTHER_KEY = SigningKey.generate();

  static final CompiledModule MODULE = TestModules.canary().build();
  static final byte[] UNSIGNED = ArtefactWriter.write(MODULE);
  static final byte[] SIGNED = ArtefactWriter.write(MODULE, KEY);
  static final byte[] OTHER_SIGNED = ArtefactWriter.write(other(), KEY);

  /** Another module, of as many classes, of the same names. */
  static CompiledModule other() {
    return TestModules.canary()
        .inText(t -> TestModule.method(t, 9, "more", "()V", c -> c.visitInsn(Opcodes.RETURN)))
        .data(8, (byte) 1)
        .build();
  }

  @TempDir Path directory;
  AspectRuntime anybody;
  AspectRuntime signedOnly;

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

  static AspectRuntime runtime(TrustPolicy policy) {
    Identity expected = Identity.newBuilder().setCompiler("test 1").build();
    return AspectRuntime.builder().expecting(expected).trust(policy).build();
  }

  /** Loads an artefact, which is refused; gives the refusal. */
  <E extends RuntimeException> E refusal(Class<E> type, AspectRuntime runtime, byte[] artefact) {
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

  void assertRefused(Kind kind, AspectRuntime runtime, byte[] artefact) {
    ArtefactException refusal = refusal(ArtefactException.class, runtime, artefact);
    assertEquals(kind, refusal.kind(), refusal.getMessage());
  }

  void assertDamaged(String message, byte[] artefact) {
    ArtefactException refusal = refusal(ArtefactException.class, anybody, artefact);
    assertEquals(Kind.DAMAGED, refusal.kind(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  static byte[] flipped(byte[] artefact, int position) {
    byte[] flipped = artefact.clone();
    flipped[position] ^= 0x20;
    return flipped;
  }

  /** Signed by whom it should be: the allow-list holds for everybody. */
  static byte[] forbidden(SigningKey key) {
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
}
