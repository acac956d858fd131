package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.DataSegment;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.Global;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.MemoryType;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.module.WasmModule.Sections;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the sections and keeps what they hold; a section that throws leaves nothing behind. */
final class SectionReader {

  /** Real modules have a handful; without a bound, three bytes of input would cost an object. */
  private static final int MAX_CUSTOM_SECTIONS = 10_000;

  /** Bounds of the reference's validator, which are no matter of configuration. */
  private static final int MAX_TABLES = 100;

  private static final int MAX_MEMORIES = 100;
  private static final int MAX_ELEMENT_SEGMENTS = 100_000;

  private static final ExternalKind[] KINDS = ExternalKind.values();

  private final ByteReader in;
  private final Limits limits;
  private final TypeReader typeReader;
  private final ExpressionReader expressionReader;
  private final SegmentReader segmentReader;
  private final CodeReader codeReader;

  private List<FunctionType> types = List.of();
  private List<Import> imports = List.of();
  private List<Integer> functions = List.of();
  private List<TableType> tables = List.of();
  private List<MemoryType> memories = List.of();
  private List<Global> globals = List.of();
  private List<Export> exports = List.of();
  private OptionalInt start = OptionalInt.empty();
  private List<ElementSegment> elements = List.of();
  private OptionalInt dataCount = OptionalInt.empty();
  private List<FunctionBody> bodies = List.of();
  private List<DataSegment> data = List.of();
  private final List<CustomSection> customs = new ArrayList<>();
  private boolean hasExportSection;

  SectionReader(ByteReader in, Limits limits) {
    this.in = in;
    this.limits = limits;
    this.typeReader = new TypeReader(in, limits);
    this.expressionReader = new ExpressionReader(in, limits);
    this.segmentReader = new SegmentReader(in, limits, typeReader, expressionReader);
    this.codeReader = new CodeReader(in, limits, typeReader);
  }

  Sections toSections() {
    return new Sections(
        types,
        imports,
        functions,
        tables,
        memories,
        globals,
        exports,
        start,
        elements,
        dataCount,
        bodies,
        data,
        List.copyOf(customs),
        hasExportSection);
  }

  /** Reads the content of a section that is not custom. */
  void read(int id)
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    switch (id) {
      case SectionId.TYPE ->
          types = vector("types", 3, limits.types(), typeReader::readFunctionType);
      case SectionId.IMPORT -> imports = vector("imports", 3, limits.imports(), this::readImport);
      case SectionId.FUNCTION -> functions = vector("functions", 1, functionsLeft(), in::readU32);
      case SectionId.TABLE -> tables = vector("tables", 2, MAX_TABLES, typeReader::readTableType);
      case SectionId.MEMORY ->
          memories = vector("memories", 1, MAX_MEMORIES, typeReader::readMemoryType);
      case SectionId.GLOBAL -> globals = vector("globals", 3, globalsLeft(), this::readGlobal);
      case SectionId.EXPORT -> {
        exports = vector("exports", 2, limits.exports(), this::readExport);
        hasExportSection = true;
      }
      case SectionId.START -> start = OptionalInt.of(in.readU32());
      case SectionId.ELEMENT ->
          elements =
              vector(
                  "element segments", 2, MAX_ELEMENT_SEGMENTS, segmentReader::readElementSegment);
      case SectionId.CODE -> readCode();
      case SectionId.DATA ->
          data = vector("data segments", 2, limits.dataSegments(), segmentReader::readDataSegment);
      case SectionId.DATA_COUNT -> dataCount = OptionalInt.of(in.readU32());
      default -> throw new AssertionError(id);
    }
  }

  void addCustom(CustomSection section, int at) throws LimitExceededException {
    in.checkLimit("custom sections", customs.size() + 1L, MAX_CUSTOM_SECTIONS, at);
    customs.add(section);
  }

  /** Checks, behind the last section, the lengths that two sections must agree on. */
  void checkLengths() throws MalformedModuleException {
    if (bodies.size() != functions.size()) {
      throw inconsistentCode(bodies.size(), in.position());
    }
    if (dataCount.isPresent() && dataCount.getAsInt() != data.size()) {
      throw in.malformed(
          "data count and data section have inconsistent lengths: "
              + Integer.toUnsignedString(dataCount.getAsInt())
              + " and "
              + data.size(),
          in.position());
    }
  }

  private interface EntryReader<T> {
    T read() throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException;
  }

  private <T> List<T> vector(String what, int entryBytes, int max, EntryReader<T> reader)
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int count = in.readCount(what, entryBytes, max);
    List<T> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(reader.read());
    }
    return List.copyOf(entries);
  }

  private int functionsLeft() {
    return Math.max(0, limits.functions() - importCount(ExternalKind.FUNCTION));
  }

  private int globalsLeft() {
    return Math.max(0, limits.globals() - importCount(ExternalKind.GLOBAL));
  }

  private int importCount(ExternalKind kind) {
    return (int) imports.stream().filter(entry -> entry.kind() == kind).count();
  }

  private Import readImport()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = in.position();
    String module = in.readName(limits.nameBytes());
    String field = in.readName(limits.nameBytes());
    ExternalKind kind = readKind("malformed import kind");
    int typeIndex = -1;
    TableType table = null;
    MemoryType memory = null;
    GlobalType global = null;
    switch (kind) {
      case FUNCTION -> typeIndex = in.readU32();
      case TABLE -> table = typeReader.readTableType();
      case MEMORY -> memory = typeReader.readMemoryType();
      case GLOBAL -> global = typeReader.readGlobalType();
      default -> throw new AssertionError(kind);
    }
    return new Import(module, field, kind, typeIndex, table, memory, global, offset);
  }

  private ExternalKind readKind(String phrase) throws MalformedModuleException {
    int at = in.position();
    int code = in.readByte();
    if (code >= KINDS.length) {
      throw in.malformed(phrase + ": found 0x" + Integer.toHexString(code), at);
    }
    return KINDS[code];
  }

  private Global readGlobal()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = in.position();
    return new Global(typeReader.readGlobalType(), expressionReader.read(), offset);
  }

  private Export readExport() throws MalformedModuleException, LimitExceededException {
    int offset = in.position();
    String name = in.readName(limits.nameBytes());
    return new Export(name, readKind("malformed export kind"), in.readU32(), offset);
  }

  private void readCode()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int at = in.position();
    int count = in.readCount("function bodies", 2, limits.functions());
    if (count != functions.size()) {
      throw inconsistentCode(count, at);
    }
    List<FunctionBody> read = new ArrayList<>(count);
    int imported = importCount(ExternalKind.FUNCTION);
    for (int i = 0; i < count; i++) {
      in.enterFunction(imported + i);
      read.add(codeReader.readBody());
    }
    in.enterFunction(-1);
    bodies = List.copyOf(read);
  }

  private MalformedModuleException inconsistentCode(int found, int at) {
    return in.malformed(
        "function and code section have inconsistent lengths: "
            + functions.size()
            + " and "
            + found,
        at);
  }
}
