package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a start section (aspect-abi, section 2.2). */
class StartSectionTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  private static ModuleBuilder module() {
    ModuleBuilder module = new ModuleBuilder();
    module.start(
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END)));
    return module;
  }

  private static boolean exportsStart(ModuleBuilder module, CompilerOptions options)
      throws Exception {
    Manifest manifest =
        new ModuleCompiler(options).compile(module.toByteArray()).module().manifest();
    assertEquals(0, manifest.getStartFunction());
    return manifest.getExportsList().stream()
        .anyMatch(export -> export.getName().equals(Profile.ENTRY_POINT));
  }

  @Test
  void becomesAnExportAsOfTheReference() throws Exception {
    assertTrue(exportsStart(module().export("f", ExternalKind.FUNCTION, 0), OPTIONS));
  }

  /** The reference's process aborts. */
  @Test
  void isRefusedWithoutExportSection() {
    InvalidModuleException refused =
        assertThrows(InvalidModuleException.class, () -> exportsStart(module(), OPTIONS));
    assertTrue(refused.getMessage().contains("without export section"), refused.getMessage());
  }

  @Test
  void staysWhatTheSpecificationSaysOnRequest() throws Exception {
    assertFalse(exportsStart(module(), OPTIONS.withPlainStart()));
  }
}
