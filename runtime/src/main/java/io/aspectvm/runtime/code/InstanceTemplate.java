package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.DataSegment;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a fresh instance, worked out once per module. A module imports functions only, so
 * memory, tables and globals are the same for each of its instances; so is the trap where a segment
 * does not fit (WebAssembly 2.0, section 4.5.4: elements first, then data, each in order, and what
 * was written before the trap belongs to an instance that nobody sees). Immutable, thread-safe.
 */
final class InstanceTemplate {

  private static final byte[] NO_BYTES = {};
  private static final int[] NO_ELEMENTS = {};

  private final long[] globals;
  private final int[][] tables;
  private final int[] tableCeilings;
  private final int memoryMinimum;
  private final int memoryCeiling;
  private final MemoryImage image;

  /** Stands for the module where its memories are kept, and holds nothing of it. */
  private final Object memoryOwner = new Object();

  private final byte[][] dataSegments;
  private final boolean passiveData;
  private final int[][] elementSegments;
  private final boolean passiveElements;
  private final int resultScratch;
  private final TrapKind trap;

  /**
   * @param manifest checked
   * @param wasm what the data segments point into; not kept
   */
  InstanceTemplate(Manifest manifest, byte[] wasm) {
    globals = globals(manifest.getGlobalsList());
    resultScratch = manifest.getResultScratch();
    memoryMinimum = manifest.hasMemory() ? manifest.getMemory().getMinimum() : -1;
    memoryCeiling = manifest.getMemory().getCeiling();
    tables = emptyTables(manifest.getTablesList());
    tableCeilings =
        manifest.getTablesList().stream().mapToInt(TableDefinition::getCeiling).toArray();
    elementSegments = new int[manifest.getElementsCount()][];
    dataSegments = new byte[manifest.getDataCount()][];
    TrapKind failed = fillTables(manifest.getElementsList());
    MemoryImage.Builder builder = new MemoryImage.Builder(wasm);
    if (failed == null) {
      failed = fillMemory(manifest.getDataList(), builder, wasm);
    }
    trap = failed;
    image = builder.build();
    passiveElements =
        manifest.getElementsList().stream().anyMatch(s -> s.getMode() == SegmentMode.PASSIVE);
    passiveData = manifest.getDataList().stream().anyMatch(s -> s.getMode() == SegmentMode.PASSIVE);
  }

  private static long[] globals(List<GlobalDefinition> definitions) {
    long[] values = new long[definitions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ConstantValue.of(definitions.get(i).getInitializerList(), values, 0);
    }
    return values;
  }

  private static int[][] emptyTables(List<TableDefinition> definitions) {
    int[][] tables = new int[definitions.size()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new int[definitions.get(i).getMinimum()];
      Arrays.fill(tables[i], Table.NULL);
    }
    return tables;
  }

  private TrapKind fillTables(List<ElementSegment> segments) {
    for (int i = 0; i < elementSegments.length; i++) {
      ElementSegment segment = segments.get(i);
      int[] functions = ElementValue.references(segment, globals, 0);
      elementSegments[i] = segment.getMode() == SegmentMode.PASSIVE ? functions : NO_ELEMENTS;
      if (segment.getMode() == SegmentMode.ACTIVE) {
        int[] table = tables[segment.getTable()];
        long position = position(segment.getPositionList());
        if (position + functions.length > table.length) {
          return TrapKind.OUT_OF_BOUNDS_TABLE;
        }
        System.arraycopy(functions, 0, table, (int) position, functions.length);
      }
    }
    return null;
  }

  private TrapKind fillMemory(
      List<DataSegment> segments, MemoryImage.Builder builder, byte[] wasm) {
    long size = memoryMinimum * (long) LinearMemory.PAGE_BYTES;
    for (int i = 0; i < dataSegments.length; i++) {
      DataSegment segment = segments.get(i);
      int start = segment.getStart();
      int length = segment.getLength();
      if (segment.getMode() == SegmentMode.PASSIVE) {
        dataSegments[i] = Arrays.copyOfRange(wasm, start, start + length);
        continue;
      }
      dataSegments[i] = NO_BYTES;
      long position = position(segment.getPositionList());
      if (position + length > size) {
        return TrapKind.OUT_OF_BOUNDS_MEMORY;
      }
      builder.add((int) position, start, length);
    }
    return null;
  }

  /** Unsigned 32 bits. */
  private long position(List<ConstantInstruction> program) {
    return ConstantValue.of(program, globals, 0) & 0xFFFF_FFFFL;
  }

  /**
   * Gives an instance its state.
   *
   * @param spares where a memory may be taken from
   * @throws Trap out of bounds table or memory access, where a segment does not fit
   */
  void fill(Instance instance, SpareMemories spares) {
    if (trap != null) {
      throw new Trap(trap);
    }
    if (memoryMinimum >= 0) {
      instance.memory = newMemory(spares);
    }
    Table[] fresh = new Table[tables.length];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = new Table(tables[i].clone(), tableCeilings[i]);
    }
    instance.tables = fresh;
    instance.globals = globals.clone();
    instance.results = new long[resultScratch];
    // Without a passive segment all are empty from the start, and dropping one changes nothing.
    instance.dataSegments = passiveData ? dataSegments.clone() : dataSegments;
    instance.elementSegments = passiveElements ? elementSegments.clone() : elementSegments;
  }

  /** The one place where memories come from. */
  private LinearMemory newMemory(SpareMemories spares) {
    byte[] content = spares.take(memoryOwner, memoryMinimum * LinearMemory.PAGE_BYTES);
    image.copyTo(content);
    return new LinearMemory(content, memoryCeiling);
  }

  /**
   * Keeps the memory of an instance whose execution has ended, and leaves it none. A memory that
   * grew fits no later execution: it would only be cleared, and drive out others.
   */
  void retire(Instance instance, SpareMemories spares) {
    LinearMemory memory = instance.memory;
    if (memory == null) {
      return;
    }
    byte[] content = memory.retire();
    if (content.length == memoryMinimum * LinearMemory.PAGE_BYTES) {
      spares.give(memoryOwner, content);
    }
  }
}
