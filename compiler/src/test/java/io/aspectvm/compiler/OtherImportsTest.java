package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.ValueType;
import org.junit.jupiter.api.Test;

/** Imports of memories, tables and globals: valid, and offered by no one (aspect-abi, 2.4). */
class OtherImportsTest {

  @Test
  void compilesButDoesNotLoad() {
    ModuleBuilder module = new ModuleBuilder();
    module.importGlobal("env", "g\n", new GlobalType(ValueType.I32, true));
    module.importMemory("env", "memory", 1, 2);
    UnloadableModuleException refused =
        assertThrows(
            UnloadableModuleException.class,
            () ->
                Guest.load(
                    module.toByteArray(),
                    CompilerOptions.of(Profile.WASM),
                    Isolation.CLASS_LOADER));
    assertEquals(UnloadableModuleException.Reason.MISSING_IMPORT, refused.reason());
    assertTrue(refused.getMessage().contains("'env' 'g\\u{a}'"), refused.getMessage());
    assertTrue(refused.getMessage().contains("global"), refused.getMessage());
  }
}
