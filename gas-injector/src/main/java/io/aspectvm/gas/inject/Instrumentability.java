package io.aspectvm.gas.inject;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;

/**
 * Modules whose exports leave no room for what instrumentation adds. The reference makes an invalid
 * module of some and aborts on others; here all are refused (gas specification, section 5;
 * aspect-abi, section 2.2). The same holds for compiled code, which offers the same exports.
 */
public final class Instrumentability {

  private Instrumentability() {}

  /**
   * @throws InvalidModuleException if the module exports {@code __gas_counter__}, which an
   *     instrumented one does; or has a start section, which is to become the export {@code
   *     __aspect_start__}, and that name is taken or there is no export section
   */
  public static void check(WasmModule module) throws InvalidModuleException {
    boolean start = module.sections().start().isPresent();
    if (start && !module.sections().hasExportSection()) {
      throw new InvalidModuleException("start section without export section", -1, -1);
    }
    for (Export export : module.sections().exports()) {
      if (export.name().equals(Profile.GAS_COUNTER)) {
        throw new InvalidModuleException(
            isCounter(export, module)
                ? "module is instrumented already: it exports " + Profile.GAS_COUNTER
                : "reserved export name " + Profile.GAS_COUNTER,
            export.offset(),
            -1);
      }
      if (start && export.name().equals(Profile.ENTRY_POINT)) {
        throw new InvalidModuleException(
            "start section together with an export named " + Profile.ENTRY_POINT,
            export.offset(),
            -1);
      }
    }
  }

  private static boolean isCounter(Export export, WasmModule module) {
    return export.kind() == ExternalKind.GLOBAL
        && export.index() >= 0
        && export.index() < module.globalCount()
        && module.globalType(export.index()).mutable()
        && module.globalType(export.index()).type() == ValueType.I64;
  }
}
