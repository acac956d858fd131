package io.aspectvm.wasm.testing;

import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Profiles and modules that several tests share. */
public final class Modules {

  /** Everything that the reader and the validator implement. */
  public static final Set<Feature> IMPLEMENTED =
      EnumSet.complementOf(
          EnumSet.of(
              Feature.SIMD,
              Feature.THREADS,
              Feature.EXCEPTIONS,
              Feature.MULTI_MEMORY,
              Feature.MEMORY64,
              Feature.GC));

  public static final Profile ALL = new Profile("all", IMPLEMENTED, Limits.WASM, true, false);

  private Modules() {}

  /** Bytes that this thread has allocated so far. */
  public static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Magic number, version, and then these bytes. */
  public static byte[] withHeader(int... bytes) {
    return new ByteWriter()
        .writeBytes(0, 'a', 's', 'm', 1, 0, 0, 0)
        .writeBytes(bytes)
        .toByteArray();
  }

  /** A section of a count and what is behind it. */
  public static byte[] section(int id, int count, byte... entries) {
    byte[] content = new ByteWriter().writeU32(count).write(entries).toByteArray();
    return new ByteWriter().write(withHeader()).writeByte(id).writeSized(content).toByteArray();
  }

  /** A module with one function of this type, a memory, a table and a mutable global. */
  public static byte[] ofFunction(
      List<ValueType> parameters, List<ValueType> results, CodeWriter code) {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(parameters, results);
    module.memory(1, -1);
    module.table(1);
    module.global(
        new GlobalType(ValueType.I64, true),
        new CodeWriter().add(Opcode.I64_CONST, 0).add(Opcode.END));
    module.function(type, code);
    return module.toByteArray();
  }

  /** A module with one function from nothing to nothing; {@code end} is added. */
  public static byte[] ofCode(CodeWriter code) {
    return ofFunction(List.of(), List.of(), code.add(Opcode.END));
  }

  /** A small module that has a section of every kind. */
  public static byte[] withAllSections() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    int imported = module.importFunction("env", "host", type);
    int start = module.type(List.of(), List.of());
    module.table(4);
    module.memory(1, 2);
    module.global(
        new GlobalType(ValueType.I32, true),
        new CodeWriter().add(Opcode.I32_CONST, 7).add(Opcode.END));
    int function =
        module.function(
            type,
            new CodeWriter()
                .add(Opcode.BLOCK, ValueType.I32)
                .add(Opcode.LOCAL_GET, 0)
                .add(Opcode.LOCAL_GET, 0)
                .add(Opcode.BR_TABLE, 0, 0, 0)
                .add(Opcode.END)
                .add(Opcode.I32_LOAD, 2, 16)
                .add(Opcode.CALL, imported)
                .add(Opcode.I32_CONST, 1)
                .add(Opcode.CALL_INDIRECT, type)
                .add(Opcode.END));
    int starter =
        module.function(
            start,
            new CodeWriter()
                .add(Opcode.I32_CONST, 0)
                .add(Opcode.I32_CONST, 0)
                .add(Opcode.I32_CONST, 3)
                .add(Opcode.MEMORY_INIT, 1)
                .add(Opcode.END));
    return module
        .export("run", ExternalKind.FUNCTION, function)
        .export("memory", ExternalKind.MEMORY, 0)
        .start(starter)
        .elements(1, imported, function)
        .dataCount()
        .data(8, "hello".getBytes(StandardCharsets.UTF_8))
        .passiveData(new byte[] {1, 2, 3})
        .custom("name", new byte[] {1, 5, 1, 1, 2, 'f', 'n'})
        .toByteArray();
  }

  public static WasmModule read(byte[] bytes) throws WasmException {
    return ModuleReader.read(bytes, Limits.WASM);
  }

  public static ValidatedModule validate(byte[] bytes) throws WasmException {
    return Validator.validate(bytes, ALL);
  }
}
