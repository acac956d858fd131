package io.aspectvm.runtime.code;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.HostPrice;
import io.aspectvm.proto.artefact.v1.HostSurcharge;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.WasmType;
import io.aspectvm.runtime.abi.ExportedMemory;
import io.aspectvm.runtime.abi.LinkedModule;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A module ready to execute, under one isolation policy. Immutable, thread-safe; all of it, class
 * loaders included, goes with the last reference to it or to an instance.
 *
 * <p>A node has hundreds of modules loaded and runs few of them at a time, so what executions do
 * not ask for is kept encoded.
 */
public final class LoadedModule implements LinkedModule {

  /** What an export refers to. */
  record Target(int kind, int index) {}

  private final byte[] encodedManifest;
  private final String identity;
  private final ModuleCodeSource source;
  private final InstanceTemplate template;
  private final long classBytes;
  private final FunctionSignature[] types;
  private final int[] functionTypes;
  private final ImportPrice[] prices;
  private final int startFunction;
  private final int depthBudget;
  private final Map<String, Target> exports = new HashMap<>();
  private volatile Map<Integer, String> names;

  /**
   * Puts together what was checked.
   *
   * @param files what the policy wants of the class files; the source may keep the map
   * @param template null for a module that only a linker can instantiate
   */
  static LoadedModule of(
      Isolation isolation,
      Manifest manifest,
      AllowList allowList,
      Map<String, byte[]> files,
      InstanceTemplate template) {
    long classBytes = files.values().stream().mapToLong(file -> file.length).sum();
    ModuleCodeSource source = ModuleCodeSource.of(isolation, manifest, allowList, files);
    return new LoadedModule(manifest, source, template, classBytes);
  }

  private LoadedModule(
      Manifest manifest, ModuleCodeSource source, InstanceTemplate template, long classBytes) {
    this.encodedManifest = Digests.canonical(manifest);
    this.identity = HexFormat.of().formatHex(manifest.getIdentityDigest().toByteArray());
    this.source = source;
    this.template = template;
    this.classBytes = classBytes;
    this.types =
        manifest.getTypesList().stream().map(ManifestTypes::of).toArray(FunctionSignature[]::new);
    this.functionTypes =
        manifest.getFunctionTypesList().stream().mapToInt(Integer::intValue).toArray();
    this.prices =
        manifest.getImportsList().stream()
            .map(entry -> price(entry.getPrice()))
            .toArray(ImportPrice[]::new);
    this.startFunction = manifest.hasStartFunction() ? manifest.getStartFunction() : -1;
    this.depthBudget = manifest.getDepthBudget();
    for (Export export : manifest.getExportsList()) {
      exports.put(export.getName(), new Target(export.getKind(), export.getIndex()));
    }
  }

  private static ImportPrice price(HostPrice price) {
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

  /** What the compiler said about the module; checked. Decoded at every call. */
  public Manifest manifest() {
    try {
      return Manifest.parseFrom(encodedManifest);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("encoded here", e);
    }
  }

  /** The identity digest in lower-case hex. */
  public String identity() {
    return identity;
  }

  /**
   * Bytes of the class files that executions may define: {@link ColdText} counts under {@code
   * STRICT} only, elsewhere nothing of it is kept.
   */
  public long classBytes() {
    return classBytes;
  }

  /** Whether the module imports what host modules do not offer, so that only a linker can. */
  public boolean needsLinker() {
    return template == null;
  }

  /** An instance without any state yet. */
  Instance newEmptyInstance() {
    return source.newInstance();
  }

  /** What is exported under this name, or null where nothing is. */
  Target export(String name) {
    return exports.get(name);
  }

  /**
   * A fresh instance, as after instantiation; the start function has not run. Gas and host context
   * are for the caller to set. Of a module that {@linkplain #needsLinker needs no linker}.
   *
   * @throws Trap out of bounds memory or table access, where a segment does not fit
   */
  public Instance newInstance() {
    return newInstance(new SpareMemories());
  }

  /**
   * As {@link #newInstance()}, with a memory that an execution before it may have had.
   *
   * @param spares of this thread
   */
  public Instance newInstance(SpareMemories spares) {
    Instance instance = source.newInstance();
    template.fill(instance, spares);
    return instance;
  }

  /**
   * Keeps the memory of an instance of this module for executions to come. The instance has none
   * afterwards, and is not called again.
   *
   * @param spares of this thread
   */
  public void retire(Instance instance, SpareMemories spares) {
    template.retire(instance, spares);
  }

  /** Function index of the start function, or empty where the module has none. */
  public OptionalInt startFunction() {
    return startFunction < 0 ? OptionalInt.empty() : OptionalInt.of(startFunction);
  }

  @Override
  public OptionalInt exportedFunction(String name) {
    return exported(name, IndexSpaces.FUNCTION);
  }

  /** Index of the exported global of this name, or empty where there is none. */
  public OptionalInt exportedGlobal(String name) {
    return exported(name, IndexSpaces.GLOBAL);
  }

  /** Type of the exported global of this name, or empty where there is none. */
  public Optional<WasmType> exportedGlobalType(String name) {
    OptionalInt index = exportedGlobal(name);
    if (index.isEmpty()) {
      return Optional.empty();
    }
    IndexSpaces spaces = new IndexSpaces(manifest());
    return Optional.of(ManifestTypes.type(spaces.globals().get(index.getAsInt()).type()));
  }

  private OptionalInt exported(String name, int kind) {
    Target target = exports.get(name);
    return target == null || target.kind() != kind
        ? OptionalInt.empty()
        : OptionalInt.of(target.index());
  }

  @Override
  public ExportedMemory exportedMemory() {
    Target target = exports.get("memory");
    if (target == null) {
      return ExportedMemory.MISSING;
    }
    return target.kind() == IndexSpaces.MEMORY ? ExportedMemory.PRESENT : ExportedMemory.NO_MEMORY;
  }

  @Override
  public FunctionSignature type(int typeIndex) {
    return types[typeIndex];
  }

  @Override
  public int functionCount() {
    return functionTypes.length;
  }

  @Override
  public FunctionSignature signature(int functionIndex) {
    return types[functionTypes[functionIndex]];
  }

  @Override
  public int importCount() {
    return prices.length;
  }

  @Override
  public ImportPrice importPrice(int functionIndex) {
    return prices[functionIndex];
  }

  /** Looked up for backtraces only, so the map is made at the first trap. */
  @Override
  public Optional<String> functionName(int functionIndex) {
    Map<Integer, String> known = names;
    if (known == null) {
      known = new HashMap<>();
      for (FunctionName name : manifest().getNamesList()) {
        known.put(name.getFunction(), name.getName());
      }
      names = known;
    }
    return Optional.ofNullable(known.get(functionIndex));
  }

  @Override
  public int depthBudget() {
    return depthBudget;
  }
}
