package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.DataSegment;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.MemoryDefinition;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.ExternalValue.Maximum;
import io.aspectvm.runtime.support.FunctionSpace;
import io.aspectvm.runtime.support.GlobalCell;
import io.aspectvm.runtime.support.HostEdge;
import io.aspectvm.runtime.support.InstanceLinks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one instance that is linked with others, step by step as the specification does it
 * (WebAssembly 2.0, section 4.5.4): imports, globals, tables and memory, then the element segments,
 * then the data segments. A segment that does not fit ends it; what was written before stays where
 * others can see it, and functions in shared tables stay callable.
 *
 * <p>An instance that owns everything is made from an {@link InstanceTemplate} instead, which is
 * much quicker.
 */
public final class LinkedInstantiation {

  private static final byte[] NO_BYTES = {};
  private static final int[] NO_ELEMENTS = {};

  private final LoadedModule module;
  private final Manifest manifest;
  private final byte[] wasm;
  private final Instance instance;
  private final List<ExternalValue.Table> tables;
  private final List<ExternalValue.Memory> memories;
  private final List<ExternalValue.Global> globals;

  private LinkedInstantiation(
      LoadedModule module, CompiledModule compiled, ImportedValues imports) {
    this.module = module;
    this.manifest = compiled.manifest();
    this.wasm = compiled.wasmBytes();
    this.instance = module.newEmptyInstance();
    this.tables = new ArrayList<>(imports.tables);
    this.memories = new ArrayList<>(imports.memories);
    this.globals = new ArrayList<>(imports.globals);
  }

  /**
   * Makes an instance. The start function has not run.
   *
   * @param module loaded from {@code compiled}
   * @param source of what the host does not offer
   * @param functions the addresses of all instances that are linked with each other
   * @param host the host's side of this instance and no other
   * @throws io.aspectvm.runtime.UnloadableModuleException missing or mistyped import: nothing was
   *     changed
   * @throws Trap out of bounds table or memory access, where a segment does not fit
   */
  public static LinkedInstance run(
      LoadedModule module,
      CompiledModule compiled,
      ImportSource source,
      FunctionSpace functions,
      HostEdge host,
      ModuleLinks hostLinks) {
    ImportedValues imports = new ImportedValues(compiled.manifest(), source);
    LinkedInstantiation making = new LinkedInstantiation(module, compiled, imports);
    making.link(imports, functions, host, hostLinks);
    making.addGlobals();
    making.addTables();
    making.addMemory();
    making.addSegments();
    making.fillTables();
    making.fillMemory();
    return new LinkedInstance(
        module,
        making.instance,
        making.manifest.getOpen(),
        making.tables,
        making.memories,
        making.globals);
  }

  private void link(
      ImportedValues imports, FunctionSpace functions, HostEdge host, ModuleLinks hostLinks) {
    GlobalCell[] cells = new GlobalCell[globals.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = globals.get(i).mutable() ? globals.get(i).cell() : null;
    }
    if (manifest.getOpen()) {
      instance.functionBase = functions.allocate(instance, module);
    }
    instance.link(
        new InstanceLinks(instance, module, functions, imports.functions, cells, host, hostLinks));
    instance.results = new long[manifest.getResultScratch()];
  }

  /** An immutable import is copied: nobody can tell, and code reads it like one of its own. */
  private void addGlobals() {
    int imported = globals.size();
    long[] values = new long[imported + manifest.getGlobalsCount()];
    for (int i = 0; i < imported; i++) {
      values[i] = globals.get(i).mutable() ? 0 : globals.get(i).cell().get();
    }
    for (GlobalDefinition definition : manifest.getGlobalsList()) {
      int index = globals.size();
      values[index] = value(definition.getInitializerList(), values);
      globals.add(
          new ExternalValue.Global(
              new GlobalCell(values, index), definition.getType(), definition.getMutable()));
    }
    instance.globals = values;
  }

  private long value(List<ConstantInstruction> program, long[] values) {
    return ConstantValue.of(program, values, instance.functionBase);
  }

  private void addTables() {
    for (TableDefinition definition : manifest.getTablesList()) {
      Maximum maximum =
          definition.hasMaximum() ? Maximum.of(definition.getMaximum()) : Maximum.NONE;
      int[] elements = new int[definition.getMinimum()];
      Arrays.fill(elements, Table.NULL);
      Table table = new Table(elements, definition.getCeiling());
      tables.add(new ExternalValue.Table(table, definition.getElementType(), maximum));
    }
    instance.tables = tables.stream().map(ExternalValue.Table::table).toArray(Table[]::new);
  }

  private void addMemory() {
    if (manifest.hasMemory()) {
      MemoryDefinition definition = manifest.getMemory();
      Maximum maximum =
          definition.hasMaximum() ? Maximum.of(definition.getMaximum()) : Maximum.NONE;
      memories.add(
          new ExternalValue.Memory(
              new LinearMemory(definition.getMinimum(), definition.getCeiling()), maximum));
    }
    instance.memory = memories.isEmpty() ? null : memories.get(0).memory();
  }

  /** Unsigned 32 bits. */
  private long position(List<ConstantInstruction> program) {
    return value(program, instance.globals) & 0xFFFF_FFFFL;
  }

  /**
   * All are there until their turn comes: where an earlier one does not fit, functions in shared
   * tables find those behind it undropped.
   */
  private void addSegments() {
    instance.elementSegments =
        manifest.getElementsList().stream().map(this::references).toArray(int[][]::new);
    instance.dataSegments =
        manifest.getDataList().stream().map(this::content).toArray(byte[][]::new);
  }

  private byte[] content(DataSegment segment) {
    int start = segment.getStart();
    return Arrays.copyOfRange(wasm, start, start + segment.getLength());
  }

  private int[] references(ElementSegment segment) {
    return ElementValue.references(segment, instance.globals, instance.functionBase);
  }

  private void fillTables() {
    int[][] segments = instance.elementSegments;
    for (int i = 0; i < segments.length; i++) {
      ElementSegment segment = manifest.getElements(i);
      if (segment.getMode() == SegmentMode.ACTIVE) {
        int[] elements = instance.tables[segment.getTable()].elements;
        long position = position(segment.getPositionList());
        if (position + segments[i].length > elements.length) {
          throw new Trap(TrapKind.OUT_OF_BOUNDS_TABLE);
        }
        System.arraycopy(segments[i], 0, elements, (int) position, segments[i].length);
      }
      if (segment.getMode() != SegmentMode.PASSIVE) {
        segments[i] = NO_ELEMENTS;
      }
    }
  }

  private void fillMemory() {
    byte[][] segments = instance.dataSegments;
    for (int i = 0; i < segments.length; i++) {
      DataSegment segment = manifest.getData(i);
      if (segment.getMode() == SegmentMode.ACTIVE) {
        byte[] bytes = instance.memory.bytes;
        long position = position(segment.getPositionList());
        if (position + segments[i].length > bytes.length) {
          throw new Trap(TrapKind.OUT_OF_BOUNDS_MEMORY);
        }
        System.arraycopy(segments[i], 0, bytes, (int) position, segments[i].length);
        segments[i] = NO_BYTES;
      }
    }
  }
}
