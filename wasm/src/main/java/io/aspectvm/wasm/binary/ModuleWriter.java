package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a module with changes: entries appended, bodies replaced, sections dropped. Indices of
 * what is there never move. A section without a change is copied byte by byte, so that a module
 * without any comes out as it went in; what is written anew is in the shortest form.
 *
 * <p>The module must be valid. What is added is not checked: validate the result. Not thread-safe.
 */
public final class ModuleWriter {

  private static final int HEADER_BYTES = 8;

  private final WasmModule module;
  private final byte[] bytes;
  private final List<FunctionType> types;

  /** By section id: the entries to append to its vector. */
  private final Map<Integer, List<byte[]>> added = new HashMap<>();

  private final Map<Integer, byte[]> bodies = new TreeMap<>();
  private final Set<String> droppedCustoms = new HashSet<>();
  private boolean startDropped;

  /** A section as it stands in the bytes: {@code [start, end)} is the content. */
  private record RawSection(int id, String name, int headerStart, int start, int end) {}

  public ModuleWriter(WasmModule module) {
    this.module = module;
    this.bytes = module.bytes();
    this.types = new ArrayList<>(module.types());
  }

  /** Index of this type, which is appended unless the module has it. */
  public int addType(FunctionType type) {
    int index = types.indexOf(type);
    if (index >= 0) {
      return index;
    }
    types.add(type);
    append(SectionId.TYPE, encode(type));
    return types.size() - 1;
  }

  /**
   * Appends a function.
   *
   * @param body its local declarations and instructions, without their size; see {@link #body}
   * @return its function index
   */
  public int addFunction(int typeIndex, byte[] body) {
    int index = module.functionCount() + append(SectionId.FUNCTION, u32(typeIndex));
    append(SectionId.CODE, new ByteWriter().writeSized(body).toByteArray());
    return index;
  }

  /**
   * Appends a global.
   *
   * @param initializer its instructions, {@code end} included
   * @return its global index
   */
  public int addGlobal(GlobalType type, byte[] initializer) {
    ByteWriter entry = new ByteWriter().writeByte(type.type().code());
    entry.writeByte(type.mutable() ? 1 : 0).write(initializer);
    return module.globalCount() + append(SectionId.GLOBAL, entry.toByteArray());
  }

  public ModuleWriter addExport(String name, ExternalKind kind, int index) {
    ByteWriter entry = new ByteWriter().writeName(name).writeByte(kind.ordinal()).writeU32(index);
    append(SectionId.EXPORT, entry.toByteArray());
    return this;
  }

  /**
   * Replaces the body of a function that the original defines.
   *
   * @param body its local declarations and instructions, without their size; see {@link #body}
   */
  public ModuleWriter replaceBody(int functionIndex, byte[] body) {
    bodies.put(functionIndex - module.functionImports().size(), body);
    return this;
  }

  public ModuleWriter dropStart() {
    startDropped = true;
    return this;
  }

  /** Drops all custom sections of this name, for example those whose code offsets are outdated. */
  public ModuleWriter dropCustom(String name) {
    droppedCustoms.add(name);
    return this;
  }

  /** A body of {@code code} with the local declarations of {@code original}. */
  public byte[] body(FunctionBody original, byte[] code) {
    return new ByteWriter()
        .write(bytes, original.start(), original.codeStart())
        .write(code)
        .toByteArray();
  }

  static byte[] encode(FunctionType type) {
    ByteWriter entry = new ByteWriter().writeByte(0x60);
    return entry.writeTypes(type.parameters()).writeTypes(type.results()).toByteArray();
  }

  private static byte[] u32(int value) {
    return new ByteWriter().writeU32(value).toByteArray();
  }

  /** Number of entries appended to the section before this one. */
  private int append(int id, byte[] entry) {
    List<byte[]> entries = added.computeIfAbsent(id, key -> new ArrayList<>());
    entries.add(entry);
    return entries.size() - 1;
  }

  /** The module with the changes. */
  public byte[] toByteArray() {
    List<RawSection> sections = sections();
    int custom = sections.size();
    while (custom > 0 && sections.get(custom - 1).id() == SectionId.CUSTOM) {
      custom--;
    }
    ByteWriter out = new ByteWriter().write(bytes, 0, HEADER_BYTES);
    int rank = 0;
    for (int i = 0; i < sections.size(); i++) {
      RawSection section = sections.get(i);
      if (section.id() != SectionId.CUSTOM) {
        writeMissing(rank, SectionId.rank(section.id()), out);
        rank = SectionId.rank(section.id());
      } else if (i == custom) {
        // The name section must be behind all others.
        writeMissing(rank, Integer.MAX_VALUE, out);
        rank = Integer.MAX_VALUE;
      }
      write(section, out);
    }
    writeMissing(rank, Integer.MAX_VALUE, out);
    return out.toByteArray();
  }

  private List<RawSection> sections() {
    Map<Integer, String> names = new HashMap<>();
    for (CustomSection section : module.sections().customs()) {
      names.put(section.end(), section.name());
    }
    List<RawSection> sections = new ArrayList<>();
    ByteReader in = new ByteReader(bytes, HEADER_BYTES, bytes.length, -1);
    try {
      while (!in.atEnd()) {
        int header = in.position();
        int id = in.readByte();
        int length = in.readLength();
        int start = in.position();
        in.skip(length);
        String name = id == SectionId.CUSTOM ? names.get(in.position()) : null;
        sections.add(new RawSection(id, name, header, start, in.position()));
      }
    } catch (MalformedModuleException e) {
      throw new IllegalStateException("a module that was read before", e);
    }
    return sections;
  }

  /** Writes the sections between two ranks that the original does not have. */
  private void writeMissing(int rank, int end, ByteWriter out) {
    for (int id : SectionId.ORDER) {
      boolean between = SectionId.rank(id) > rank && SectionId.rank(id) < end;
      if (between && added.containsKey(id)) {
        writeVector(id, 0, new ByteWriter(), out);
      }
    }
  }

  private void write(RawSection section, ByteWriter out) {
    int id = section.id();
    boolean dropped =
        id == SectionId.START ? startDropped : droppedCustoms.contains(section.name());
    if (dropped) {
      return;
    }
    if (id == SectionId.CODE && !bodies.isEmpty()) {
      writeVector(id, module.sections().bodies().size(), changedBodies(), out);
    } else if (added.containsKey(id)) {
      ByteReader in = new ByteReader(bytes, section.start(), section.end(), -1);
      int count = count(in);
      writeVector(id, count, new ByteWriter().write(bytes, in.position(), section.end()), out);
    } else {
      out.write(bytes, section.headerStart(), section.end());
    }
  }

  private static int count(ByteReader in) {
    try {
      return in.readU32();
    } catch (MalformedModuleException e) {
      throw new IllegalStateException("a module that was read before", e);
    }
  }

  private ByteWriter changedBodies() {
    ByteWriter content = new ByteWriter();
    List<FunctionBody> originals = module.sections().bodies();
    for (int i = 0; i < originals.size(); i++) {
      byte[] body = bodies.get(i);
      FunctionBody original = originals.get(i);
      if (body == null) {
        content.writeU32(original.end() - original.start());
        content.write(bytes, original.start(), original.end());
      } else {
        content.writeSized(body);
      }
    }
    return content;
  }

  /** Writes a section of {@code count} entries already encoded and the appended ones. */
  private void writeVector(int id, int count, ByteWriter entries, ByteWriter out) {
    List<byte[]> more = added.getOrDefault(id, List.of());
    more.forEach(entries::write);
    ByteWriter content = new ByteWriter().writeU32(count + more.size()).write(entries);
    out.writeByte(id).writeU32(content.size()).write(content);
  }
}
