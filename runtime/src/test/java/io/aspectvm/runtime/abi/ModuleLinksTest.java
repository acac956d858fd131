package io.aspectvm.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** aspect-abi, section 3.5: the room that a guest makes. */
class ModuleLinksTest {

  private static final int MEMORY_BYTES = 65_536;

  @Test
  void pricesAreOfImportsAlone() throws AbiException {
    FakeModule module = new FakeModule();
    ImportPrice price = new ImportPrice(7, 0, false, Surcharge.NONE);
    module.imports(TestHost.function("echo"), ImportPrice.FREE);
    module.imports(TestHost.function("echo"), price);
    module.allocator(0);
    ModuleLinks links = ModuleLinks.of(module);
    assertSame(ImportPrice.FREE, links.price(0));
    assertSame(price, links.price(1));
    assertThrows(GuestCrash.class, () -> links.price(2));
    assertThrows(GuestCrash.class, () -> links.price(-1));
    FakeInstance instance = module.instance();
    assertSame(instance.memory.bytes, links.memory(instance));
  }

  /** Function 0 may be the one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"(i32) -> (); 1", "(i32) -> (i32); 1", "(i32) -> (i32, i32); 2"})
  void thereIsRoomForArgumentsAndResults(String type, int length) {
    FakeModule module = new FakeModule().function("allocate", type, (guest, values) -> {});
    assertEquals(length, ModuleLinks.of(module).scratchLength());
    assertEquals(1, ModuleLinks.of(new FakeModule()).scratchLength());
  }

  private static String refusal(ModuleLinks links, FakeInstance instance, int length) {
    return assertThrows(
            AbiException.class, () -> links.allocate(instance, length, new long[1], 100))
        .getMessage();
  }

  /** The guest is asked for what has 31 bits, and not for more. */
  @Test
  void sizesThatHaveNoPointer() {
    FakeModule module = new FakeModule().allocator(0);
    FakeInstance instance = module.instance();
    ModuleLinks links = ModuleLinks.of(module);
    assertEquals("memory out of bound", refusal(links, instance, Integer.MAX_VALUE - 5));
    assertEquals("memory out of bound", refusal(links, instance, Integer.MAX_VALUE));
    assertEquals(0, instance.calls);
    assertEquals("memory out of bound", refusal(links, instance, Integer.MAX_VALUE - 6));
    assertEquals(1, instance.calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MEMORY_BYTES - 16})
  void roomInMemory(int pointer) throws AbiException {
    long[] scratch = {-1};
    FakeModule module = allocating(pointer);
    FakeInstance instance = module.instance();
    assertEquals(pointer, ModuleLinks.of(module).allocate(instance, 10, scratch, 100));
  }

  @ParameterizedTest
  @ValueSource(ints = {MEMORY_BYTES - 15, MEMORY_BYTES, Integer.MAX_VALUE})
  void roomOutsideMemory(int pointer) {
    FakeModule module = allocating(pointer);
    assertEquals("memory out of bound", refusal(ModuleLinks.of(module), module.instance(), 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void pointersBelowZero(int pointer) {
    FakeModule module = allocating(pointer);
    FakeInstance instance = module.instance();
    ModuleLinks links = ModuleLinks.of(module);
    assertThrows(GuestCrash.class, () -> links.allocate(instance, 10, new long[1], 100));
  }

  private static FakeModule allocating(int pointer) {
    return new FakeModule()
        .function(
            "allocate",
            "(i32) -> (i32)",
            (guest, values) -> {
              assertEquals(16, values[0]);
              assertEquals(100, guest.depth);
              values[0] = pointer;
            });
  }

  @Test
  void whatIsMissingIsNamed() {
    FakeModule none = new FakeModule();
    assertEquals(
        "function 'allocate' does not exist", refusal(ModuleLinks.of(none), none.instance(), 1));
    FakeModule other = new FakeModule().function("allocate", "() -> (i32)", (guest, values) -> {});
    assertEquals(
        "function 'allocate' has type () -> (i32)",
        refusal(ModuleLinks.of(other), other.instance(), 1));
    FakeModule bare = new FakeModule().allocator(0).memory(ExportedMemory.MISSING);
    assertEquals("memory export not found", refusal(ModuleLinks.of(bare), bare.instance(), 1));
  }
}
