package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.TestHost;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * aspect-abi, section 5.2, as a whole: values of every type, calls in each other, calls after each
 * other.
 */
class HostCallTest extends HostCallFixture {

  @Test
  void valuesOfEveryTypeGoInAndOut() {
    String[] functions = {
      "echo", "echoText", "echoGuestString", "negate", "add", "increment", "incrementUnsigned"
    };
    int[] imports = new int[functions.length];
    for (int i = 0; i < functions.length; i++) {
      imports[i] = imports(functions[i], ImportPrice.FREE);
    }
    start();

    byte[] raw = {(byte) 0xFF, 0, (byte) 0xC0};
    assertEquals(new Bytes(raw), value(call(imports[0], new Bytes(raw))));
    assertEquals(Str.of("z\u00FCrich"), value(call(imports[1], Str.of("z\u00FCrich"))));
    assertEquals(
        new Str(GuestString.of(raw)), value(call(imports[2], new Str(GuestString.of(raw)))));
    assertEquals(new Bool(false), value(call(imports[3], new Bool(true))));
    assertEquals(new Bool(true), value(call(imports[3], new Bool(false))));
    assertEquals(
        new Int32(Integer.MIN_VALUE),
        value(call(imports[4], new Int32(Integer.MAX_VALUE), new Int32(1))));
    assertEquals(new Int64(Long.MIN_VALUE), value(call(imports[5], new Int64(Long.MAX_VALUE))));
    assertEquals(new Uint64(0), value(call(imports[6], new Uint64(-1))));
    assertEquals(GAS, instance.gasLeft(), "no price, nothing spent: bit-identical");
  }

  @Test
  void aViewOfMemoryCannotBeTamperedWith() {
    int tamper = imports("tamper", ImportPrice.FREE);
    start();
    instance.callImport(tamper, 100);
    instance.callImport(tamper, 50);
    assertEquals(42, instance.memory.bytes[100]);
    assertEquals(42, instance.memory.bytes[50]);
    assertEquals(MEMORY_BYTES, instance.memory.buffer().limit());
    Trap trap = traps(TrapKind.HOST_ERROR, tamper, MEMORY_BYTES);
    assertInstanceOf(IndexOutOfBoundsException.class, trap.getCause());
  }

  @Test
  void hostCallsNestSixtyFourDeep() {
    // CWA-2023-002: allocate calls a host function whose result needs allocate.
    int echo = imports("echo", new ImportPrice(100, 0, false, Surcharge.NONE));
    start();
    int argument = put(new Bytes(new byte[] {7}));
    int[] failures = {0};
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          guest.charge(1000);
          try {
            guest.callImport(echo, argument);
          } catch (Trap trap) {
            failures[0]++;
            throw trap;
          }
        });
    bindAgain();

    traps(TrapKind.WRITE_PARAMS_FAILED, echo, argument);

    assertEquals(64, instance.deepest);
    assertEquals(64, failures[0]);
    assertEquals(GAS - 65 * 100 - 64 * 1000, instance.gasLeft());

    // Nothing is left behind: the next call nests as deep.
    instance.setGas(GAS);
    instance.deepest = 0;
    traps(TrapKind.WRITE_PARAMS_FAILED, echo, argument);
    assertEquals(64, instance.deepest);
  }

  /** Without a price, calls of either kind take time all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "tamper"})
  void theThousandthFreeCallSeesTheStop(String function) {
    int free = imports(function, ImportPrice.FREE);
    int[] arguments = function.equals("tamper") ? new int[] {100} : new int[0];
    start();
    instance.requestStop();
    for (int i = 1; i < 1_000; i++) {
      instance.callImport(free, arguments);
    }
    traps(TrapKind.INTERRUPTED, free, arguments);
    assertEquals(GAS, instance.gasLeft());
  }

  @Test
  void nestedCallsDoNotMixTheirArguments() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    int outer = put(new Bytes(new byte[] {1, 1, 1}));
    int inner = put(new Bytes(new byte[] {2}));
    int[] seen = {0};
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          int size = (int) values[0];
          if (seen[0]++ == 0) {
            assertEquals(new Bytes(new byte[] {2}), value(guest.callImport(echo, inner)));
          }
          values[0] = 4096L * seen[0];
          assertEquals(seen[0] == 2 && guest.nesting == 1 ? 9 : 7, size);
        });
    bindAgain();
    assertEquals(new Bytes(new byte[] {1, 1, 1}), value(instance.callImport(echo, outer)));
  }

  @Test
  void theDepthBudgetIsHandedOnAndRestored() {
    int echo = imports("echo", ImportPrice.FREE);
    int[] given = {0};
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          given[0] = guest.depth;
          guest.depth = 3;
          values[0] = 2048;
        });
    start();
    instance.depth = 777;
    instance.callImport(echo, put(new Bytes(null)));
    assertEquals(777, given[0]);
    assertEquals(777, instance.depth);
  }

  @Test
  void aSteadyStreamOfCallsAllocatesNothing() {
    int increment = imports("increment", new ImportPrice(10, 1, false, Surcharge.NONE));
    start();
    instance.setGas(Long.MAX_VALUE);
    int argument = put(new Int64(41));
    int heap = instance.heap;
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = allocatedBytes();
      }
      instance.heap = heap;
      HostCall call = HostCall.begin(instance, increment);
      call.argument(argument);
      call.enter();
      call.int64Result(TestHost.increment(call.int64(0)));
    }
    assertTrue(allocatedBytes() - before < 10_000, "less than a byte a call");
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** However a call ends, its object serves the next one, and keeps nothing of the guest. */
  @Test
  void aCallThatEndedIsUsedAgain() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    HostCall call = HostCall.begin(instance, echo);
    call.argument(put(new Bytes(new byte[] {1})));
    assertEquals(1, call.bytes(0).length);
    call.done();
    assertThrows(NullPointerException.class, () -> call.bytes(0));

    assertSame(call, HostCall.begin(instance, echo));
    call.bytesResult(new byte[1]);
    assertSame(call, HostCall.begin(instance, echo));
    call.failed(new IllegalStateException("boom"));
    assertSame(call, HostCall.begin(instance, echo));
    HostCall inner = HostCall.begin(instance, echo);
    inner.done();
    assertSame(inner, HostCall.begin(instance, echo));
  }

  @Test
  void crashesWhereNoContextIsAttached() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    context.release();
    assertThrows(GuestCrash.class, () -> HostCall.begin(instance, echo));
    assertThrows(GuestCrash.class, () -> HostCall.enterRaw(instance, echo));
    assertThrows(GuestCrash.class, () -> HostCall.begin(module.instance(), echo));
    assertThrows(IllegalStateException.class, context::wasmGasLeft);
  }

  @Test
  void aContextServesOneInstance() {
    imports("echo", ImportPrice.FREE);
    start();
    Instance other = module.instance();
    ModuleLinks links = ModuleLinks.of(module);
    assertThrows(IllegalStateException.class, () -> context.bind(other, links));
    assertThrows(GuestCrash.class, () -> HostCall.begin(instance, 1));
  }
}
