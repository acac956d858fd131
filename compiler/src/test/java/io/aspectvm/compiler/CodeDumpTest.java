package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDumpTest {

  @TempDir Path folder;

  @Test
  void writesClassesListingsAndLoweredCode() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    int twice =
        module.function(
            type,
            new CodeWriter()
                .add(Opcode.LOCAL_GET, 0)
                .add(Opcode.LOCAL_GET, 0)
                .add(Opcode.I32_ADD)
                .add(Opcode.END));
    byte[] wasm = module.export("twice", ExternalKind.FUNCTION, twice).toByteArray();
    Path target = folder.resolve("new/folder");
    CodeDump.write(wasm, CompilerOptions.of(Profile.WASM), target);
    assertEquals(
        """
        function 0 (i32) -> (i32), frame of 19 slots
          charge 1266
          load 0
          load 0
          i32.add
          return

        """,
        Files.readString(target.resolve("lowered.txt")));
    assertTrue(Files.readString(target.resolve("aspect/T0.txt")).contains("IADD"));
    byte[] magic = Files.readAllBytes(target.resolve("aspect/Main.class"));
    assertEquals((byte) 0xCA, magic[0]);
  }

  @Test
  void writesColdTextBesideTheOther() throws Exception {
    byte[] wasm =
        new GuestModule()
            .export("f", "->", "loop; loop; i32.const 0; br_if 0; end; i32.const 0; br_if 0; end")
            .toByteArray();
    CodeDump.write(wasm, CompilerOptions.of(Profile.WASM).withTurnWork(0), folder);
    assertTrue(Files.exists(folder.resolve("aspect/T0.class")));
    assertEquals((byte) 0xCA, Files.readAllBytes(folder.resolve("aspect/cold/T0.class"))[0]);
    String listing = Files.readString(folder.resolve("aspect/cold/T0.txt"));
    assertTrue(listing.contains("class aspect/T0 "), listing);
  }
}
