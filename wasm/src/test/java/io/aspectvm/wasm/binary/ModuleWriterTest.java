package io.aspectvm.wasm.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import io.aspectvm.wasm.testing.SpecificationSuite;
import io.aspectvm.wasm.testing.SpecificationSuite.Case;
import io.aspectvm.wasm.validate.ValidatedModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleWriterTest {

  private static final GlobalType COUNTER = new GlobalType(ValueType.I64, true);
  private static final byte[] ZERO =
      new CodeWriter().add(Opcode.I64_CONST, 0).add(Opcode.END).toByteArray();
  private static final byte[] EMPTY_BODY = {0, 0x0B};

  @Test
  void copiesWhatDoesNotChange() throws WasmException {
    byte[] bytes = Modules.withAllSections();
    assertArrayEquals(bytes, new ModuleWriter(Modules.read(bytes)).toByteArray());
    // a type section whose count and size are not in the shortest form
    byte[] longForm =
        new ByteWriter()
            .write(Modules.withHeader())
            .write(HexFormat.of().parseHex("0185008100600000"))
            .toByteArray();
    assertArrayEquals(longForm, new ModuleWriter(Modules.read(longForm)).toByteArray());
  }

  @Test
  void appendsToEverySectionAndLeavesIndicesAlone() throws WasmException {
    WasmModule original = Modules.read(Modules.withAllSections());
    ModuleWriter writer = new ModuleWriter(original);
    assertEquals(0, writer.addType(original.types().get(0)));
    int type = writer.addType(new FunctionType(List.of(ValueType.I64), List.of()));
    assertEquals(2, type);
    assertEquals(3, writer.addFunction(type, EMPTY_BODY));
    assertEquals(4, writer.addFunction(1, EMPTY_BODY));
    assertEquals(1, writer.addGlobal(COUNTER, ZERO));
    writer.addExport("counter", ExternalKind.GLOBAL, 1).dropStart();
    ValidatedModule changed = Modules.validate(writer.toByteArray());
    WasmModule module = changed.module();
    assertEquals(original.functionCount() + 2, module.functionCount());
    assertEquals(original.functionType(1), module.functionType(1));
    assertEquals("(i64) -> ()", module.functionType(3).toString());
    assertEquals(COUNTER, module.globalType(1));
    assertTrue(module.sections().start().isEmpty());
    assertEquals("counter", module.sections().exports().get(2).name());
    assertEquals(original.sections().exports().get(0).name(), "run");
    assertArrayEquals(bodyBytes(original, 1), bodyBytes(module, 1));
    assertEquals("fn", FunctionNames.of(module).nameOf(1));
  }

  @Test
  void replacesBodies() throws WasmException {
    WasmModule original = Modules.read(Modules.withAllSections());
    byte[] code = new CodeWriter().add(Opcode.UNREACHABLE).add(Opcode.END).toByteArray();
    ModuleWriter writer = new ModuleWriter(original);
    writer.replaceBody(1, writer.body(original.body(1), code));
    WasmModule module = Modules.validate(writer.toByteArray()).module();
    assertArrayEquals(new byte[] {0, 0, 0x0B}, bodyBytes(module, 1));
    assertArrayEquals(bodyBytes(original, 2), bodyBytes(module, 2));
  }

  private static byte[] bodyBytes(WasmModule module, int functionIndex) {
    return Arrays.copyOfRange(
        module.bytes(), module.body(functionIndex).start(), module.body(functionIndex).end());
  }

  @Test
  void makesTheSectionsThatWereNotThere() throws WasmException {
    byte[] custom = {0, 2, 1, 'x'};
    byte[] bytes = new ByteWriter().write(Modules.withHeader()).write(custom).toByteArray();
    ModuleWriter writer = new ModuleWriter(Modules.read(bytes));
    int type = writer.addType(FunctionType.EMPTY);
    int function = writer.addFunction(type, EMPTY_BODY);
    writer.addGlobal(COUNTER, ZERO);
    writer.addExport("f", ExternalKind.FUNCTION, function);
    byte[] written = writer.toByteArray();
    WasmModule module = Modules.validate(written).module();
    assertEquals(1, module.functionCount());
    assertEquals(1, module.globalCount());
    assertEquals("x", module.sections().customs().get(0).name());
    // custom sections stay behind what is added
    assertArrayEquals(custom, Arrays.copyOfRange(written, written.length - 4, written.length));
  }

  @Test
  void putsNewSectionsBetweenOldOnes() throws WasmException {
    ModuleBuilder builder = new ModuleBuilder();
    int type = builder.type(List.of(), List.of());
    builder.function(type, new CodeWriter().add(Opcode.END));
    ModuleWriter writer = new ModuleWriter(Modules.read(builder.toByteArray()));
    writer.addGlobal(COUNTER, ZERO);
    writer.addExport("counter", ExternalKind.GLOBAL, 0);
    WasmModule module = Modules.validate(writer.toByteArray()).module();
    assertEquals(1, module.globalCount());
    assertEquals(1, module.sections().exports().size());
    assertEquals(1, module.sections().bodies().size());
  }

  @Test
  void dropsCustomSections() throws WasmException {
    ModuleWriter writer = new ModuleWriter(Modules.read(Modules.withAllSections()));
    WasmModule module = Modules.read(writer.dropCustom("name").toByteArray());
    assertTrue(module.sections().customs().isEmpty());
  }

  @Test
  void copiesEveryValidModuleOfTheSpecification() throws IOException, WasmException {
    Optional<SpecificationSuite> suite = SpecificationSuite.find("core");
    assumeTrue(suite.isPresent(), "the specification's tests are not there: spec-tests/core");
    int copied = 0;
    for (Path script : suite.get().scripts()) {
      for (Case one : suite.get().cases(script)) {
        if (one.type().equals("module")) {
          byte[] bytes = Files.readAllBytes(one.module());
          WasmModule module = Modules.read(bytes);
          assertArrayEquals(bytes, new ModuleWriter(module).toByteArray());
          ModuleWriter writer = new ModuleWriter(module);
          int function = writer.addFunction(writer.addType(FunctionType.EMPTY), EMPTY_BODY);
          writer.addGlobal(COUNTER, ZERO);
          writer.addExport("added by the test", ExternalKind.FUNCTION, function);
          Modules.validate(writer.toByteArray());
          copied++;
        }
      }
    }
    assertTrue(copied > 1_000, "only " + copied);
  }

  @Test
  void codeWriterCountsImmediates() {
    CodeWriter code = new CodeWriter();
    assertThrows(IllegalArgumentException.class, () -> code.add(Opcode.I32_ADD, 1));
    assertThrows(IllegalArgumentException.class, () -> code.add(Opcode.CALL));
    assertThrows(IllegalArgumentException.class, () -> code.add(Opcode.REF_NULL, 0x70));
    assertThrows(IllegalArgumentException.class, () -> code.add(Opcode.CALL, ValueType.I32));
    assertThrows(IllegalArgumentException.class, () -> code.add(Opcode.BR_TABLE));
  }
}
