package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.WasmModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of functions for people: from the name section, else the first export, else the import as
 * {@code module.field}. The names are the module's own, chosen by whoever wrote it: quote them with
 * {@link io.aspectvm.wasm.Diagnostics#quote} before they reach a log or a class file.
 *
 * <p>Nothing is read before the first question. Not thread-safe.
 */
public final class FunctionNames {

  private final WasmModule module;
  private boolean indexed;
  private NameSection nameSection;
  private final Map<Integer, String> exported = new HashMap<>();

  private FunctionNames(WasmModule module) {
    this.module = module;
  }

  public static FunctionNames of(WasmModule module) {
    return new FunctionNames(module);
  }

  /** The function's name, or {@code func[12]} where it has none. */
  public String nameOf(int functionIndex) {
    return find(functionIndex).orElseGet(() -> "func[" + functionIndex + "]");
  }

  /** The function's name; empty where the module does not tell, or has no such function. */
  public Optional<String> find(int functionIndex) {
    if (functionIndex < 0 || functionIndex >= module.functionCount()) {
      return Optional.empty();
    }
    index();
    String name = nameSection == null ? null : nameSection.functionName(functionIndex);
    if (name == null) {
      name = exported.get(functionIndex);
    }
    if (name == null && module.isImportedFunction(functionIndex)) {
      Import entry = module.functionImports().get(functionIndex);
      name = entry.module() + "." + entry.field();
    }
    return Optional.ofNullable(name);
  }

  private void index() {
    if (indexed) {
      return;
    }
    indexed = true;
    nameSection = NameSection.of(module);
    for (Export export : module.sections().exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        exported.putIfAbsent(export.index(), export.name());
      }
    }
  }
}
