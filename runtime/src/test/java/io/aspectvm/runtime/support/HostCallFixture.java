package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.TestHost;

/** Host calls, with bridges and guests written in Java. */
abstract class HostCallFixture {

  static final long GAS = 5_000_000_111L;
  static final int MEMORY_BYTES = 65_536;

  FakeModule module = new FakeModule();
  FakeInstance instance;
  ExecutionContext context;

  int imports(String function, ImportPrice price) {
    return module.imports(TestHost.function(function), price);
  }

  /** An instance with gas and context, called into as if by the guest. */
  void start() {
    if (module.exportedFunction("allocate").isEmpty()) {
      module.allocator(0);
    }
    instance = module.instance();
    instance.depth = 1000;
    context = ExecutionContext.builder().build();
    bindAgain();
    instance.setGas(GAS);
  }

  void bindAgain() {
    context.release();
    context.bind(instance, ModuleLinks.of(module));
  }

  int put(GuestValue value) {
    byte[] encoded = ValueWriter.encode(value);
    int pointer = instance.put(instance.heap, encoded);
    instance.heap += encoded.length;
    return pointer;
  }

  /** A header of a value whose body is elsewhere. */
  int header(int type, int length) {
    int pointer = put(new Bytes(new byte[8]));
    instance.memory.buffer().putShort(pointer, (short) type).putInt(pointer + 2, length);
    return pointer;
  }

  int call(int function, GuestValue... arguments) {
    int[] pointers = new int[arguments.length];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = put(arguments[i]);
    }
    return instance.callImport(function, pointers);
  }

  GuestValue value(int pointer) {
    ValueReader reader = new ValueReader();
    assertEquals(ValueReader.Status.OK, reader.locate(instance.memory.bytes, pointer));
    return reader.value();
  }

  Trap traps(TrapKind kind, int function, int... pointers) {
    Trap trap = assertThrows(Trap.class, () -> instance.callImport(function, pointers));
    assertEquals(kind, trap.kind());
    assertTrue(trap.isSettled());
    return trap;
  }

  void crashes(int function, int... pointers) {
    GuestCrash crash =
        assertThrows(GuestCrash.class, () -> instance.callImport(function, pointers));
    assertFalse(crash.getMessage().isEmpty());
  }
}
