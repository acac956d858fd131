package io.aspectvm.wasm.module;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A decoded module: immutable, and never run. Decoded says nothing about validity.
 *
 * <p>The lists hold what the module defines; imports come first in every index space, and {@link
 * #functionTypeIndex}, {@link #globalType}, {@link #tableType} and {@link #memoryType} take indices
 * of those spaces.
 */
public final class WasmModule {

  private final byte[] bytes;
  private final Sections sections;
  private final List<Import> functionImports;
  private final List<Import> tableImports;
  private final List<Import> memoryImports;
  private final List<Import> globalImports;

  /**
   * What the sections hold, in the order of the file.
   *
   * @param functions type index of each function that the module defines
   * @param start function index of the start function
   * @param dataCount of the data count section
   * @param bodies one for each of {@code functions}
   */
  public record Sections(
      List<FunctionType> types,
      List<Import> imports,
      List<Integer> functions,
      List<TableType> tables,
      List<MemoryType> memories,
      List<Global> globals,
      List<Export> exports,
      OptionalInt start,
      List<ElementSegment> elements,
      OptionalInt dataCount,
      List<FunctionBody> bodies,
      List<DataSegment> data,
      List<CustomSection> customs,
      boolean hasExportSection) {}

  /** Takes ownership of {@code bytes} and of the lists: the caller must not change them. */
  public WasmModule(byte[] bytes, Sections sections) {
    this.bytes = bytes;
    this.sections = sections;
    this.functionImports = importsOf(ExternalKind.FUNCTION);
    this.tableImports = importsOf(ExternalKind.TABLE);
    this.memoryImports = importsOf(ExternalKind.MEMORY);
    this.globalImports = importsOf(ExternalKind.GLOBAL);
  }

  private List<Import> importsOf(ExternalKind kind) {
    List<Import> found = new ArrayList<>();
    for (Import entry : sections.imports()) {
      if (entry.kind() == kind) {
        found.add(entry);
      }
    }
    return List.copyOf(found);
  }

  /** The module's own bytes, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  public Sections sections() {
    return sections;
  }

  public List<FunctionType> types() {
    return sections.types();
  }

  public List<Import> functionImports() {
    return functionImports;
  }

  public List<Import> globalImports() {
    return globalImports;
  }

  /** Number of functions, imports included. */
  public int functionCount() {
    return functionImports.size() + sections.functions().size();
  }

  public int tableCount() {
    return tableImports.size() + sections.tables().size();
  }

  public int memoryCount() {
    return memoryImports.size() + sections.memories().size();
  }

  public int globalCount() {
    return globalImports.size() + sections.globals().size();
  }

  /** Type index of the function with this function index. */
  public int functionTypeIndex(int functionIndex) {
    int imported = functionImports.size();
    return functionIndex < imported
        ? functionImports.get(functionIndex).typeIndex()
        : sections.functions().get(functionIndex - imported);
  }

  /** Type of the function with this function index, of a module whose type indices are valid. */
  public FunctionType functionType(int functionIndex) {
    return types().get(functionTypeIndex(functionIndex));
  }

  public GlobalType globalType(int globalIndex) {
    int imported = globalImports.size();
    return globalIndex < imported
        ? globalImports.get(globalIndex).global()
        : sections.globals().get(globalIndex - imported).type();
  }

  public TableType tableType(int tableIndex) {
    int imported = tableImports.size();
    return tableIndex < imported
        ? tableImports.get(tableIndex).table()
        : sections.tables().get(tableIndex - imported);
  }

  public MemoryType memoryType(int memoryIndex) {
    int imported = memoryImports.size();
    return memoryIndex < imported
        ? memoryImports.get(memoryIndex).memory()
        : sections.memories().get(memoryIndex - imported);
  }

  public boolean isImportedFunction(int functionIndex) {
    return functionIndex < functionImports.size();
  }

  /** Body of the function with this function index, which the module must define. */
  public FunctionBody body(int functionIndex) {
    return sections.bodies().get(functionIndex - functionImports.size());
  }
}
