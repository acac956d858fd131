package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ConstantExpression.Instruction;
import io.aspectvm.wasm.module.DataSegment;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Global;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.MemoryType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.module.WasmModule.Sections;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.OptionalLong;

/**
 * The rules of everything but exports and function bodies (WebAssembly 2.0, sections 3.2 and 3.4),
 * in the order of the file, so that the first thing wrong in the file is what is reported. The
 * order is visible: a start section is refused as soon as it is met (aspect-abi, section 2.1).
 */
final class ModuleRules {

  private final ModuleContext context;
  private final WasmModule module;
  private final Sections sections;
  private final Limits limits;
  private final Reporter reporter;
  private final ConstantRules constants;

  ModuleRules(ModuleContext context) {
    this.context = context;
    this.module = context.module;
    this.sections = module.sections();
    this.limits = context.profile.limits();
    this.reporter = context.reporter;
    this.constants = new ConstantRules(context);
  }

  void check() throws InvalidModuleException, LimitExceededException, UnsupportedFeatureException {
    checkCounts();
    for (FunctionType type : sections.types()) {
      checkFunctionType(type);
    }
    for (Import entry : sections.imports()) {
      checkImport(entry);
    }
    for (int typeIndex : sections.functions()) {
      context.checkTypeIndex(typeIndex, -1);
    }
    checkTables();
    checkMemories();
    for (Global global : sections.globals()) {
      checkGlobalType(global.type(), global.offset());
      constants.check(global.initializer(), global.type().type());
      declareFunctions(global.initializer());
    }
    declareExportedFunctions();
    checkStart();
    for (ElementSegment segment : sections.elements()) {
      checkElementSegment(segment);
    }
    for (DataSegment segment : sections.data()) {
      checkDataSegment(segment);
    }
  }

  /** The reader has done so under limits of its own; these are the profile's. */
  private void checkCounts() throws LimitExceededException {
    checkCount("types", sections.types().size(), limits.types());
    checkCount("imports", sections.imports().size(), limits.imports());
    checkCount("functions", module.functionCount(), limits.functions());
    checkCount("globals", module.globalCount(), limits.globals());
    checkCount("exports", sections.exports().size(), limits.exports());
    checkCount("data segments", sections.data().size(), limits.dataSegments());
  }

  private void checkCount(String what, int count, int max) throws LimitExceededException {
    if (count > max) {
      throw reporter.tooMany(what, count, max, -1);
    }
  }

  private void checkFunctionType(FunctionType type)
      throws LimitExceededException, UnsupportedFeatureException {
    checkCount("parameters", type.parameters().size(), limits.parameters());
    checkCount("results", type.results().size(), limits.results());
    for (ValueType parameter : type.parameters()) {
      context.checkType(parameter, -1);
    }
    for (ValueType result : type.results()) {
      context.checkType(result, -1);
    }
    if (type.results().size() > 1) {
      context.require(Feature.MULTI_VALUE, "function type with several results", -1);
    }
  }

  private void checkImport(Import entry)
      throws InvalidModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = entry.offset();
    if (entry.kind() != ExternalKind.FUNCTION) {
      context.require(Feature.LINKING, "import of a " + entry.kind().text(), offset);
    }
    switch (entry.kind()) {
      case FUNCTION -> context.checkTypeIndex(entry.typeIndex(), offset);
      case TABLE -> checkTableType(entry.table(), offset);
      case MEMORY -> checkMemoryType(entry.memory(), offset);
      case GLOBAL -> {
        checkGlobalType(entry.global(), offset);
        if (entry.global().mutable()) {
          context.require(Feature.MUTABLE_GLOBAL, "import of a mutable global", offset);
        }
      }
      default -> throw new AssertionError(entry.kind());
    }
  }

  private void checkTables()
      throws InvalidModuleException, LimitExceededException, UnsupportedFeatureException {
    long elements = 0;
    for (TableType table : sections.tables()) {
      checkTableType(table, -1);
      elements += table.limits().minimum();
      if (elements > limits.tableElements()) {
        throw reporter.tooMany("elements in tables", elements, limits.tableElements(), -1);
      }
    }
    if (module.tableCount() > 1) {
      context.require(Feature.REFERENCE_TYPES, "multiple tables", -1);
    }
  }

  /** Tables of functions are older than reference types. */
  private void checkTableType(TableType table, int offset)
      throws InvalidModuleException, UnsupportedFeatureException {
    if (table.elementType() != ValueType.FUNCREF) {
      context.checkType(table.elementType(), offset);
    }
    checkSizeLimits(table.limits(), offset);
  }

  private void checkMemories() throws InvalidModuleException {
    for (MemoryType memory : sections.memories()) {
      checkMemoryType(memory, -1);
    }
    if (module.memoryCount() > 1) {
      throw reporter.invalid(
          "multiple memories: expected at most 1 without "
              + Feature.MULTI_MEMORY.text()
              + ", found "
              + module.memoryCount(),
          -1);
    }
  }

  private void checkMemoryType(MemoryType memory, int offset) throws InvalidModuleException {
    long minimum = memory.limits().minimum();
    long largest = Math.max(minimum, memory.limits().maximum().orElse(minimum));
    if (largest > MemoryType.MAX_PAGES) {
      throw reporter.invalid(
          "memory size must be at most 65536 pages (4GiB): found " + largest, offset);
    }
    checkSizeLimits(memory.limits(), offset);
  }

  private void checkSizeLimits(SizeLimits size, int offset) throws InvalidModuleException {
    OptionalLong maximum = size.maximum();
    if (maximum.isPresent() && size.minimum() > maximum.getAsLong()) {
      throw reporter.invalid(
          "size minimum must not be greater than maximum: minimum "
              + size.minimum()
              + ", maximum "
              + maximum.getAsLong(),
          offset);
    }
  }

  private void checkGlobalType(GlobalType type, int offset) throws UnsupportedFeatureException {
    context.checkType(type.type(), offset);
  }

  private void declareFunctions(ConstantExpression expression) {
    for (Instruction instruction : expression.instructions()) {
      if (instruction.opcode() == Opcode.REF_FUNC) {
        context.declaredFunctions.set((int) instruction.value());
      }
    }
  }

  private void declareExportedFunctions() {
    for (Export export : sections.exports()) {
      int index = export.index();
      boolean exists = index >= 0 && index < module.functionCount();
      if (export.kind() == ExternalKind.FUNCTION && exists) {
        context.declaredFunctions.set(index);
      }
    }
  }

  private void checkStart() throws InvalidModuleException {
    if (sections.start().isEmpty()) {
      return;
    }
    if (!context.profile.startAllowed()) {
      throw reporter.invalid(
          "start section not allowed: export the function as " + Profile.ENTRY_POINT, -1);
    }
    int index = sections.start().getAsInt();
    context.checkFunction(index, -1);
    FunctionType type = module.functionType(index);
    if (!type.parameters().isEmpty() || !type.results().isEmpty()) {
      throw reporter.invalid(
          "start function: expected " + FunctionType.EMPTY + ", found " + shorten(type), -1);
    }
  }

  private static String shorten(FunctionType type) {
    String text = type.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private void checkElementSegment(ElementSegment segment)
      throws InvalidModuleException, UnsupportedFeatureException {
    int offset = segment.offset();
    if (segment.type() != ValueType.FUNCREF) {
      context.checkType(segment.type(), offset);
    }
    if (segment.mode() == SegmentMode.ACTIVE) {
      context.checkTable(segment.tableIndex(), offset);
      ValueType expected = module.tableType(segment.tableIndex()).elementType();
      if (segment.type() != expected) {
        throw reporter.invalid(
            "type mismatch: table expected elements of type "
                + expected
                + ", found "
                + segment.type(),
            offset);
      }
      constants.check(segment.position(), ValueType.I32);
    } else {
      context.require(Feature.BULK_MEMORY, "element segment that is not active", offset);
    }
    checkItems(segment);
  }

  private void checkItems(ElementSegment segment)
      throws InvalidModuleException, UnsupportedFeatureException {
    if (segment.hasFunctionIndices()) {
      for (int i = 0; i < segment.items().size(); i++) {
        Instruction instruction = segment.items().get(i).instructions().get(0);
        context.checkFunction((int) instruction.value(), instruction.offset());
        context.declaredFunctions.set((int) instruction.value());
      }
      return;
    }
    context.require(Feature.REFERENCE_TYPES, "element expressions", segment.offset());
    for (ConstantExpression item : segment.items()) {
      constants.check(item, segment.type());
      declareFunctions(item);
    }
  }

  /** A passive segment without bulk memory is of no use and no harm; the reference accepts it. */
  private void checkDataSegment(DataSegment segment)
      throws InvalidModuleException, UnsupportedFeatureException {
    if (segment.mode() == SegmentMode.ACTIVE) {
      context.checkMemory(segment.memoryIndex(), segment.offset());
      constants.check(segment.position(), ValueType.I32);
    }
  }
}
