package io.aspectvm.cli.spec;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import java.util.OptionalLong;

/**
 * The module {@code spectest}, which the scripts import from, as the official harness has it. Its
 * functions take their arguments and print nothing.
 */
final class SpecTestModule {

  /** Import module. */
  static final String NAME = "spectest";

  private SpecTestModule() {}

  /** The module in the binary format. */
  static byte[] wasm() {
    ModuleBuilder module = new ModuleBuilder();
    function(module, "print");
    function(module, "print_i32", ValueType.I32);
    function(module, "print_i64", ValueType.I64);
    function(module, "print_f32", ValueType.F32);
    function(module, "print_f64", ValueType.F64);
    function(module, "print_i32_f32", ValueType.I32, ValueType.F32);
    function(module, "print_f64_f64", ValueType.F64, ValueType.F64);
    global(module, ValueType.I32, Opcode.I32_CONST, 666);
    global(module, ValueType.I64, Opcode.I64_CONST, 666);
    global(module, ValueType.F32, Opcode.F32_CONST, Float.floatToIntBits(666.6f));
    global(module, ValueType.F64, Opcode.F64_CONST, Double.doubleToLongBits(666.6));
    SizeLimits elements = new SizeLimits(10, OptionalLong.of(20));
    int table = module.table(new TableType(ValueType.FUNCREF, elements));
    return module
        .export("table", ExternalKind.TABLE, table)
        .export("memory", ExternalKind.MEMORY, module.memory(1, 2))
        .toByteArray();
  }

  private static void function(ModuleBuilder module, String name, ValueType... parameters) {
    int type = module.type(List.of(parameters), List.of());
    int function = module.function(type, new CodeWriter().add(Opcode.END));
    module.export(name, ExternalKind.FUNCTION, function);
  }

  private static void global(ModuleBuilder module, ValueType type, Opcode constant, long bits) {
    CodeWriter initializer = new CodeWriter().add(constant, bits).add(Opcode.END);
    int global = module.global(new GlobalType(type, false), initializer);
    module.export("global_" + type.text(), ExternalKind.GLOBAL, global);
  }
}
