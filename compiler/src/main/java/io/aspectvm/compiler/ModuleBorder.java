package io.aspectvm.compiler;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.BitSet;

/**
 * What of a module other modules can reach where it is linked with them. Where they reach nothing,
 * the code is the same as if there were no linking.
 *
 * @param open whether references to functions can cross the border: then they are addresses, which
 *     differ from instance to instance, otherwise function indices. An aspect is never open
 * @param growing imported functions that may grow the memory by themselves: another module's, if
 *     that can have the memory too
 * @param sharesMemory whether the memory is imported or exported
 */
record ModuleBorder(boolean open, BitSet growing, boolean sharesMemory) {

  static ModuleBorder of(WasmModule module, Profile profile, HostLinks links) {
    boolean sharesMemory = crosses(module, ExternalKind.MEMORY);
    BitSet growing = new BitSet();
    for (int f = 0; sharesMemory && f < links.all().size(); f++) {
      growing.set(f, links.all().get(f).function() == null);
    }
    boolean open = !profile.name().equals(Profile.ASPECT.name()) && passesReferences(module);
    return new ModuleBorder(open, growing, sharesMemory);
  }

  private static boolean crosses(WasmModule module, ExternalKind kind) {
    return module.sections().imports().stream().anyMatch(entry -> entry.kind() == kind)
        || module.sections().exports().stream().anyMatch(export -> export.kind() == kind);
  }

  private static boolean passesReferences(WasmModule module) {
    for (Import entry : module.sections().imports()) {
      if (passesReferences(module, entry)) {
        return true;
      }
    }
    for (Export export : module.sections().exports()) {
      if (passesReferences(module, export)) {
        return true;
      }
    }
    return false;
  }

  private static boolean passesReferences(WasmModule module, Import entry) {
    return switch (entry.kind()) {
      case FUNCTION -> hasReferences(module.types().get(entry.typeIndex()));
      case TABLE -> entry.table().elementType() == ValueType.FUNCREF;
      case MEMORY -> false;
      case GLOBAL -> entry.global().type() == ValueType.FUNCREF;
    };
  }

  private static boolean passesReferences(WasmModule module, Export export) {
    int index = export.index();
    return switch (export.kind()) {
      case FUNCTION -> hasReferences(module.functionType(index));
      case TABLE -> module.tableType(index).elementType() == ValueType.FUNCREF;
      case MEMORY -> false;
      case GLOBAL -> module.globalType(index).type() == ValueType.FUNCREF;
    };
  }

  private static boolean hasReferences(FunctionType type) {
    return type.parameters().contains(ValueType.FUNCREF)
        || type.results().contains(ValueType.FUNCREF);
  }

  /** Whether an indirect call may grow the memory although nothing in this module does. */
  boolean indirectGrows() {
    return open && sharesMemory;
  }
}
