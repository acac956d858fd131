package io.aspectvm.cli;

import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Modules that several tests use. */
public final class TestModules {

  private static final List<ValueType> NOTHING = List.of();

  private TestModules() {}

  /** Writes a module to a file. */
  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One function, exported under {@code name}. */
  public static byte[] of(
      String name, List<ValueType> parameters, List<ValueType> results, CodeWriter code) {
    ModuleBuilder module = new ModuleBuilder();
    int function = module.function(module.type(parameters, results), code.add(Opcode.END));
    return module.export(name, ExternalKind.FUNCTION, function).toByteArray();
  }

  /** {@code add} of two i32. */
  public static byte[] add() {
    return of(
        "add",
        List.of(ValueType.I32, ValueType.I32),
        List.of(ValueType.I32),
        new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_GET, 1).add(Opcode.I32_ADD));
  }

  /** One function {@code echo} for each type of value: it returns its argument. */
  static byte[] echo() {
    ModuleBuilder module = new ModuleBuilder();
    for (ValueType type : List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)) {
      int function =
          module.function(
              module.type(List.of(type), List.of(type)),
              new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.END));
      module.export(type.text(), ExternalKind.FUNCTION, function);
    }
    return module.toByteArray();
  }

  /** {@code f} calls an import without parameters or results. */
  static byte[] importing(String importModule, String field) {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(NOTHING, NOTHING);
    int imported = module.importFunction(importModule, field, type);
    int function =
        module.function(type, new CodeWriter().add(Opcode.CALL, imported).add(Opcode.END));
    return module.export("f", ExternalKind.FUNCTION, function).toByteArray();
  }

  /** {@code f} loops until something ends it. */
  static byte[] endless() {
    return of(
        "f",
        NOTHING,
        NOTHING,
        new CodeWriter().raw(Opcode.LOOP.code(), 0x40).add(Opcode.BR, 0).add(Opcode.END));
  }

  /** {@code f} does what {@code code} does. */
  static byte[] doing(CodeWriter code) {
    return of("f", NOTHING, NOTHING, code);
  }

  /** The start function sets a global to 7; {@code f} returns it. */
  public static byte[] withStart() {
    ModuleBuilder module = new ModuleBuilder();
    CodeWriter zero = new CodeWriter().add(Opcode.I32_CONST, 0).add(Opcode.END);
    int global = module.global(new GlobalType(ValueType.I32, true), zero);
    int start =
        module.function(
            module.type(NOTHING, NOTHING),
            new CodeWriter()
                .add(Opcode.I32_CONST, 7)
                .add(Opcode.GLOBAL_SET, global)
                .add(Opcode.END));
    int function =
        module.function(
            module.type(NOTHING, List.of(ValueType.I32)),
            new CodeWriter().add(Opcode.GLOBAL_GET, global).add(Opcode.END));
    return module.export("f", ExternalKind.FUNCTION, function).start(start).toByteArray();
  }

  /** An aspect whose entry point returns the value of a key of the runtime context. */
  static byte[] contextKey(String key) {
    final int at = 16;
    List<ValueType> pointer = List.of(ValueType.I32);
    byte[] value = ValueWriter.encode(Str.of(key));
    ModuleBuilder module = new ModuleBuilder();
    int one = module.type(pointer, pointer);
    int get = module.importFunction("runtime-api", "__RuntimeContextApi__.get", one);
    int start = module.function(module.type(NOTHING, NOTHING), new CodeWriter().add(Opcode.END));
    int allocate =
        module.function(one, new CodeWriter().add(Opcode.I32_CONST, 1024).add(Opcode.END));
    int execute =
        module.function(
            module.type(List.of(ValueType.I32, ValueType.I32), pointer),
            new CodeWriter().add(Opcode.I32_CONST, at).add(Opcode.CALL, get).add(Opcode.END));
    module.memory(1, 1);
    return module
        .data(at, value)
        .export("memory", ExternalKind.MEMORY, 0)
        .export("__aspect_start__", ExternalKind.FUNCTION, start)
        .export("allocate", ExternalKind.FUNCTION, allocate)
        .export("execute", ExternalKind.FUNCTION, execute)
        .toByteArray();
  }
}
