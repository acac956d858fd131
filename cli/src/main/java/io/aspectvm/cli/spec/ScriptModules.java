package io.aspectvm.cli.spec;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.opcode.Feature;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The modules of one script: the latest, those with a name, and those registered for import.
 *
 * <p>A module that is skipped keeps its place, with the reason. If it imports from another one, its
 * instantiation and the calls of it, which are skipped too, would have changed the state of that
 * other one: from there on both are skipped.
 */
final class ScriptModules {

  /** Why a module is skipped that imports a function of another module. */
  static final String MODULE_LINKING = "linking between modules";

  private final SpecEngine engine;
  private final Map<String, Slot> named = new HashMap<>();
  private final Map<String, Slot> registered = new HashMap<>();
  private Slot current = new Slot();

  /** The place of a module: the module, or why it is not there. */
  private static final class Slot {
    private ScriptModule module;
    private String missing = "a module before it";

    void fill(ScriptModule made) {
      module = made;
      missing = null;
    }

    void empty(String reason) {
      module = null;
      missing = reason;
    }

    ScriptModule get() throws SkippedException {
      if (module == null) {
        throw new SkippedException(missing);
      }
      return module;
    }
  }

  ScriptModules(SpecEngine engine) {
    this.engine = engine;
  }

  /**
   * Instantiates a module, which becomes the latest one, and runs its start function.
   *
   * @param name for later commands, or null
   */
  void add(byte[] wasm, String name) throws FailedException {
    current = new Slot();
    current.empty("a module that failed");
    if (name != null) {
      named.put(name, current);
    }
    try {
      ScriptModule module = new ScriptModule(link(compile(wasm)));
      TrapKind trap = module.start();
      if (trap != null) {
        throw new FailedException("the start function trapped: " + trap.text());
      }
      current.fill(module);
    } catch (Trap trap) {
      throw new FailedException("instantiation trapped: " + trap.kind().text(), trap);
    } catch (UnloadableModuleException e) {
      throw new FailedException("unlinkable: " + e.getMessage(), e);
    } catch (SkippedException e) {
      current.empty(e.getMessage());
      skipExporters(wasm, e.getMessage());
    }
  }

  /**
   * Instantiates a module that nobody will call.
   *
   * @return the trap that ended it, or null
   */
  TrapKind instantiate(byte[] wasm) throws SkippedException, FailedException {
    try {
      return new ScriptModule(link(compile(wasm))).start();
    } catch (Trap trap) {
      return trap.kind();
    } catch (SkippedException e) {
      skipExporters(wasm, e.getMessage());
      throw e;
    }
  }

  CompiledModule compile(byte[] wasm) throws SkippedException, FailedException {
    try {
      return engine.compile(wasm);
    } catch (UnsupportedFeatureException e) {
      throw new SkippedException(e.feature());
    } catch (WasmException e) {
      throw new FailedException("refused as " + e.kind() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads a module.
   *
   * @throws UnloadableModuleException if an import is missing or mistyped
   * @throws SkippedException if one exists, but in a module of the script
   */
  Aspect link(CompiledModule module) throws SkippedException {
    try {
      return engine.load(module);
    } catch (UnloadableModuleException e) {
      if (e.reason() == Reason.MISSING_IMPORT) {
        checkLinking(module);
      }
      throw e;
    }
  }

  private void checkLinking(CompiledModule module) throws SkippedException {
    for (var entry : module.manifest().getOtherImportsList()) {
      checkOffered(entry.getModule(), entry.getField(), Feature.LINKING.text());
    }
    for (var entry : module.manifest().getImportsList()) {
      checkOffered(entry.getModule(), entry.getField(), MODULE_LINKING);
    }
  }

  /** Skips a module whose import exists, if not for the runtime. */
  private void checkOffered(String module, String field, String reason) throws SkippedException {
    Slot exporter = registered.get(module);
    if (exporter != null && exporter.get().exports(field)) {
      throw new SkippedException(reason);
    }
    if (SpecTestModule.NAME.equals(module)) {
      if (SpecTestModule.isOtherThanFunction(field)) {
        throw new SkippedException(Feature.LINKING);
      }
      if (SpecTestModule.isFunction(field) && !reason.equals(MODULE_LINKING)) {
        throw new SkippedException(reason);
      }
    }
  }

  private void skipExporters(byte[] wasm, String reason) {
    engine.imports(wasm).stream()
        .map(Import::module)
        .map(registered::get)
        .filter(Objects::nonNull)
        .forEach(exporter -> exporter.empty(reason));
  }

  /** Offers a module for import; the latest one if {@code name} is null. */
  void register(String as, String name) throws FailedException {
    registered.put(as, slot(name));
  }

  /** A module, by name, or the latest one if {@code name} is null. */
  ScriptModule get(String name) throws SkippedException, FailedException {
    return slot(name).get();
  }

  private Slot slot(String name) throws FailedException {
    if (name == null) {
      return current;
    }
    Slot slot = named.get(name);
    if (slot == null) {
      throw new FailedException("no module is called " + name);
    }
    return slot;
  }
}
