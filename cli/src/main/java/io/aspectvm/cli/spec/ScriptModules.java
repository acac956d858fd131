package io.aspectvm.cli.spec;

import io.aspectvm.runtime.Linker;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import java.util.HashMap;
import java.util.Map;

/**
 * The modules of one script: the latest, those with a name, and those registered for import.
 *
 * <p>A module that uses a feature that is off keeps its place: commands that need it are skipped.
 */
final class ScriptModules {

  private final SpecEngine engine;
  private final Linker linker;
  private final Map<String, Slot> named = new HashMap<>();
  private final Map<String, String> missing = new HashMap<>();
  private Slot current = new Slot("a module before it");

  /** The place of a module: the module, or why it is not there. */
  private static final class Slot {
    private ScriptModule module;
    private String missing;

    Slot(String missing) {
      this.missing = missing;
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
    this.linker = engine.newLinker();
  }

  /**
   * Instantiates a module, which becomes the latest one, and runs its start function.
   *
   * @param name for later commands, or null
   */
  void add(byte[] wasm, String name) throws FailedException {
    current = new Slot("a module that failed");
    if (name != null) {
      named.put(name, current);
    }
    try {
      ScriptModule module = link(compile(wasm));
      TrapKind trap = module.start();
      if (trap != null) {
        throw new FailedException("the start function trapped: " + trap.text());
      }
      current.module = module;
    } catch (Trap trap) {
      throw new FailedException("instantiation trapped: " + trap.kind().text(), trap);
    } catch (UnloadableModuleException e) {
      throw new FailedException("unlinkable: " + e.getMessage(), e);
    } catch (SkippedException e) {
      current.missing = e.getMessage();
    }
  }

  /**
   * Instantiates a module that nobody will call.
   *
   * @return the trap that ended it, or null
   */
  TrapKind instantiate(byte[] wasm) throws SkippedException, FailedException {
    try {
      return link(compile(wasm)).start();
    } catch (Trap trap) {
      return trap.kind();
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
   * Links a module; its start function has not run.
   *
   * @throws UnloadableModuleException if an import is missing or mistyped
   * @throws SkippedException if an import would come from a module that is not there
   * @throws Trap where a segment does not fit
   */
  ScriptModule link(CompiledModule module) throws SkippedException {
    for (var entry : module.manifest().getImportsList()) {
      checkThere(entry.getModule());
    }
    for (var entry : module.manifest().getOtherImportsList()) {
      checkThere(entry.getModule());
    }
    return new ScriptModule(linker.instantiate(module));
  }

  private void checkThere(String module) throws SkippedException {
    if (missing.containsKey(module)) {
      throw new SkippedException(missing.get(module));
    }
  }

  /** Offers a module for import; the latest one if {@code name} is null. */
  void register(String as, String name) throws FailedException {
    Slot slot = slot(name);
    if (slot.module == null) {
      missing.put(as, slot.missing);
    } else {
      missing.remove(as);
      linker.define(as, slot.module.instance());
    }
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
