package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import org.junit.jupiter.api.Test;

/** What is made of a module is bounded by its bytes, to the byte. */
class OutputLimitTest {

  private static CompiledModule compile(byte[] wasm, Profile profile) throws Exception {
    return new ModuleCompiler(CompilerOptions.of(profile)).compile(wasm).module();
  }

  private static Profile allowing(Profile profile, int moduleBytes, int factor, int base) {
    Limits l = profile.limits();
    return profile.withLimits(
        new Limits(
            moduleBytes,
            l.types(),
            l.functions(),
            l.globals(),
            l.parameters(),
            l.results(),
            l.locals(),
            l.bodyBytes(),
            l.nesting(),
            l.brTableTargets(),
            l.imports(),
            l.exports(),
            l.nameBytes(),
            l.dataSegments(),
            l.tableElements(),
            factor,
            base));
  }

  private static long classBytes(CompiledModule module) {
    return module.classNames().stream().mapToLong(n -> module.classFile(n).remaining()).sum();
  }

  private static byte[] sound() {
    return GuestModule.aspect()
        .export("f", "i32 -> i32", "local.get 0;" + "i32.const 3; i32.mul;".repeat(50))
        .toByteArray();
  }

  @Test
  void factorAndBaseAreExact() throws Exception {
    byte[] wasm = sound();
    for (Profile profile : new Profile[] {Profile.ASPECT, Profile.WASM}) {
      long bytes = classBytes(compile(wasm, profile));
      int most = wasm.length;
      assertEquals(bytes, classBytes(compile(wasm, allowing(profile, most, 0, (int) bytes))));
      int factor = (int) (bytes / wasm.length);
      int rest = (int) (bytes % wasm.length);
      compile(wasm, allowing(profile, most, factor, rest));
      for (Profile less :
          new Profile[] {
            allowing(profile, most, 0, (int) bytes - 1),
            allowing(profile, most, factor, rest - 1),
            allowing(profile, most, factor - 1, rest)
          }) {
        CompileLimitException refusal =
            assertThrows(CompileLimitException.class, () -> compile(wasm, less));
        assertTrue(refusal.getMessage().startsWith("compiled classes exceed"), refusal::getMessage);
      }
    }
  }

  @Test
  void largerModulesAreNotEvenCopied() {
    byte[] wasm = sound();
    Profile less = allowing(Profile.ASPECT, wasm.length - 1, 40, 1 << 20);
    LimitExceededException refusal =
        assertThrows(LimitExceededException.class, () -> compile(wasm, less));
    assertTrue(refusal.getMessage().startsWith("too many bytes in the module"), refusal::toString);
  }
}
