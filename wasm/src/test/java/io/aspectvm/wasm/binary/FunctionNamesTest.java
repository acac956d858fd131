package io.aspectvm.wasm.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Functions: 0 is imported as env.host, 1 and 2 are exported, 3 is neither. */
class FunctionNamesTest {

  private static FunctionNames with(ByteWriter nameSection) throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("env", "host", type);
    for (int i = 0; i < 3; i++) {
      module.function(type, new CodeWriter().add(Opcode.END));
    }
    module.export("first", ExternalKind.FUNCTION, 1).export("alias", ExternalKind.FUNCTION, 1);
    module.export("second", ExternalKind.FUNCTION, 2);
    if (nameSection != null) {
      module.custom("name", nameSection.toByteArray());
    }
    return FunctionNames.of(ModuleReader.read(module.toByteArray(), Limits.WASM));
  }

  private static ByteWriter subsection(int id, ByteWriter content) {
    return new ByteWriter().writeByte(id).writeSized(content.toByteArray());
  }

  private static void assertFallbacks(FunctionNames names) {
    assertEquals("env.host", names.nameOf(0));
    assertEquals("first", names.nameOf(1));
    assertEquals("second", names.nameOf(2));
    assertEquals("func[3]", names.nameOf(3));
    assertEquals(Optional.empty(), names.find(3));
  }

  @Test
  void takesExportsAndImportsWhereThereIsNoNameSection() throws WasmException {
    assertFallbacks(with(null));
  }

  @Test
  void answersForFunctionsThatAreNot() throws WasmException {
    assertEquals("func[4]", with(null).nameOf(4));
    assertEquals("func[-1]", with(null).nameOf(-1));
  }

  @Test
  void prefersTheNameSection() throws WasmException {
    ByteWriter functions = new ByteWriter().writeU32(3);
    functions.writeU32(0).writeName("imported").writeU32(3).writeName("\u00fcber\n");
    functions.writeU32(3).writeName("again");
    ByteWriter section =
        subsection(0, new ByteWriter().writeName("module"))
            .write(subsection(1, functions))
            .write(subsection(9, new ByteWriter().writeByte(0xFF)));
    FunctionNames names = with(section);
    assertEquals("imported", names.nameOf(0));
    assertEquals("first", names.nameOf(1));
    assertEquals("\u00fcber\n", names.nameOf(3));
  }

  @Test
  void ignoresABrokenNameSection() throws WasmException {
    ByteWriter one = new ByteWriter().writeU32(1).writeU32(3).writeName("x");
    // behind a good name, what does not decode: a length, a count, a cut end
    assertFallbacks(with(subsection(1, one).writeBytes(2, 100)));
    assertFallbacks(with(subsection(1, new ByteWriter().writeU32(-1).writeU32(3).writeName("x"))));
    assertFallbacks(with(new ByteWriter().writeBytes(1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F)));
    assertFallbacks(with(new ByteWriter().writeByte(1)));
    assertFallbacks(with(new ByteWriter()));
  }

  @Test
  void ignoresNamesThatAreNotUtf8OrTooLongOrOfNoFunction() throws WasmException {
    ByteWriter functions = new ByteWriter().writeU32(4);
    functions.writeU32(1).writeSized(new byte[] {(byte) 0xFF});
    functions.writeU32(2).writeName("x".repeat(NameSection.MAX_NAME_BYTES + 1));
    functions.writeU32(3).writeName("");
    functions.writeU32(-5).writeName("nobody");
    assertFallbacks(with(subsection(1, functions)));
  }

  @Test
  void namesOfAMegabyteAreAsGoodAsNone() throws WasmException {
    ByteWriter functions = new ByteWriter().writeU32(1);
    functions.writeU32(3).writeName("x".repeat(1_000_000));
    assertFallbacks(with(subsection(1, functions)));
  }

  @Test
  void keepsLongNamesUpToItsBound() throws WasmException {
    String name = "n".repeat(NameSection.MAX_NAME_BYTES);
    ByteWriter functions = new ByteWriter().writeU32(1).writeU32(3).writeName(name);
    assertTrue(with(subsection(1, functions)).nameOf(3).equals(name));
  }
}
