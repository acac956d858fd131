package io.aspectvm.runtime.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;

/** Calls one standard host function as a guest does, each time in a new instance. */
public final class HostFunctionCaller {

  /** WASM gas that a call has. */
  public static final long GAS = 10_000_000_123L;

  private HostFunctionCaller() {}

  /** The decoded result, or null where the function has none. */
  public static GuestValue call(
      ExecutionContext context, String module, String field, GuestValue... arguments) {
    HostFunction function = HostModules.standard().find(module, field).orElseThrow();
    FakeModule fake = new FakeModule();
    int index = fake.imports(function, ImportPrice.FREE);
    fake.allocator(0).pages(16, 16);
    FakeInstance instance = fake.instance();
    context.bind(instance, ModuleLinks.of(fake));
    instance.setGas(GAS);
    try {
      int[] pointers = new int[arguments.length];
      for (int i = 0; i < pointers.length; i++) {
        byte[] encoded = ValueWriter.encode(arguments[i]);
        pointers[i] = instance.put(instance.heap, encoded);
        instance.heap += encoded.length;
      }
      int pointer = instance.callImport(index, pointers);
      if (function.result() == null) {
        return null;
      }
      ValueReader reader = new ValueReader();
      assertEquals(ValueReader.Status.OK, reader.locate(instance.memory.bytes, pointer));
      return reader.value();
    } finally {
      context.release();
    }
  }

  /** Expects the host function to report this error. */
  public static void error(
      ExecutionContext context, String text, String module, String field, GuestValue... arguments) {
    Trap trap = assertThrows(Trap.class, () -> call(context, module, field, arguments));
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
    assertEquals(text, trap.getCause().getMessage());
  }

  /** Expects a crash. */
  public static void crash(
      ExecutionContext context, String module, String field, GuestValue... arguments) {
    assertThrows(GuestCrash.class, () -> call(context, module, field, arguments));
  }
}
