package io.aspectvm.gas.testing;

import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes small modules, section by section. Entries are added in any order; sections come out in
 * the prescribed one, custom sections last.
 */
public final class ModuleBytes {

  /** Limits that no test reaches by accident. */
  public static final Limits NO_LIMITS =
      new Limits(
          1 << 30,
          1 << 20,
          1 << 20,
          1 << 20,
          1000,
          1000,
          Integer.MAX_VALUE,
          1 << 30,
          1 << 24,
          1 << 24,
          1 << 20,
          1 << 20,
          1 << 20,
          1 << 20,
          1 << 24,
          40,
          1 << 20);

  /** By section id; the data count (12) is moved before the code when written. */
  private final TreeMap<Integer, List<byte[]>> entries = new TreeMap<>();

  private final List<byte[]> customs = new ArrayList<>();
  private int start = -1;

  private ModuleBytes add(int section, byte[] entry) {
    entries.computeIfAbsent(section, id -> new ArrayList<>()).add(entry);
    return this;
  }

  /** A type such as {@code "i32 i32 -> i64"}. */
  public ModuleBytes type(String signature) {
    String[] sides = (signature + " ").split("->");
    WasmBytes out = new WasmBytes().raw(0x60);
    for (String side : sides) {
      List<ValueType> types = new ArrayList<>();
      for (String word : side.trim().split(" ")) {
        if (!word.isEmpty()) {
          types.add(ValueType.byText(word).orElseThrow());
        }
      }
      out.unsigned(types.size());
      types.forEach(type -> out.raw(type.code()));
    }
    return add(1, out.toByteArray());
  }

  public ModuleBytes importFunction(String module, String field, int type) {
    return add(2, new WasmBytes().name(module).name(field).raw(0).unsigned(type).toByteArray());
  }

  /** A function of this type, with this many i32 locals and these instructions. */
  public ModuleBytes function(int type, int locals, String... instructions) {
    return function(type, locals, Assembler.assemble(List.of(instructions)));
  }

  public ModuleBytes function(int type, int locals, byte[] code) {
    WasmBytes body = new WasmBytes();
    if (locals == 0) {
      body.raw(0);
    } else {
      body.raw(1).unsigned(locals).raw(ValueType.I32.code());
    }
    add(3, new WasmBytes().unsigned(type).toByteArray());
    return add(10, new WasmBytes().sized(body.raw(code).toByteArray()).toByteArray());
  }

  public ModuleBytes table(ValueType type, int minimum) {
    return add(4, new WasmBytes().raw(type.code(), 0).unsigned(minimum).toByteArray());
  }

  public ModuleBytes memory(int minimum) {
    return add(5, new WasmBytes().raw(0).unsigned(minimum).toByteArray());
  }

  public ModuleBytes memory(int minimum, int maximum) {
    return add(5, new WasmBytes().raw(1).unsigned(minimum).unsigned(maximum).toByteArray());
  }

  /** A mutable i32 global that starts with 0. */
  public ModuleBytes global() {
    return add(6, new byte[] {0x7F, 1, 0x41, 0, 0x0B});
  }

  /**
   * @param kind 0 function, 1 table, 2 memory, 3 global
   */
  public ModuleBytes export(String name, int kind, int index) {
    return add(7, new WasmBytes().name(name).raw(kind).unsigned(index).toByteArray());
  }

  public ModuleBytes start(int function) {
    start = function;
    return this;
  }

  /** Any entry, encoded by the caller. */
  public ModuleBytes entry(int section, int... bytes) {
    return add(section, new WasmBytes().raw(bytes).toByteArray());
  }

  public ModuleBytes custom(String name, int... content) {
    customs.add(new WasmBytes().name(name).raw(content).toByteArray());
    return this;
  }

  public byte[] toByteArray() {
    WasmBytes out = new WasmBytes().raw(0, 0x61, 0x73, 0x6D, 1, 0, 0, 0);
    for (int id : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11}) {
      if (id == 8 && start >= 0) {
        out.raw(8).sized(new WasmBytes().unsigned(start).toByteArray());
      }
      if (id == 12 && entries.containsKey(11)) {
        out.raw(12).sized(new WasmBytes().unsigned(entries.get(11).size()).toByteArray());
      }
      if (entries.containsKey(id)) {
        WasmBytes section = new WasmBytes().unsigned(entries.get(id).size());
        entries.get(id).forEach(section::raw);
        out.raw(id).sized(section.toByteArray());
      }
    }
    for (byte[] custom : customs) {
      out.raw(0).sized(custom);
    }
    return out.toByteArray();
  }

  public WasmModule toModule() {
    try {
      return ModuleReader.read(toByteArray(), NO_LIMITS);
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A module with one function of type {@code () -> ()} and no locals. */
  public static WasmModule ofCode(byte[] code) {
    return new ModuleBytes().type("->").function(0, 0, code).toModule();
  }
}
