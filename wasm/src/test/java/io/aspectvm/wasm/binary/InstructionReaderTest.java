package io.aspectvm.wasm.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionReaderTest {

  private static InstructionReader of(byte[] code) {
    return new InstructionReader(code, new FunctionBody(List.of(), 0, 0, code.length), 5);
  }

  private static InstructionReader first(CodeWriter code) throws MalformedModuleException {
    InstructionReader reader = of(code.toByteArray());
    assertTrue(reader.next());
    return reader;
  }

  /**
   * Every opcode is read back, with nothing left over, and its immediates are where they belong.
   */
  @ParameterizedTest
  @EnumSource(Opcode.class)
  void readsEveryOpcode(Opcode opcode) throws MalformedModuleException {
    CodeWriter code = new CodeWriter();
    boolean typed =
        opcode.immediate() == ImmediateKind.VALUE_TYPES
            || opcode.immediate() == ImmediateKind.REFERENCE_TYPE;
    switch (opcode.immediate()) {
      case NONE, MEMORY, MEMORY_AND_MEMORY -> code.add(opcode);
      case VALUE_TYPES, REFERENCE_TYPE -> code.add(opcode, ValueType.EXTERNREF);
      case TYPE_AND_TABLE, ELEMENT_AND_TABLE, TABLE_AND_TABLE -> code.add(opcode, 300, 70_000);
      case MEM_ARG -> code.add(opcode, 1, 0xFFFF_FFFFL);
      case LABEL_TABLE -> code.add(opcode, 1, 2, 300);
      default -> code.add(opcode, 300);
    }
    int size = code.toByteArray().length;
    InstructionReader reader = of(code.add(Opcode.NOP).toByteArray());
    assertTrue(reader.next());
    assertSame(opcode, reader.opcode());
    assertEquals(0, reader.index());
    assertEquals(0, reader.offset());
    assertEquals(size, reader.endOffset());
    switch (opcode.immediate()) {
      case BLOCK_TYPE -> assertEquals(300, reader.blockTypeIndex());
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, DATA, DATA_AND_MEMORY, ELEMENT ->
          assertEquals(300, reader.index1());
      case TYPE_AND_TABLE, ELEMENT_AND_TABLE, TABLE_AND_TABLE -> {
        assertEquals(300, reader.index1());
        assertEquals(70_000, reader.index2());
      }
      case MEM_ARG -> {
        assertEquals(1, reader.alignment());
        assertEquals(0xFFFF_FFFFL, reader.memoryOffset());
      }
      case I32_VALUE, I64_VALUE, F32_VALUE, F64_VALUE -> assertEquals(300, reader.constant());
      case LABEL_TABLE -> {
        assertEquals(2, reader.tableSize());
        assertEquals(1, reader.tableLabel(0));
        assertEquals(2, reader.tableLabel(1));
        assertEquals(300, reader.tableLabel(2));
      }
      default -> assertEquals(typed, reader.valueTypes().equals(List.of(ValueType.EXTERNREF)));
    }
    assertTrue(reader.next());
    assertSame(Opcode.NOP, reader.opcode());
    assertEquals(1, reader.index());
    assertFalse(reader.next());
  }

  @Test
  void readsBlockTypes() throws MalformedModuleException {
    InstructionReader none = first(new CodeWriter().add(Opcode.BLOCK));
    assertFalse(none.hasBlockTypeIndex());
    assertNull(none.blockResult());
    InstructionReader one = first(new CodeWriter().add(Opcode.IF, ValueType.F64));
    assertFalse(one.hasBlockTypeIndex());
    assertSame(ValueType.F64, one.blockResult());
    InstructionReader index = first(new CodeWriter().add(Opcode.LOOP, 0));
    assertTrue(index.hasBlockTypeIndex());
    assertEquals(0, index.blockTypeIndex());
    assertNull(index.blockResult());
  }

  @Test
  void readsConstants() throws MalformedModuleException {
    assertEquals(
        Integer.MIN_VALUE,
        first(new CodeWriter().add(Opcode.I32_CONST, Integer.MIN_VALUE)).constant());
    assertEquals(
        Long.MIN_VALUE, first(new CodeWriter().add(Opcode.I64_CONST, Long.MIN_VALUE)).constant());
    assertEquals(
        0xFF80_0001L, first(new CodeWriter().add(Opcode.F32_CONST, 0xFF80_0001L)).constant());
    assertEquals(
        0xFFF0_0000_0000_0001L,
        first(new CodeWriter().add(Opcode.F64_CONST, 0xFFF0_0000_0000_0001L)).constant());
  }

  @Test
  void acceptsPrefixedOpcodesInLongForm() throws MalformedModuleException {
    assertSame(Opcode.MEMORY_COPY, first(new CodeWriter().raw(0xFC, 0x8A, 0x00, 0, 0)).opcode());
  }

  @ParameterizedTest
  @CsvSource({
    "ff, illegal opcode 0xff, ",
    "27, illegal opcode 0x27, ",
    "fc12, illegal opcode 0xfc 0x12, ",
    "fcffffffff0f, illegal opcode 0xfc 0xffffffff, ",
    "fd0c, illegal opcode 0xfd, SIMD",
    "fe10, illegal opcode 0xfe, THREADS",
    "06, illegal opcode 0x6, EXCEPTIONS",
    "fb00, illegal opcode 0xfb, GC",
    "027b, malformed block type, SIMD",
    "0241, malformed block type, ",
    "02ff7f, malformed block type, ",
    "1c017b, malformed value type, SIMD",
    "1c03, unexpected end, ",
    "d07f, malformed reference type, ",
    "3f01, zero byte expected, ",
    "fc0a0001, zero byte expected, ",
    "282000, malformed memop flags, ",
    "2840, malformed memop flags, ",
    "430000, unexpected end, ",
    "44000000, unexpected end, ",
    "0effffffff0f00, unexpected end, ",
    "0e0100, unexpected end, ",
  })
  void refuses(String hex, String phrase, Feature missing) {
    InstructionReader reader = of(HexFormat.of().parseHex(hex));
    MalformedModuleException e = assertThrows(MalformedModuleException.class, reader::next);
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
    assertTrue(e.getMessage().contains("func 5"), e.getMessage());
    assertEquals(Optional.ofNullable(missing), reader.missingFeature());
  }

  @Test
  void dropsLabelsThatItWasAskedNotToKeep() throws MalformedModuleException {
    long[] labels = new long[1_001];
    byte[] code = new CodeWriter().add(Opcode.BR_TABLE, labels).add(Opcode.END).toByteArray();
    InstructionReader reader =
        new InstructionReader(code, new FunctionBody(List.of(), 0, 0, code.length), 0, 999);
    assertTrue(reader.next());
    assertEquals(1_000, reader.tableSize());
    assertThrows(ArrayIndexOutOfBoundsException.class, () -> reader.tableLabel(999));
    assertTrue(reader.next());
    assertSame(Opcode.END, reader.opcode());
  }
}
