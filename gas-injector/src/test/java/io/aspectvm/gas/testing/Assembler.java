package io.aspectvm.gas.testing;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes instructions written as in the text format, one a string, flat (no folding). Immediates
 * that are left out are 0; a block type is written {@code (result i32)} or {@code (type 3)}, a
 * branch table {@code br_table [0 1] default 2}.
 */
public final class Assembler {

  private static final Map<String, Opcode> OPCODES = new HashMap<>();

  static {
    for (Opcode opcode : Opcode.values()) {
      OPCODES.put(opcode.mnemonic(), opcode);
    }
  }

  private Assembler() {}

  public static byte[] assemble(List<String> instructions) {
    WasmBytes out = new WasmBytes();
    instructions.forEach(instruction -> encode(instruction.trim(), out));
    return out.toByteArray();
  }

  private static void encode(String instruction, WasmBytes out) {
    String mnemonic = instruction.startsWith("select t") ? "select t" : instruction.split(" ")[0];
    Opcode opcode = OPCODES.get(mnemonic);
    if (opcode == null) {
      throw new IllegalArgumentException(instruction);
    }
    if (opcode.code() > 0xFF) {
      out.raw(Opcode.PREFIX_FC).unsigned(opcode.code() & 0xFF);
    } else {
      out.raw(opcode.code());
    }
    String text = instruction.substring(mnemonic.length()).trim();
    immediates(opcode, text.isEmpty() ? new String[0] : text.split(" "), out);
  }

  private static void immediates(Opcode opcode, String[] words, WasmBytes out) {
    switch (opcode.immediate()) {
      case NONE -> {}
      case BLOCK_TYPE -> blockType(words, out);
      case LABEL_TABLE -> labelTable(words, out);
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, DATA, ELEMENT -> out.unsigned(number(words, 0));
      case TYPE_AND_TABLE, ELEMENT_AND_TABLE, TABLE_AND_TABLE, MEM_ARG ->
          out.unsigned(number(words, 0)).unsigned(number(words, 1));
      case MEMORY -> out.raw(0);
      case MEMORY_AND_MEMORY -> out.raw(0, 0);
      case DATA_AND_MEMORY -> out.unsigned(number(words, 0)).raw(0);
      case I32_VALUE, I64_VALUE -> out.signed(number(words, 0));
      case F32_VALUE -> out.raw(new byte[4]);
      case F64_VALUE -> out.raw(new byte[8]);
      case VALUE_TYPES -> out.raw(1, type(words[0]));
      case REFERENCE_TYPE -> out.raw(type(words[0]));
    }
  }

  private static long number(String[] words, int i) {
    return i < words.length ? Long.decode(words[i]) : 0;
  }

  private static int type(String text) {
    return ValueType.byText(text).orElseThrow().code();
  }

  private static void blockType(String[] words, WasmBytes out) {
    if (words.length == 0) {
      out.raw(0x40);
    } else {
      String value = words[1].replace(")", "");
      if (words[0].equals("(type")) {
        out.signed(Long.parseLong(value));
      } else {
        out.raw(type(value));
      }
    }
  }

  private static void labelTable(String[] words, WasmBytes out) {
    String all = String.join(" ", words);
    String[] entries = all.substring(1, all.indexOf(']')).trim().split(" ");
    boolean none = entries[0].isEmpty();
    out.unsigned(none ? 0 : entries.length);
    for (String entry : entries) {
      if (!none) {
        out.unsigned(Long.parseLong(entry));
      }
    }
    out.unsigned(Long.parseLong(all.substring(all.lastIndexOf(' ') + 1)));
  }
}
