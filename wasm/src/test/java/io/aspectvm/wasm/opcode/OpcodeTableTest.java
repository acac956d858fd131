package io.aspectvm.wasm.opcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpcodeTableTest {

  @Test
  void codesAndMnemonicsAreUnique() {
    Set<Integer> codes = new HashSet<>();
    Set<String> mnemonics = new HashSet<>();
    for (Opcode opcode : Opcode.values()) {
      assertTrue(codes.add(opcode.code()), opcode::toString);
      assertTrue(mnemonics.add(opcode.mnemonic()), opcode::toString);
    }
  }

  @Test
  void agreesWithTheSpecificationsIndex() throws IOException {
    TreeMap<String, String> expected = new TreeMap<>();
    for (String line : instructions()) {
      String[] columns = line.split("  +| (?=\\*$)", 3);
      expected.put(columns[0], columns[1] + ": " + columns[2].trim());
    }
    TreeMap<String, String> found = new TreeMap<>();
    for (Opcode opcode : Opcode.values()) {
      String type = opcode.signature().map(OpcodeTableTest::text).orElse("*");
      found.put(String.format("%04x", opcode.code()), opcode.mnemonic() + ": " + type);
    }
    assertEquals(207, expected.size());
    assertEquals(expected, found);
  }

  private static List<String> instructions() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                OpcodeTableTest.class.getResourceAsStream("instructions.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static String text(StackSignature signature) {
    return (text(signature.operands()) + " -> " + text(signature.results())).trim();
  }

  private static String text(List<ValueType> types) {
    return types.stream().map(ValueType::text).collect(Collectors.joining(" "));
  }

  @Test
  void isFoundByItsCodeAndNothingElseIs() {
    for (Opcode opcode : Opcode.values()) {
      Opcode found =
          opcode.code() < 0x100
              ? Opcode.plain(opcode.code())
              : Opcode.prefixed(opcode.code() - 0xFC00);
      assertSame(opcode, found);
    }
    long plain = Arrays.stream(Opcode.values()).filter(opcode -> opcode.code() < 0x100).count();
    long found = 0;
    for (int code = 0; code < 0x100; code++) {
      found += Opcode.plain(code) == null ? 0 : 1;
    }
    assertEquals(plain, found);
    assertNull(Opcode.plain(Opcode.PREFIX_FC));
    assertNull(Opcode.prefixed(0x12));
    assertNull(Opcode.prefixed(-1));
    assertNull(Opcode.prefixed(0x10000));
  }

  @Test
  void memoryAccessesSayHowManyBytesTheyTouch() {
    for (Opcode opcode : Opcode.values()) {
      String name = opcode.mnemonic();
      int expected = 0;
      if (opcode.immediate() == ImmediateKind.MEM_ARG) {
        String digits = name.replaceAll(".*(load|store)(\\d*).*", "$2");
        expected = Integer.parseInt(digits.isEmpty() ? name.substring(1, 3) : digits) / 8;
      }
      assertEquals(expected, opcode.accessBytes(), name);
    }
  }

  @Test
  void floatingPointRowsNeedTheFeature() {
    for (Opcode opcode : Opcode.values()) {
      boolean floats =
          opcode
              .signature()
              .map(type -> text(type).contains("f32") || text(type).contains("f64"))
              .orElse(false);
      boolean switchedOff =
          opcode.feature().isPresent()
              && (opcode.feature().get() == Feature.FLOATS
                  || opcode.feature().get() == Feature.SATURATING_FLOAT_TO_INT);
      assertEquals(floats, switchedOff, opcode.mnemonic());
    }
  }

  @Test
  void effectsFollowTheNames() {
    for (Opcode opcode : Opcode.values()) {
      String name = opcode.mnemonic();
      if (name.contains(".store") || (name.startsWith("memory.") && !name.endsWith(".size"))) {
        assertSame(Effect.WRITES, opcode.effect(), name);
      }
      if (name.contains(".load") || (name.contains(".div_") && name.startsWith("i"))) {
        assertSame(Effect.MAY_TRAP, opcode.effect(), name);
      }
      if (name.contains("call")) {
        assertSame(Effect.CALLS, opcode.effect(), name);
      }
      assertEquals(
          opcode.immediate() == ImmediateKind.BLOCK_TYPE,
          opcode.effect() == Effect.OPENS_BLOCK,
          name);
    }
  }
}
