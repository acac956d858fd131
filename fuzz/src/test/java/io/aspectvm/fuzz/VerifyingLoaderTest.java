package io.aspectvm.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerifyingLoaderTest {

  /** It hashes, in loops of loops. */
  private static final Path HASHING = Path.of("../examples/wasm/merkle.wasm");

  @Test
  void verifiesColdTextInPlaceOfText() throws Exception {
    CompiledModule module =
        new ModuleCompiler(CompilerOptions.of(Profile.ASPECT))
            .compile(Files.readAllBytes(HASHING))
            .module();
    CompiledModule.Builder cutOff =
        new CompiledModule.Builder(module.manifest(), bytes(module.wasm()));
    int cold = 0;
    for (ClassEntry entry : module.manifest().getClassesList()) {
      ByteBuffer file = module.classFile(entry.getName());
      if (entry.getRole() == ClassRole.COLD_TEXT) {
        file.limit(file.limit() - 1);
        cold++;
      }
      cutOff.add(entry.getName(), entry.getRole(), bytes(file));
    }
    assertTrue(cold > 0, "no cold text");
    VerifyingLoader.verify(module);
    assertThrows(LinkageError.class, () -> VerifyingLoader.verify(cutOff.build()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
