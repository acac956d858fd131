package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Assembles a module from nothing; made for tests, which therefore need no assembler:
 *
 * <pre>{@code
 * ModuleBuilder module = new ModuleBuilder();
 * int type = module.type(List.of(I32), List.of(I32));
 * int twice = module.function(type, new CodeWriter().add(LOCAL_GET, 0).add(LOCAL_GET, 0)
 *     .add(I32_ADD).add(END));
 * byte[] bytes = module.export("twice", FUNCTION, twice).toByteArray();
 * }</pre>
 *
 * <p>Nothing is checked, so that wrong modules can be made too. Imports must be added before
 * functions, tables, memories and globals are, as their indices come first. Not thread-safe.
 */
public final class ModuleBuilder {

  /** By section id: the encoded entries of its vector. */
  private final Map<Integer, List<byte[]>> entries = new HashMap<>();

  private final List<FunctionType> types = new ArrayList<>();
  private final int[] imports = new int[ExternalKind.values().length];
  private final List<byte[]> customs = new ArrayList<>();
  private byte[] start;
  private boolean withDataCount;

  /** Index of this type, new or known. */
  public int type(List<ValueType> parameters, List<ValueType> results) {
    FunctionType type = new FunctionType(parameters, results);
    int known = types.indexOf(type);
    if (known >= 0) {
      return known;
    }
    types.add(type);
    return append(SectionId.TYPE, new ByteWriter().write(ModuleWriter.encode(type)));
  }

  /** Imports a function; its function index. */
  public int importFunction(String module, String field, int typeIndex) {
    return importEntry(module, field, ExternalKind.FUNCTION, new ByteWriter().writeU32(typeIndex));
  }

  /** Imports a global; its global index. */
  public int importGlobal(String module, String field, GlobalType type) {
    return importEntry(module, field, ExternalKind.GLOBAL, encode(type));
  }

  /** Imports a memory; its memory index. */
  public int importMemory(String module, String field, long minimum, long maximum) {
    return importEntry(module, field, ExternalKind.MEMORY, encode(limits(minimum, maximum)));
  }

  /** Imports a table; its table index. */
  public int importTable(String module, String field, TableType type) {
    return importEntry(module, field, ExternalKind.TABLE, encode(type));
  }

  private int importEntry(String module, String field, ExternalKind kind, ByteWriter type) {
    append(
        SectionId.IMPORT,
        new ByteWriter().writeName(module).writeName(field).writeByte(kind.ordinal()).write(type));
    return imports[kind.ordinal()]++;
  }

  /** Defines a function without locals; its function index. */
  public int function(int typeIndex, CodeWriter code) {
    return function(typeIndex, List.of(), code);
  }

  /** Defines a function; its function index. The code ends with {@code end}. */
  public int function(int typeIndex, List<LocalRun> locals, CodeWriter code) {
    ByteWriter body = new ByteWriter().writeU32(locals.size());
    for (LocalRun run : locals) {
      body.writeU32((int) run.count()).writeByte(run.type().code());
    }
    return function(typeIndex, body.write(code.toByteArray()).toByteArray());
  }

  /** Defines a function by the bytes of its body, the size left out; its function index. */
  public int function(int typeIndex, byte[] body) {
    append(SectionId.CODE, new ByteWriter().writeSized(body));
    int index = append(SectionId.FUNCTION, new ByteWriter().writeU32(typeIndex));
    return imports[ExternalKind.FUNCTION.ordinal()] + index;
  }

  /** Defines a table; its table index. */
  public int table(TableType type) {
    return imports[ExternalKind.TABLE.ordinal()] + append(SectionId.TABLE, encode(type));
  }

  /** Defines a table of functions without a maximum; its table index. */
  public int table(long minimum) {
    return table(new TableType(ValueType.FUNCREF, limits(minimum, -1)));
  }

  /**
   * Defines a memory; its memory index.
   *
   * @param maximum -1 for none
   */
  public int memory(long minimum, long maximum) {
    return imports[ExternalKind.MEMORY.ordinal()]
        + append(SectionId.MEMORY, encode(limits(minimum, maximum)));
  }

  /** Defines a global; its global index. The initialiser ends with {@code end}. */
  public int global(GlobalType type, CodeWriter initializer) {
    return imports[ExternalKind.GLOBAL.ordinal()]
        + append(SectionId.GLOBAL, encode(type).write(initializer.toByteArray()));
  }

  public ModuleBuilder export(String name, ExternalKind kind, int index) {
    append(
        SectionId.EXPORT,
        new ByteWriter().writeName(name).writeByte(kind.ordinal()).writeU32(index));
    return this;
  }

  public ModuleBuilder start(int functionIndex) {
    start = new ByteWriter().writeU32(functionIndex).toByteArray();
    return this;
  }

  /** An active segment that puts functions into table 0 from {@code position} on. */
  public ModuleBuilder elements(int position, int... functionIndices) {
    ByteWriter entry = new ByteWriter().writeByte(0).write(constant(position));
    append(SectionId.ELEMENT, entry.write(vector(functionIndices)));
    return this;
  }

  public ModuleBuilder passiveElements(int... functionIndices) {
    // What follows the kind of segment is the kind of its elements: functions.
    append(SectionId.ELEMENT, new ByteWriter().writeBytes(1, 0).write(vector(functionIndices)));
    return this;
  }

  private static ByteWriter vector(int... indices) {
    ByteWriter vector = new ByteWriter().writeU32(indices.length);
    for (int index : indices) {
      vector.writeU32(index);
    }
    return vector;
  }

  /** An active segment that puts bytes into memory 0 from {@code position} on. */
  public ModuleBuilder data(int position, byte[] content) {
    append(
        SectionId.DATA,
        new ByteWriter().writeByte(0).write(constant(position)).writeSized(content));
    return this;
  }

  public ModuleBuilder passiveData(byte[] content) {
    append(SectionId.DATA, new ByteWriter().writeByte(1).writeSized(content));
    return this;
  }

  /** With a data count section, which code needs that names data segments. */
  public ModuleBuilder dataCount() {
    withDataCount = true;
    return this;
  }

  /** A custom section behind all others. */
  public ModuleBuilder custom(String name, byte[] content) {
    customs.add(new ByteWriter().writeName(name).write(content).toByteArray());
    return this;
  }

  /** Any entry of a vector section, by the section's code: what there is no method for. */
  public ModuleBuilder entry(int sectionId, int... bytes) {
    append(sectionId, new ByteWriter().writeBytes(bytes));
    return this;
  }

  private int append(int id, ByteWriter entry) {
    List<byte[]> list = entries.computeIfAbsent(id, key -> new ArrayList<>());
    list.add(entry.toByteArray());
    return list.size() - 1;
  }

  private static byte[] constant(int value) {
    return new CodeWriter().add(Opcode.I32_CONST, value).add(Opcode.END).toByteArray();
  }

  private static SizeLimits limits(long minimum, long maximum) {
    return new SizeLimits(minimum, maximum < 0 ? OptionalLong.empty() : OptionalLong.of(maximum));
  }

  private static ByteWriter encode(SizeLimits limits) {
    ByteWriter out = new ByteWriter().writeByte(limits.maximum().isPresent() ? 1 : 0);
    out.writeU32((int) limits.minimum());
    limits.maximum().ifPresent(maximum -> out.writeU32((int) maximum));
    return out;
  }

  private static ByteWriter encode(TableType type) {
    return new ByteWriter().writeByte(type.elementType().code()).write(encode(type.limits()));
  }

  private static ByteWriter encode(GlobalType type) {
    return new ByteWriter().writeByte(type.type().code()).writeByte(type.mutable() ? 1 : 0);
  }

  public byte[] toByteArray() {
    ByteWriter out = new ByteWriter().writeBytes(0, 'a', 's', 'm', 1, 0, 0, 0);
    for (int id : SectionId.ORDER) {
      byte[] content = content(id);
      if (content != null) {
        out.writeByte(id).writeSized(content);
      }
    }
    customs.forEach(content -> out.writeByte(SectionId.CUSTOM).writeSized(content));
    return out.toByteArray();
  }

  private byte[] content(int id) {
    List<byte[]> list = entries.getOrDefault(id, List.of());
    if (id == SectionId.START) {
      return start;
    }
    if (id == SectionId.DATA_COUNT) {
      int count = entries.getOrDefault(SectionId.DATA, List.of()).size();
      return withDataCount ? new ByteWriter().writeU32(count).toByteArray() : null;
    }
    if (list.isEmpty()) {
      return null;
    }
    ByteWriter content = new ByteWriter().writeU32(list.size());
    list.forEach(content::write);
    return content.toByteArray();
  }
}
