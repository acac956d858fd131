package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Modules made here: they need no assembler, and what they do can be read here. */
final class BuiltModules {

  /** Where memory to give out begins. */
  private static final int DATA = 1024;

  private BuiltModules() {}

  /**
   * The smallest aspect that a join point can run: a start function that does nothing, {@code
   * allocate} that moves a pointer up, and {@code execute} that returns no value.
   */
  static byte[] emptyAspect() {
    ModuleBuilder module = new ModuleBuilder();
    module.export("memory", ExternalKind.MEMORY, module.memory(1, -1));
    define(module, Profile.ENTRY_POINT, List.of(), List.of(), code());
    addAllocate(module, DATA);
    define(module, "execute", List.of(I32, I32), List.of(I32), code().add(Opcode.I32_CONST, 0));
    return module.toByteArray();
  }

  /** Exports {@code allocate}, which gives out memory from an address on and takes none back. */
  static void addAllocate(ModuleBuilder module, int from) {
    CodeWriter start = code().add(Opcode.I32_CONST, from).add(Opcode.END);
    int next = module.global(new GlobalType(I32, true), start);
    CodeWriter allocate = code().add(Opcode.GLOBAL_GET, next);
    allocate.add(Opcode.GLOBAL_GET, next).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_ADD);
    allocate.add(Opcode.GLOBAL_SET, next);
    define(module, "allocate", List.of(I32), List.of(I32), allocate);
  }

  private static void define(
      ModuleBuilder module,
      String name,
      List<ValueType> parameters,
      List<ValueType> results,
      CodeWriter body) {
    int type = module.type(parameters, results);
    module.export(name, ExternalKind.FUNCTION, module.function(type, body.add(Opcode.END)));
  }

  private static CodeWriter code() {
    return new CodeWriter();
  }
}
