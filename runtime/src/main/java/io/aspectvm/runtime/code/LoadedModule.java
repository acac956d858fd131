package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.HostPrice;
import io.aspectvm.proto.artefact.v1.HostSurcharge;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.abi.ExportedMemory;
import io.aspectvm.runtime.abi.LinkedModule;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A module ready to execute, under one isolation policy. Immutable, thread-safe; all of it, class
 * loaders included, goes with the last reference to it or to an instance.
 */
public final class LoadedModule implements LinkedModule {

  private static final int FUNCTION = 0;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  private final Manifest manifest;
  private final ModuleCodeSource source;
  private final InstanceTemplate template;
  private final FunctionSignature[] types;
  private final Map<String, Export> exports = new HashMap<>();
  private volatile Map<Integer, String> names;

  LoadedModule(Manifest manifest, ModuleCodeSource source, InstanceTemplate template) {
    this.manifest = manifest;
    this.source = source;
    this.template = template;
    this.types =
        manifest.getTypesList().stream().map(ManifestTypes::of).toArray(FunctionSignature[]::new);
    for (Export export : manifest.getExportsList()) {
      exports.put(export.getName(), export);
    }
  }

  /** What the compiler said about the module; checked. */
  public Manifest manifest() {
    return manifest;
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

  @Override
  public OptionalInt exportedFunction(String name) {
    return exported(name, FUNCTION);
  }

  /** Index of the exported global of this name, or empty where there is none. */
  public OptionalInt exportedGlobal(String name) {
    return exported(name, GLOBAL);
  }

  private OptionalInt exported(String name, int kind) {
    Export export = exports.get(name);
    return export == null || export.getKind() != kind
        ? OptionalInt.empty()
        : OptionalInt.of(export.getIndex());
  }

  @Override
  public ExportedMemory exportedMemory() {
    Export export = exports.get("memory");
    if (export == null) {
      return ExportedMemory.MISSING;
    }
    return export.getKind() == MEMORY ? ExportedMemory.PRESENT : ExportedMemory.NO_MEMORY;
  }

  @Override
  public FunctionSignature signature(int functionIndex) {
    return types[manifest.getFunctionTypes(functionIndex)];
  }

  @Override
  public int importCount() {
    return manifest.getImportsCount();
  }

  @Override
  public ImportPrice importPrice(int functionIndex) {
    HostPrice price = manifest.getImports(functionIndex).getPrice();
    return new ImportPrice(
        price.getFixed(), price.getPerByte(), price.getEvenIfEmpty(), surcharge(price));
  }

  private static Surcharge surcharge(HostPrice price) {
    if (!price.hasSurcharge()) {
      return Surcharge.NONE;
    }
    HostSurcharge surcharge = price.getSurcharge();
    return new Surcharge(
        Surcharge.Unit.valueOf(surcharge.getUnit().name()),
        surcharge.getFloor(),
        surcharge.getBase(),
        surcharge.getPerUnit());
  }

  /** Looked up for backtraces only, so the map is made at the first trap. */
  @Override
  public Optional<String> functionName(int functionIndex) {
    Map<Integer, String> known = names;
    if (known == null) {
      known = new HashMap<>();
      for (FunctionName name : manifest.getNamesList()) {
        known.put(name.getFunction(), name.getName());
      }
      names = known;
    }
    return Optional.ofNullable(known.get(functionIndex));
  }

  @Override
  public int depthBudget() {
    return manifest.getDepthBudget();
  }
}
