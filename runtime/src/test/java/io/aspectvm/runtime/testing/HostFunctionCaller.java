package io.aspectvm.runtime.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import java.util.HexFormat;

/** Calls one standard host function as a guest does, each time in a new instance. */
public final class HostFunctionCaller {

  /** WASM gas that a call has. */
  public static final long GAS = 10_000_000_123L;

  private HostFunctionCaller() {}

  /**
   * How a call ended.
   *
   * @param value the decoded result; null where there is none
   * @param thrown what ended the call; null where nothing did
   * @param gasLeft the counter afterwards, in WASM gas
   */
  public record Ended(GuestValue value, RuntimeException thrown, long gasLeft) {

    /** Expects a ByteArray with these bytes. */
    public Ended returned(String hex) {
      assertNull(thrown);
      assertEquals(new GuestValue.Bytes(HexFormat.of().parseHex(hex)), value);
      return this;
    }

    /** Expects an error of the host function with this text. */
    public Ended error(String text) {
      Trap trap = assertInstanceOf(Trap.class, thrown);
      assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
      assertEquals(text, trap.getCause().getMessage());
      return this;
    }

    /** Expects a trap of this kind. */
    public Ended trap(TrapKind kind) {
      assertEquals(kind, assertInstanceOf(Trap.class, thrown).kind());
      return this;
    }

    /** Expects a crash. */
    public Ended crash() {
      assertInstanceOf(GuestCrash.class, thrown);
      return this;
    }

    /** Expects this counter, in WASM gas. */
    public Ended gasLeft(long expected) {
      assertEquals(expected, gasLeft);
      return this;
    }
  }

  /** The decoded result, or null where the function has none. */
  public static GuestValue call(
      ExecutionContext context, String module, String field, GuestValue... arguments) {
    Ended ended = run(context, GAS, ImportPrice.FREE, module, field, arguments);
    if (ended.thrown() != null) {
      throw ended.thrown();
    }
    return ended.value();
  }

  /** Calls with this much WASM gas at this price; whatever else than these is thrown leaves. */
  public static Ended run(
      ExecutionContext context,
      long wasmGas,
      ImportPrice price,
      String module,
      String field,
      GuestValue... arguments) {
    HostFunction function = HostModules.standard().find(module, field).orElseThrow();
    FakeModule fake = new FakeModule();
    int index = fake.imports(function, price);
    fake.allocator(0).pages(16, 16);
    FakeInstance instance = fake.instance();
    context.bind(instance, ModuleLinks.of(fake));
    instance.setGas(wasmGas);
    try {
      int pointer = instance.callImport(index, place(instance, arguments));
      GuestValue value = function.result() == null ? null : read(instance, pointer);
      return new Ended(value, null, instance.gasLeft());
    } catch (Trap | GuestCrash thrown) {
      return new Ended(null, thrown, instance.gasLeft());
    } finally {
      context.release();
    }
  }

  private static int[] place(FakeInstance instance, GuestValue[] arguments) {
    int[] pointers = new int[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      byte[] encoded = ValueWriter.encode(arguments[i]);
      pointers[i] = instance.put(instance.heap, encoded);
      instance.heap += encoded.length;
    }
    return pointers;
  }

  private static GuestValue read(FakeInstance instance, int pointer) {
    ValueReader reader = new ValueReader();
    assertEquals(ValueReader.Status.OK, reader.locate(instance.memory.bytes, pointer));
    return reader.value();
  }

  /** Expects the host function to report this error. */
  public static void error(
      ExecutionContext context, String text, String module, String field, GuestValue... arguments) {
    run(context, GAS, ImportPrice.FREE, module, field, arguments).error(text);
  }

  /** Expects a crash. */
  public static void crash(
      ExecutionContext context, String module, String field, GuestValue... arguments) {
    run(context, GAS, ImportPrice.FREE, module, field, arguments).crash();
  }
}
