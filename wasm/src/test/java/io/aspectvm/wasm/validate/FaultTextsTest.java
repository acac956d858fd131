package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers and lists in messages, to the letter. */
class FaultTextsTest {

  private static WasmException refusal(byte[] module) {
    return assertThrows(WasmException.class, () -> Modules.validate(module));
  }

  /** Of function 0, which is exported by this name. */
  private static String ofCode(String hex) {
    ModuleBuilder module = new ModuleBuilder();
    byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
    module.function(
        module.type(List.of(), List.of()), new ByteWriter().writeByte(0).write(code).toByteArray());
    module.export("first", ExternalKind.FUNCTION, 0);
    return refusal(module.toByteArray()).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "4100 02 40 4100 4200 0b 0b 0b; type mismatch: end expected [] at the end of a block,"
            + " found 2 more, on top [i32 i64] (func 0 'first', offset 0x2a)",
        "0b 01 01; END opcode expected at the end of the body only: 2 bytes behind it"
            + " (func 0 'first', offset 0x23)",
        "fd0c; SIMD support is not enabled: instruction 0xfd (func 0 'first', offset 0x22)",
        "4100 0c 05 0b; unknown label 5: expected less than 1 (func 0 'first', offset 0x24)",
      })
  void ofBodies(String hex, String message) {
    assertEquals(message, ofCode(hex));
  }

  @Test
  void listsOfTypesAreShortenedInFront() {
    byte i64 = Types.code(ValueType.I64);
    assertEquals("[]", Types.text(new byte[0]));
    assertEquals("[i64]", Types.text(new byte[] {i64}));
    byte[] eight = {Types.I32, i64, i64, i64, i64, i64, i64, Types.FUNCREF};
    assertEquals("[i32 i64 i64 i64 i64 i64 i64 funcref]", Types.text(eight));
    byte[] nine = {Types.FUNCREF, Types.I32, i64, i64, i64, i64, i64, i64, i64};
    assertEquals("[... i32 i64 i64 i64 i64 i64 i64 i64]", Types.text(nine));
    assertEquals("nothing", Types.text(OperandStack.MISSING));
    assertEquals("unknown", Types.text(OperandStack.UNKNOWN));
  }

  /** Of 80 characters a type is shown as it is; of one more it is cut. */
  @Test
  void startFunctionsOfLongTypes() {
    List<ValueType> parameters = new ArrayList<>(Collections.nCopies(13, ValueType.I32));
    parameters.add(ValueType.FUNCREF);
    assertEquals(
        "start function: expected () -> (), found (" + "i32, ".repeat(13) + "funcref) -> ()",
        startOf(parameters));
    assertEquals(
        "start function: expected () -> (), found (" + "i32, ".repeat(14) + "i32) -...",
        startOf(Collections.nCopies(15, ValueType.I32)));
  }

  private static String startOf(List<ValueType> parameters) {
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(parameters, List.of()), new CodeWriter().add(Opcode.END));
    return refusal(module.start(0).toByteArray()).getMessage();
  }

  /** What is wrong with exports is no function's fault. */
  @Test
  void exportsComeBehindTheBodies() {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, -1);
    module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export("twice", ExternalKind.MEMORY, 0).export("twice", ExternalKind.MEMORY, 0);
    WasmException e = refusal(module.toByteArray());
    assertEquals("duplicate export name: 'twice' (offset 0x22)", e.getMessage());
    assertFalse(e.functionIndex().isPresent());
  }
}
