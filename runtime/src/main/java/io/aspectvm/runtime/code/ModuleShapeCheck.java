package io.aspectvm.runtime.code;

import static io.aspectvm.runtime.code.ManifestCheck.require;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.DataSegment;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.HostPrice;
import io.aspectvm.proto.artefact.v1.HostSurcharge;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether what a manifest says about the module is consistent in itself and within this runtime's
 * limits, so that code behind it may use indices and sizes as they are. The wasm was validated by
 * the compiler; this guards against a manifest that no compiler wrote.
 */
final class ModuleShapeCheck {

  /** Most pages that the specification lets a memory declare. */
  private static final int MAX_DECLARED_PAGES = 65_536;

  private final Manifest manifest;
  private final LoadLimits limits;
  private final int functions;
  private final IndexSpaces spaces;

  private ModuleShapeCheck(Manifest manifest, LoadLimits limits) {
    this.manifest = manifest;
    this.limits = limits;
    this.functions = manifest.getFunctionTypesCount();
    this.spaces = new IndexSpaces(manifest);
  }

  /**
   * Checks all index spaces and sizes.
   *
   * @throws UnloadableModuleException damaged, or above a limit
   */
  static void check(Manifest manifest, LoadLimits limits) {
    ModuleShapeCheck check = new ModuleShapeCheck(manifest, limits);
    check.functions();
    check.otherImports();
    check.exports();
    check.memoryAndTables();
    check.globals();
    check.segments();
  }

  private void functions() {
    int mostValues = 0;
    for (FunctionSignature type : manifest.getTypesList()) {
      checkTypes(type.getParameters());
      checkTypes(type.getResults());
      mostValues = Math.max(mostValues, type.getParameters().size());
      mostValues = Math.max(mostValues, type.getResults().size());
    }
    for (int type : manifest.getFunctionTypesList()) {
      require(index(type, manifest.getTypesCount()), "a function has a type that does not exist");
    }
    imports();
    int scratch = manifest.getResultScratch();
    require(scratch >= 0 && scratch <= mostValues, "the results scratch has no use");
    if (manifest.hasStartFunction()) {
      require(index(manifest.getStartFunction(), functions), "the start function does not exist");
      require(
          ManifestTypes.signature(manifest, manifest.getStartFunction())
              .equals(new io.aspectvm.runtime.FunctionSignature(List.of(), List.of())),
          "the start function has parameters or results");
    }
    for (FunctionName name : manifest.getNamesList()) {
      require(index(name.getFunction(), functions), "a name belongs to no function");
    }
    int depth = manifest.getDepthBudget();
    require(depth != 0, "there is no depth budget");
    limit("depth budget in slots", depth, limits.depthBudget());
  }

  private void imports() {
    require(manifest.getImportsCount() <= functions, "there are more imports than functions");
    for (FunctionImport entry : manifest.getImportsList()) {
      HostPrice price = entry.getPrice();
      require(
          price.getFixed() >= 0 && price.getPerByte() >= 0 && isSurcharge(price.getSurcharge()),
          "an import has a price that is none");
    }
  }

  private static boolean isSurcharge(HostSurcharge surcharge) {
    return surcharge.getUnit() != HostSurcharge.Unit.UNRECOGNIZED
        && surcharge.getBase() >= 0
        && surcharge.getPerUnit() >= 0;
  }

  private static void checkTypes(ByteString codes) {
    for (int i = 0; i < codes.size(); i++) {
      require(ManifestTypes.type(codes.byteAt(i)) != null, "a type is unknown");
    }
  }

  private void exports() {
    Set<String> names = new HashSet<>();
    for (Export export : manifest.getExportsList()) {
      require(names.add(export.getName()), "two exports have the same name");
      require(index(export.getKind(), IndexSpaces.GLOBAL + 1), "an export has an unknown kind");
      require(
          index(export.getIndex(), spaces.size(export.getKind())), "an export refers to nothing");
    }
  }

  private void otherImports() {
    for (OtherImport entry : manifest.getOtherImportsList()) {
      switch (entry.getKind()) {
        case IndexSpaces.TABLE ->
            require(isReference(entry.getType()), "a table has an unknown type");
        case IndexSpaces.MEMORY ->
            limit("memory minimum in pages", entry.getMinimum(), MAX_DECLARED_PAGES);
        case IndexSpaces.GLOBAL ->
            require(ManifestTypes.type(entry.getType()) != null, "a global has an unknown type");
        default -> require(false, "an import has an unknown kind");
      }
    }
  }

  private static boolean isReference(int type) {
    return type == ConstantValue.FUNCREF || type == ConstantValue.EXTERNREF;
  }

  private void memoryAndTables() {
    require(spaces.memories() <= 1, "there is more than one memory");
    if (manifest.hasMemory()) {
      int minimum = manifest.getMemory().getMinimum();
      limit("memory minimum in pages", minimum, limits.memoryPages());
      int ceiling = manifest.getMemory().getCeiling();
      limit("memory ceiling in pages", ceiling, LinearMemory.MAX_PAGES);
      // The ceiling of the profile that it was compiled for, where that is lower.
      limit("memory minimum in pages", minimum, ceiling);
    }
    int elementsLeft = limits.tableElements();
    for (TableDefinition table : manifest.getTablesList()) {
      limit("table minimum in elements", table.getMinimum(), elementsLeft);
      elementsLeft -= table.getMinimum();
      int ceiling = table.getCeiling();
      limit("table ceiling in elements", ceiling, LoadLimits.DEFAULT.tableElements());
      require(isReference(table.getElementType()), "a table has an unknown type");
    }
  }

  /** The value of a global may be that of an earlier one. */
  private void globals() {
    int index = spaces.globals().size() - manifest.getGlobalsCount();
    for (GlobalDefinition global : manifest.getGlobalsList()) {
      require(ManifestTypes.type(global.getType()) != null, "a global has an unknown type");
      int type =
          ConstantValue.type(
              global.getInitializerList(), spaces.globals().subList(0, index), functions);
      require(type == global.getType(), "a global has no valid value");
      index++;
    }
  }

  private void segments() {
    for (ElementSegment segment : manifest.getElementsList()) {
      elements(segment);
    }
    long end = 0;
    for (DataSegment segment : manifest.getDataList()) {
      data(segment);
      // As they lie in a wasm. Otherwise many segments could be large ones of the same few bytes.
      require(segment.getStart() >= end, "a data segment begins within another");
      end = segment.getStart() + (long) segment.getLength();
    }
  }

  private void data(DataSegment segment) {
    SegmentMode mode = segment.getMode();
    require(
        mode == SegmentMode.ACTIVE || mode == SegmentMode.PASSIVE,
        "a data segment has an unknown mode");
    if (mode == SegmentMode.ACTIVE) {
      require(spaces.memories() == 1, "a data segment has no memory");
      position(segment.getPositionList());
    }
    long end = (long) segment.getStart() + segment.getLength();
    require(
        segment.getStart() >= 0 && segment.getLength() >= 0 && end <= manifest.getWasmBytes(),
        "a data segment lies outside the wasm");
  }

  private void elements(ElementSegment segment) {
    int type = segment.getElementType();
    require(isReference(type), "an element segment has an unknown type");
    require(
        segment.getMode() != SegmentMode.UNRECOGNIZED, "an element segment has an unknown mode");
    if (segment.getMode() == SegmentMode.ACTIVE) {
      int table = segment.getTable();
      require(index(table, spaces.tables().size()), "an element segment has no table");
      require(spaces.tables().get(table) == type, "an element segment has a table of another type");
      position(segment.getPositionList());
    }
    for (int element : segment.getFunctionsList()) {
      require(isElement(element, type), "an element is no reference");
    }
  }

  private boolean isElement(int element, int type) {
    if (ElementValue.isGlobal(element)) {
      int global = ElementValue.global(element);
      return global < spaces.globals().size()
          && spaces.globals().get(global).initializerType() == type;
    }
    return element == Table.NULL || (type == ConstantValue.FUNCREF && element < functions);
  }

  private void position(List<ConstantInstruction> expression) {
    require(
        ConstantValue.type(expression, spaces.globals(), functions) == ConstantValue.I32,
        "a segment has no valid position");
  }

  private static boolean index(int index, int size) {
    return index >= 0 && index < size;
  }

  /**
   * @param value unsigned
   */
  private static void limit(String what, int value, int limit) {
    if (value < 0 || value > limit) {
      throw new UnloadableModuleException(
          Reason.LIMIT_EXCEEDED,
          String.format(
              Locale.ROOT, "%s: %s, limit %d", what, Integer.toUnsignedString(value), limit));
    }
  }
}
