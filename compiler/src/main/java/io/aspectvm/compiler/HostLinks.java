package io.aspectvm.compiler;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.HostPrice;
import io.aspectvm.gas.schedule.Surcharge;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.WasmModule;
import java.util.ArrayList;
import java.util.List;

/** Which host function each imported function is linked to, and what a call of it costs. */
final class HostLinks {

  private final List<Link> links = new ArrayList<>();

  /**
   * One import.
   *
   * @param function null where there is none, or none of the import's type
   */
  record Link(Import entry, HostFunction function, HostPrice price) {}

  HostLinks(WasmModule module, HostModules hostModules, GasSchedule schedule) {
    for (Import entry : module.functionImports()) {
      FunctionType type = module.types().get(entry.typeIndex());
      HostFunction function =
          hostModules
              .find(entry.module(), entry.field())
              .filter(found -> hasType(found, type))
              .orElse(null);
      links.add(new Link(entry, function, price(entry, function, schedule)));
    }
  }

  private static HostPrice price(Import entry, HostFunction function, GasSchedule schedule) {
    return schedule
        .findPrice(entry.module(), entry.field())
        .orElseGet(
            () ->
                function == null
                    ? HostPrice.FREE
                    : new HostPrice(
                        function.fixedGas(), function.gasPerByte(), false, Surcharge.NONE));
  }

  /** Both sides print a type the same way. */
  private static boolean hasType(HostFunction function, FunctionType type) {
    return function.signature().toString().equals(type.toString());
  }

  List<Link> all() {
    return links;
  }
}
