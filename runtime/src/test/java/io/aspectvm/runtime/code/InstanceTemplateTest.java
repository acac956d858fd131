package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.HostModules;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a fresh instance holds. */
class InstanceTemplateTest {

  private static Instance instance(TestModule module) {
    return loaded(module).newInstance();
  }

  private static LoadedModule loaded(TestModule module) {
    return new ModuleLoader(HostModules.standard(), Isolation.INSTANCE, LoadLimits.DEFAULT)
        .load(module.build());
  }

  @Test
  void aModuleMayHaveNothing() {
    Instance instance = instance(new TestModule());
    assertNull(instance.memory);
    assertEquals(0, instance.tables.length);
    assertEquals(0, instance.globals.length);
    assertEquals(0, instance.results.length);
    assertEquals(0, instance.dataSegments.length);
    assertEquals(0, instance.elementSegments.length);
  }

  @Test
  void memoriesHaveTheirSizes() {
    Instance instance = instance(new TestModule().memory(0, 2));
    assertEquals(0, instance.memory.pages());
    assertEquals(0, instance.memory.grow(2));
    assertEquals(-1, instance.memory.grow(1));
  }

  @Test
  void aMemoryThatGrewDrivesOutNoOther() {
    SpareMemories spares = new SpareMemories();
    LoadedModule module = loaded(new TestModule().memory(1, 40));
    Instance small = module.newInstance(spares);
    Instance large = module.newInstance(spares);
    byte[] content = small.memory.bytes;
    large.memory.grow(SpareMemories.MAX_BYTES / LinearMemory.PAGE_BYTES - 1);
    module.retire(small, spares);
    module.retire(large, spares);
    assertSame(content, module.newInstance(spares).memory.bytes);
  }

  @Test
  void laterSegmentsWriteOverEarlierOnes() {
    byte[] memory =
        instance(
                new TestModule()
                    .memory(1, 1)
                    .data(10, (byte) 1, (byte) 1, (byte) 1)
                    .data(60_000, (byte) 9)
                    .data(11, (byte) 2)
                    .data(8, (byte) 3, (byte) 3, (byte) 3)
                    .data(65_536))
            .memory
            .bytes;
    byte[] expected = new byte[LinearMemory.PAGE_BYTES];
    System.arraycopy(new byte[] {3, 3, 3, 2, 1}, 0, expected, 8, 5);
    expected[60_000] = 9;
    assertArrayEquals(expected, memory);
  }

  /** Merged chunks against one copy after the other. */
  @Test
  void anySegmentsGiveTheSameImage() {
    Random random = new Random(7);
    byte[] source = new byte[4096];
    random.nextBytes(source);
    for (int round = 0; round < 300; round++) {
      int size = 1 + random.nextInt(5_000);
      byte[] expected = new byte[size];
      MemoryImage.Builder builder = new MemoryImage.Builder(source);
      for (int i = random.nextInt(40); i > 0; i--) {
        int length = random.nextInt(Math.min(size, 200) + 1);
        int address = random.nextInt(size - length + 1);
        int start = random.nextInt(source.length - length);
        builder.add(address, start, length);
        System.arraycopy(source, start, expected, address, length);
      }
      byte[] memory = new byte[size];
      builder.build().copyTo(memory);
      assertArrayEquals(expected, memory, "round " + round);
    }
  }

  @Test
  void globalsAreConstantsOrEarlierGlobals() {
    TestModule module = new TestModule().global("a", 1L << 40);
    global(module, 0x7E, 0x23, 0);
    global(module, 0x7F, 0x41, -1L);
    global(module, 0x7F, 0x41, 0xFFFF_FFFFL);
    global(module, 0x7D, 0x43, 0x8000_0000L);
    global(module, 0x7C, 0x44, Long.MIN_VALUE);
    global(module, 0x70, 0xD0, 0x70);
    assertArrayEquals(
        new long[] {1L << 40, 1L << 40, -1, -1, Integer.MIN_VALUE, Long.MIN_VALUE, -1},
        instance(module).globals);
  }

  /** Wraps around, each type at its own width; operands are in order. */
  @Test
  void initialisersCalculate() {
    TestModule module = new TestModule();
    calculated(module, 0x7F, 0x41, 0x6A, Integer.MAX_VALUE, 1);
    calculated(module, 0x7F, 0x41, 0x6B, 3, 5);
    calculated(module, 0x7F, 0x41, 0x6C, 0x10001, 0x10001);
    calculated(module, 0x7E, 0x42, 0x7C, Long.MAX_VALUE, 1);
    calculated(module, 0x7E, 0x42, 0x7D, 3, 5);
    calculated(module, 0x7E, 0x42, 0x7E, 1L << 32 | 1, 1L << 32 | 1);
    assertArrayEquals(
        new long[] {Integer.MIN_VALUE, -2, 0x20001, Long.MIN_VALUE, -2, 1L << 33 | 1},
        instance(module).globals);
  }

  private static void calculated(
      TestModule module, int type, int constant, int opcode, long left, long right) {
    module
        .manifest()
        .addGlobals(
            GlobalDefinition.newBuilder()
                .setType(type)
                .addInitializer(TestModule.constant(constant, left))
                .addInitializer(TestModule.constant(constant, right))
                .addInitializer(TestModule.constant(opcode, 0)));
  }

  @Test
  void elementsMayBeGlobals() {
    TestModule module = new TestModule().table(3);
    global(module, 0x7F, 0x41, 2);
    global(module, 0x70, 0xD2, 0);
    global(module, 0x70, 0xD0, 0x70);
    module.function("f", "() -> ()", c -> c.visitInsn(org.objectweb.asm.Opcodes.RETURN));
    module.elements(0, -4, -3, 0);
    assertArrayEquals(new int[] {-1, 0, 0}, instance(module).tables[0].elements);
  }

  private static void global(TestModule module, int type, int opcode, long value) {
    module
        .manifest()
        .addGlobals(
            GlobalDefinition.newBuilder()
                .setType(type)
                .addInitializer(TestModule.constant(opcode, value)));
  }

  @Test
  void positionsAreUnsignedAndMayBeGlobals() {
    TestModule module = new TestModule().memory(1, 1).table(3);
    global(module, 0x7F, 0x41, 2);
    module.function("f", "() -> ()", c -> c.visitInsn(org.objectweb.asm.Opcodes.RETURN));
    module.data(0, (byte) 5).elements(0, 0, -1);
    module.manifest().getDataBuilder(0).setPosition(0, TestModule.constant(0x23, 0));
    Instance instance = instance(module);
    assertEquals(5, instance.memory.bytes[2]);
    assertArrayEquals(new int[] {0, -1, -1}, instance.tables[0].elements);

    LoadedModule far = loaded(new TestModule().memory(1, 1).data(-1));
    assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, assertThrows(Trap.class, far::newInstance).kind());
  }

  @Test
  void tablesTrapBeforeMemories() {
    TestModule module = new TestModule().memory(1, 1).table(1).data(65_536, (byte) 1);
    module.function("f", "() -> ()", c -> c.visitInsn(org.objectweb.asm.Opcodes.RETURN));
    LoadedModule both = loaded(module.elements(1, 0));
    assertEquals(TrapKind.OUT_OF_BOUNDS_TABLE, assertThrows(Trap.class, both::newInstance).kind());
  }

  @Test
  void onlyPassiveSegmentsHaveContent() {
    TestModule module = new TestModule().memory(1, 1).table(1).data(0, (byte) 1, (byte) 2);
    module.function("f", "() -> ()", c -> c.visitInsn(org.objectweb.asm.Opcodes.RETURN));
    module.data(0, (byte) 3).elements(0, 0).elements(0, 0, -1, 0);
    module.manifest().getDataBuilder(1).setMode(SegmentMode.PASSIVE);
    module.manifest().getElementsBuilder(1).setMode(SegmentMode.PASSIVE);
    LoadedModule loaded = loaded(module);
    Instance instance = loaded.newInstance();
    assertEquals(0, instance.dataSegments[0].length);
    assertArrayEquals(new byte[] {3}, instance.dataSegments[1]);
    assertEquals(0, instance.elementSegments[0].length);
    assertArrayEquals(new int[] {0, -1, 0}, instance.elementSegments[1]);
    assertEquals(1, instance.memory.bytes[0]);

    instance.dataSegments[1] = instance.dataSegments[0];
    instance.elementSegments[1] = instance.elementSegments[0];
    Instance other = loaded.newInstance();
    assertEquals(1, other.dataSegments[1].length);
    assertEquals(3, other.elementSegments[1].length);
    assertNotSame(instance.tables[0].elements, other.tables[0].elements);
  }
}
