package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A module ready to execute, under one isolation policy. Immutable, thread-safe; all of it, class
 * loaders included, goes with the last reference to it or to an instance.
 */
public final class LoadedModule {

  private static final int FUNCTION = 0;
  private static final int GLOBAL = 3;

  private final Manifest manifest;
  private final ModuleCodeSource source;
  private final InstanceTemplate template;
  private final Map<String, ExportedFunction> functions = new HashMap<>();
  private final Map<String, Integer> globals = new HashMap<>();

  LoadedModule(Manifest manifest, ModuleCodeSource source, InstanceTemplate template) {
    this.manifest = manifest;
    this.source = source;
    this.template = template;
    for (Export export : manifest.getExportsList()) {
      String name = export.getName();
      int index = export.getIndex();
      if (export.getKind() == FUNCTION) {
        functions.put(
            name, new ExportedFunction(name, index, ManifestTypes.signature(manifest, index)));
      } else if (export.getKind() == GLOBAL) {
        globals.put(name, index);
      }
    }
  }

  /** What the compiler said about the module; checked. */
  public Manifest manifest() {
    return manifest;
  }

  /** The function exported under this name, if there is one. */
  public Optional<ExportedFunction> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** Index of the global exported under this name, if there is one. */
  public Optional<Integer> global(String name) {
    return Optional.ofNullable(globals.get(name));
  }

  /** The type of a function, by function index. */
  public FunctionSignature signature(int functionIndex) {
    return ManifestTypes.signature(manifest, functionIndex);
  }

  /** Depth budget of an execution, in slots. */
  public int depthBudget() {
    return manifest.getDepthBudget();
  }

  /**
   * A fresh instance, as after instantiation; the start function has not run. Gas and host context
   * are for the caller to set.
   *
   * @throws Trap out of bounds memory or table access, where a segment does not fit
   */
  public Instance newInstance() {
    Instance instance = source.newInstance();
    template.fill(instance);
    return instance;
  }
}
