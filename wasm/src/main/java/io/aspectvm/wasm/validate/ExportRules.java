package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.Diagnostics;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Feature;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of exports (WebAssembly 2.0, section 3.4.10), and three that are stricter than the
 * reference, which finds out later or never: no name twice, no {@value Profile#GAS_COUNTER}, as
 * metering adds it, and no {@value Profile#ENTRY_POINT} beside a start section, which becomes it.
 */
final class ExportRules {

  private final ModuleContext context;

  ExportRules(ModuleContext context) {
    this.context = context;
  }

  /** That the profile's entry point is there. Its type is nobody's business yet. */
  void checkEntryPoint() throws InvalidModuleException {
    if (!context.profile.entryPointRequired()) {
      return;
    }
    for (Export export : context.module.sections().exports()) {
      if (export.kind() == ExternalKind.FUNCTION && export.name().equals(Profile.ENTRY_POINT)) {
        return;
      }
    }
    throw context.reporter.invalid(
        "aspect entrypoint not exported: expected a function " + Profile.ENTRY_POINT, -1);
  }

  void check() throws InvalidModuleException, UnsupportedFeatureException {
    Set<String> names = new HashSet<>();
    for (Export export : context.module.sections().exports()) {
      checkIndex(export);
      String name = export.name();
      if (!names.add(name)) {
        throw refuse("duplicate export name", export);
      }
      if (name.equals(Profile.GAS_COUNTER)) {
        throw refuse("reserved export name", export);
      }
      if (name.equals(Profile.ENTRY_POINT) && context.module.sections().start().isPresent()) {
        throw refuse("export name taken by the start section", export);
      }
    }
  }

  private InvalidModuleException refuse(String phrase, Export export) {
    return context.reporter.invalid(
        phrase + ": " + Diagnostics.quote(export.name()), export.offset());
  }

  private void checkIndex(Export export)
      throws InvalidModuleException, UnsupportedFeatureException {
    int index = export.index();
    int offset = export.offset();
    switch (export.kind()) {
      case FUNCTION -> context.checkFunction(index, offset);
      case TABLE -> context.checkTable(index, offset);
      case MEMORY -> context.checkMemory(index, offset);
      case GLOBAL -> {
        context.checkGlobal(index, offset);
        if (context.module.globalType(index).mutable()) {
          context.require(Feature.MUTABLE_GLOBAL, "export of a mutable global", offset);
        }
      }
      default -> throw new AssertionError(export.kind());
    }
  }
}
