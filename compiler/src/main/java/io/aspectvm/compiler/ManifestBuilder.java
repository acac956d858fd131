package io.aspectvm.compiler;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.gas.plan.MeteringPlan;
import io.aspectvm.gas.schedule.HostPrice;
import io.aspectvm.gas.schedule.Surcharge;
import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.DataSegment;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.HostLink;
import io.aspectvm.proto.artefact.v1.HostSurcharge;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.MemoryDefinition;
import io.aspectvm.proto.artefact.v1.MeteringSummary;
import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.FunctionNames;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.MemoryType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Collects the manifest of a compiled module: the one description that the runtime works from. */
final class ManifestBuilder {

  private final WasmModule module;
  private final CompilerOptions options;
  private final Manifest.Builder manifest = Manifest.newBuilder();
  private final MeteringSummary.Builder metering = MeteringSummary.newBuilder();

  ManifestBuilder(WasmModule module, CompilerOptions options) {
    this.module = module;
    this.options = options;
  }

  void addCharges(MeteringPlan plan) {
    if (plan.size() > 0) {
      metering.setFunctions(metering.getFunctions() + 1);
      metering.setCharges(metering.getCharges() + plan.size());
    }
  }

  void setLargestMethod(int bytes) {
    metering.setLargestMethod(bytes);
  }

  /**
   * The manifest.
   *
   * @return all but what the parts themselves say: digests, sizes and class entries
   */
  Manifest build(HostLinks links) {
    manifest
        .setIdentity(Identities.of(options))
        .setResultScratch(scratchSize())
        .setDepthBudget(options.depthBudget())
        .setMetering(metering);
    module.types().forEach(type -> manifest.addTypes(signature(type)));
    for (int f = 0; f < module.functionCount(); f++) {
      manifest.addFunctionTypes(module.functionTypeIndex(f));
    }
    links.all().forEach(link -> manifest.addImports(functionImport(link)));
    addOtherImports();
    addExports();
    addMemoryAndTables();
    module.sections().globals().forEach(global -> manifest.addGlobals(global(global)));
    module.sections().elements().forEach(segment -> manifest.addElements(elements(segment)));
    module.sections().data().forEach(segment -> manifest.addData(data(segment)));
    addNames();
    return manifest.build();
  }

  /** Room for the second and later results of any function, and for arguments that travel there. */
  private int scratchSize() {
    int size = 0;
    for (FunctionType type : module.types()) {
      size = Math.max(size, type.results().size() - 1);
      if (CallLowering.passesInScratch(type)) {
        size = Math.max(size, type.parameters().size());
      }
    }
    return size;
  }

  private static FunctionSignature signature(FunctionType type) {
    return FunctionSignature.newBuilder()
        .setParameters(codes(type.parameters()))
        .setResults(codes(type.results()))
        .build();
  }

  private static ByteString codes(List<ValueType> types) {
    byte[] codes = new byte[types.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) types.get(i).code();
    }
    return ByteString.copyFrom(codes);
  }

  private static FunctionImport functionImport(HostLinks.Link link) {
    FunctionImport.Builder entry =
        FunctionImport.newBuilder()
            .setModule(link.entry().module())
            .setField(link.entry().field())
            .setPrice(price(link.price()));
    HostFunction host = link.function();
    if (host != null) {
      entry.setLink(
          HostLink.newBuilder()
              .setOwner(host.owner())
              .setMethod(host.method())
              .setMethodDescriptor(host.descriptor())
              .setRaw(host.raw()));
    }
    return entry.build();
  }

  private static io.aspectvm.proto.artefact.v1.HostPrice price(HostPrice price) {
    io.aspectvm.proto.artefact.v1.HostPrice.Builder builder =
        io.aspectvm.proto.artefact.v1.HostPrice.newBuilder()
            .setFixed(price.fixed())
            .setPerByte(price.perByte())
            .setEvenIfEmpty(price.evenIfEmpty());
    Surcharge surcharge = price.surcharge();
    if (surcharge != Surcharge.NONE) {
      builder.setSurcharge(
          HostSurcharge.newBuilder()
              .setUnit(HostSurcharge.Unit.valueOf(surcharge.unit().name()))
              .setFloor(surcharge.isFloor())
              .setBase(surcharge.base())
              .setPerUnit(surcharge.perUnit()));
    }
    return builder.build();
  }

  private void addOtherImports() {
    for (Import entry : module.sections().imports()) {
      if (entry.kind() != ExternalKind.FUNCTION) {
        manifest.addOtherImports(otherImport(entry));
      }
    }
  }

  private static OtherImport.Builder otherImport(Import entry) {
    OtherImport.Builder builder =
        OtherImport.newBuilder()
            .setModule(entry.module())
            .setField(entry.field())
            .setKind(entry.kind().ordinal());
    switch (entry.kind()) {
      case TABLE -> {
        builder.setType(entry.table().elementType().code());
        setLimits(builder, entry.table().limits());
      }
      case MEMORY -> setLimits(builder, entry.memory().limits());
      default -> builder.setType(entry.global().type().code()).setMutable(entry.global().mutable());
    }
    return builder;
  }

  private static void setLimits(OtherImport.Builder builder, SizeLimits limits) {
    builder.setMinimum((int) limits.minimum());
    limits.maximum().ifPresent(maximum -> builder.setMaximum((int) maximum));
  }

  /** A start section is exported under the name that the reference's injector gives it. */
  private void addExports() {
    for (io.aspectvm.wasm.module.Export export : module.sections().exports()) {
      addExport(export.name(), export.kind(), export.index());
    }
    OptionalInt start = module.sections().start();
    if (start.isPresent()) {
      manifest.setStartFunction(start.getAsInt());
      if (options.exportsStart()) {
        addExport(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start.getAsInt());
      }
    }
  }

  private void addExport(String name, ExternalKind kind, int index) {
    manifest.addExports(Export.newBuilder().setName(name).setKind(kind.ordinal()).setIndex(index));
  }

  private void addMemoryAndTables() {
    for (MemoryType memory : module.sections().memories()) {
      SizeLimits size = memory.limits();
      int ceiling = options.memory().of(size.minimum(), size.maximum().orElse(Long.MAX_VALUE));
      MemoryDefinition.Builder builder =
          MemoryDefinition.newBuilder().setMinimum((int) size.minimum()).setCeiling(ceiling);
      size.maximum().ifPresent(maximum -> builder.setMaximum((int) maximum));
      manifest.setMemory(builder);
    }
    for (TableType table : module.sections().tables()) {
      SizeLimits size = table.limits();
      long ceiling =
          Math.min(
              size.maximum().orElse(Long.MAX_VALUE), options.profile().limits().tableElements());
      TableDefinition.Builder builder =
          TableDefinition.newBuilder()
              .setMinimum((int) size.minimum())
              .setCeiling((int) ceiling)
              .setElementType(table.elementType().code());
      size.maximum().ifPresent(maximum -> builder.setMaximum((int) maximum));
      manifest.addTables(builder);
    }
  }

  private static GlobalDefinition global(io.aspectvm.wasm.module.Global global) {
    return GlobalDefinition.newBuilder()
        .setType(global.type().type().code())
        .setMutable(global.type().mutable())
        .addAllInitializer(constants(global.initializer()))
        .build();
  }

  private static ElementSegment elements(io.aspectvm.wasm.module.ElementSegment segment) {
    ElementSegment.Builder builder =
        ElementSegment.newBuilder()
            .setMode(mode(segment.mode()))
            .setElementType(segment.type().code());
    if (segment.position() != null) {
      builder.setTable(segment.tableIndex()).addAllPosition(constants(segment.position()));
    }
    for (ConstantExpression item : segment.items()) {
      builder.addFunctions(element(item.instructions().get(0)));
    }
    return builder.build();
  }

  /** The manifest says what the numbers mean. */
  private static int element(ConstantExpression.Instruction instruction) {
    return switch (instruction.opcode()) {
      case REF_FUNC -> (int) instruction.value();
      case GLOBAL_GET -> -2 - (int) instruction.value();
      default -> -1;
    };
  }

  private static DataSegment data(io.aspectvm.wasm.module.DataSegment segment) {
    DataSegment.Builder builder =
        DataSegment.newBuilder()
            .setMode(mode(segment.mode()))
            .setStart(segment.start())
            .setLength(segment.length());
    if (segment.position() != null) {
      builder.addAllPosition(constants(segment.position()));
    }
    return builder.build();
  }

  private static SegmentMode mode(io.aspectvm.wasm.module.SegmentMode mode) {
    return switch (mode) {
      case ACTIVE -> SegmentMode.ACTIVE;
      case PASSIVE -> SegmentMode.PASSIVE;
      case DECLARATIVE -> SegmentMode.DECLARATIVE;
    };
  }

  private static List<ConstantInstruction> constants(ConstantExpression expression) {
    List<ConstantInstruction> constants = new ArrayList<>();
    for (ConstantExpression.Instruction instruction : expression.instructions()) {
      constants.add(
          ConstantInstruction.newBuilder()
              .setOpcode(instruction.opcode().code())
              .setValue(instruction.value())
              .build());
    }
    return constants;
  }

  private void addNames() {
    FunctionNames names = FunctionNames.of(module);
    for (int f = 0; f < module.functionCount(); f++) {
      int function = f;
      names
          .find(f)
          .ifPresent(
              name ->
                  manifest.addNames(FunctionName.newBuilder().setFunction(function).setName(name)));
    }
  }
}
