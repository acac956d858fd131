package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExportedMemory;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.TestHost;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** aspect-abi, sections 5.2 and 5.3, with bridges and guests written in Java. */
class HostCallTest {

  private static final long GAS = 5_000_000_111L;
  private static final int MEMORY_BYTES = 65_536;

  private FakeModule module = new FakeModule();
  private FakeInstance instance;
  private ExecutionContext context;

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
  void nullResultsAreEmpty() {
    int bytes = imports("nothing", ImportPrice.FREE);
    int text = imports("noText", ImportPrice.FREE);
    int guestString = imports("noGuestString", ImportPrice.FREE);
    start();

    assertEquals(new Bytes(null), value(call(bytes)));
    assertEquals(Str.of(""), value(call(text)));
    assertEquals(Str.of(""), value(call(guestString)));
  }

  @Test
  void textIsDecodedWithReplacement() {
    int text = imports("echoText", ImportPrice.FREE);
    start();
    assertEquals(Str.of("\uFFFD"), value(call(text, new Str(GuestString.of(new byte[] {-1})))));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "1, 0, 0, 110", "0, 0, 1, 110", "3, 4, 5, 220"})
  void thePriceCountsAllArgumentsAndNothingIfTheyAreEmpty(int a, int b, int c, long price) {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();

    call(three, new Bytes(new byte[a]), new Bytes(new byte[b]), new Bytes(new byte[c]));

    assertEquals(GAS - price, instance.gasLeft());
    assertEquals(GuestString.of(a + " " + b + " " + c), context.logs().get(0));
  }

  @Test
  void hardenedPricesAreDueEvenIfArgumentsAreEmpty() {
    int echo = imports("echo", new ImportPrice(100, 10, true, Surcharge.NONE));
    start();
    call(echo, new Bytes(null));
    assertEquals(GAS - 100, instance.gasLeft());
  }

  @Test
  void theExactPriceIsEnoughAndOneLessIsOutOfGas() {
    int echo = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int[] pointers = {put(new Bytes(new byte[3])), put(new Bytes(null)), put(new Bytes(null))};

    instance.setGas(130);
    instance.callImport(echo, pointers);
    assertEquals(0, instance.gasLeft());

    instance.setGas(129);
    traps(TrapKind.OUT_OF_GAS, echo, pointers);
    assertEquals(-1, instance.gasLeft());
    assertEquals(1, context.logs().size(), "the function did not run");
  }

  /** What is left when the price was paid is enough for a result that costs nothing. */
  @Test
  void aResultNeedsNoGasOfItsOwn() {
    int echo = imports("echo", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    instance.setGas(110);
    assertEquals(new Bytes(new byte[1]), value(call(echo, new Bytes(new byte[1]))));
    assertEquals(0, instance.gasLeft());
  }

  /** A gas limit that just pays the ordinary price does not buy off the rest. */
  @Test
  void surchargesAreDueWhateverIsLeft() {
    Surcharge floor = new Surcharge(Surcharge.Unit.NONE, true, 1_000, 0);
    int three = imports("three", new ImportPrice(100, 10, false, floor));
    start();
    int threeBytes = put(new Bytes(new byte[3]));
    int none = put(new Bytes(null));
    for (long limit : new long[] {129, 130, 131, 999}) {
      instance.setGas(limit);
      traps(TrapKind.OUT_OF_GAS, three, threeBytes, none, none);
      assertEquals(-1, instance.gasLeft());
    }
    instance.setGas(1_000);
    instance.callImport(three, threeBytes, none, none);
    assertEquals(0, instance.gasLeft());
    assertEquals(1, context.logs().size());
  }

  @Test
  void argumentsThatAreNotThereHaveNoSurcharge() {
    Surcharge floor = new Surcharge(Surcharge.Unit.NONE, true, 1_000, 0);
    int three = imports("three", new ImportPrice(100, 10, false, floor));
    start();
    int threeBytes = put(new Bytes(new byte[3]));
    traps(TrapKind.READ_PARAMS_FAILED, three, threeBytes, MEMORY_BYTES - 5, threeBytes);
    assertEquals(GAS - 130, instance.gasLeft());
  }

  @Test
  void pricesThatOverflowAreOutOfGas() {
    ImportPrice price = new ImportPrice(Long.MAX_VALUE, Long.MAX_VALUE, false, Surcharge.NONE);
    int echo = imports("echo", price);
    start();
    traps(TrapKind.OUT_OF_GAS, echo, put(new Bytes(new byte[2])));
    assertEquals(-1, instance.gasLeft());
  }

  /** Compiled code leaves the slice below zero where the rest of the counter pays. */
  @Test
  void pricesThatOverflowAreOutOfGasBelowTheSliceToo() {
    ImportPrice price = new ImportPrice(Long.MAX_VALUE, Long.MAX_VALUE, false, Surcharge.NONE);
    int echo = imports("echo", price);
    start();
    int pointer = put(new Bytes(new byte[2]));
    for (long limit : new long[] {Instance.GAS_SLICE + GAS, Long.MAX_VALUE}) {
      instance.setGas(limit);
      instance.gas = -2;
      traps(TrapKind.OUT_OF_GAS, echo, pointer);
      assertEquals(-1, instance.gasLeft());
      instance.setGas(limit);
      instance.gas = instance.gasFloor();
      traps(TrapKind.OUT_OF_GAS, echo, pointer);
      assertEquals(-1, instance.gasLeft());
    }
  }

  @Test
  void negativeLengthsLowerTheSum() {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int fiveBytes = put(new Bytes(new byte[5]));
    int oneByte = put(new Bytes(new byte[1]));
    int minusFive = header(11, -5);

    // 5 - 5 = 0: not charged, and the call traps.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, minusFive, oneByte);
    assertEquals(GAS, instance.gasLeft());
    // -5 first: the rest is not read.
    traps(TrapKind.READ_PARAMS_FAILED, three, minusFive, fiveBytes, oneByte);
    assertEquals(GAS, instance.gasLeft());
    // 5 + 1 - 5 = 1.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, oneByte, minusFive);
    assertEquals(GAS - 110, instance.gasLeft());
  }

  @Test
  void argumentsReadBeforeAFailureArePaid() {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int fiveBytes = put(new Bytes(new byte[5]));

    // The header of the second is not in memory: its length does not count.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, MEMORY_BYTES - 5, fiveBytes);
    assertEquals(GAS - 150, instance.gasLeft());

    // Its body is not: the length counts, and the third is not looked at.
    instance.setGas(GAS);
    int tooLong = header(11, 65_530);
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, tooLong, -1);
    assertEquals(GAS - 100 - 10 * (5 + 65_530), instance.gasLeft());

    // Its type is unknown: likewise.
    instance.setGas(GAS);
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, header(5, 7), fiveBytes);
    assertEquals(GAS - 100 - 10 * (5 + 7), instance.gasLeft());

    // The price comes before the trap.
    instance.setGas(149);
    traps(TrapKind.OUT_OF_GAS, three, fiveBytes, MEMORY_BYTES - 5, fiveBytes);
    assertEquals(-1, instance.gasLeft());
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "1, ok",
    "65530, ok",
    "65531, read params failed",
    "65535, read params failed",
    "65536, read params failed",
    "65537, read params failed",
    "-1, crash",
    "-2147483648, crash",
    "2147483647, crash",
  })
  void pointers(int pointer, String expected) {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    if (pointer >= 0 && pointer <= MEMORY_BYTES - ValueReader.HEADER_BYTES) {
      ValueWriter.write(instance.memory.bytes, pointer, new Bytes(null));
    }

    if (expected.equals("ok")) {
      assertEquals(new Bytes(null), value(instance.callImport(echo, pointer)));
    } else if (expected.equals("crash")) {
      assertThrows(GuestCrash.class, () -> instance.callImport(echo, pointer));
    } else {
      traps(TrapKind.READ_PARAMS_FAILED, echo, pointer);
    }
    assertEquals(GAS, instance.gasLeft());
  }

  @Test
  void withoutMemoryNothingCanBeReadOrWritten() {
    for (ExportedMemory kind :
        new ExportedMemory[] {ExportedMemory.MISSING, ExportedMemory.NO_MEMORY}) {
      module = new FakeModule();
      int echo = imports("echo", new ImportPrice(100, 1, false, Surcharge.NONE));
      int nothing = imports("nothing", ImportPrice.FREE);
      int three = imports("three", ImportPrice.FREE);
      module.memory(kind).pages(-1, 0);
      start();
      traps(TrapKind.READ_PARAMS_FAILED, echo, 0);
      traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
      traps(TrapKind.READ_PARAMS_FAILED, three, -1, -1, -1);
      assertEquals(GAS, instance.gasLeft());
    }
  }

  @Test
  void valuesOfAnotherTypeCrash() {
    int echo = imports("echo", new ImportPrice(100, 0, false, Surcharge.NONE));
    int text = imports("echoText", ImportPrice.FREE);
    int guestString = imports("echoGuestString", ImportPrice.FREE);
    int increment = imports("increment", ImportPrice.FREE);
    int unsigned = imports("incrementUnsigned", ImportPrice.FREE);
    int negate = imports("negate", ImportPrice.FREE);
    int add = imports("add", ImportPrice.FREE);
    start();
    int string = put(Str.of("text"));
    int bytes = put(new Bytes(new byte[8]));
    int uint64 = put(new Uint64(1));
    int int64 = put(new Int64(1));

    crashes(echo, string);
    crashes(text, bytes);
    crashes(guestString, bytes);
    crashes(increment, uint64);
    crashes(unsigned, int64);
    crashes(negate, int64);
    crashes(add, put(new Int32(1)), int64);
  }

  @Test
  void theRemainderIsKept() {
    int spend = imports("spend", ImportPrice.FREE);
    start();
    // The specification's example says host gas 10 for a counter of 11 111; its steps say 11.
    instance.setGas(11_111);
    assertEquals(new Int64(8), value(call(spend, new Int64(3))));
    assertEquals(8_111, instance.gasLeft());

    instance.setGas(10_111);
    assertEquals(new Int64(7), value(call(spend, new Int64(3))));
    assertEquals(7_111, instance.gasLeft());

    assertEquals(new Int64(0), value(call(spend, new Int64(7))));
    assertEquals(111, instance.gasLeft(), "all EVM gas spent is not out of gas");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 12, Long.MIN_VALUE, Long.MAX_VALUE})
  void aHostFunctionCannotSpendWhatIsNotThere(long amount) {
    int spend = imports("spend", ImportPrice.FREE);
    start();
    instance.setGas(11_999);
    crashes(spend, put(new Int64(amount)));
    assertEquals(11_999, instance.gasLeft());
  }

  @Test
  void gasIsExactAcrossSlices() {
    int counter = imports("counter", ImportPrice.FREE);
    int spend = imports("spend", new ImportPrice(7, 1, false, Surcharge.NONE));
    start();
    long limit = 9_223_372_036_854_775L * 1000;
    instance.setGas(limit);
    int amount = put(new Int64(1_000_000));

    instance.callImport(spend, amount);
    instance.callImport(spend, amount);

    long left = limit - 2 * (1_000_000_000L + 15);
    assertEquals(left, instance.gasLeft());
    assertEquals(new Int64(left), value(call(counter)));
  }

  @Test
  void anOperatorsStopIsSeenByGuestsThatOnlyCallTheHost() {
    int echo = imports("three", new ImportPrice(60_000_000, 0, false, Surcharge.NONE));
    start();
    int[] pointers = {put(new Bytes(new byte[1])), put(new Bytes(null)), put(new Bytes(null))};
    instance.requestStop();

    instance.callImport(echo, pointers);
    traps(TrapKind.INTERRUPTED, echo, pointers);
    assertEquals(GAS - 120_000_000, instance.gasLeft());
  }

  @ParameterizedTest
  @CsvSource({
    "out of gas, OUT_OF_GAS",
    "out of gas!, WRITE_PARAMS_FAILED",
    "Out of gas, WRITE_PARAMS_FAILED",
    "'', WRITE_PARAMS_FAILED",
    "anything, WRITE_PARAMS_FAILED",
  })
  void errorsOfAHostFunctionTrapAfterTheCounterIsSynchronised(String text, TrapKind kind) {
    int error = imports("error", ImportPrice.FREE);
    start();
    instance.setGas(11_111);
    Trap trap = traps(kind, error, put(new Int64(3)), put(Str.of(text)));
    assertEquals(8_111, instance.gasLeft());
    assertEquals(text, trap.getCause().getMessage());
  }

  @ParameterizedTest
  @EnumSource(TestHost.Failure.class)
  void anythingElseThatAHostFunctionThrowsIsACrash(TestHost.Failure failure) {
    int fail = imports("fail", new ImportPrice(5, 0, false, Surcharge.NONE));
    int rawFail = imports("rawFail", new ImportPrice(5, 0, false, Surcharge.NONE));
    start();
    int number = put(new Int32(failure.ordinal()));

    GuestCrash crash = assertThrows(GuestCrash.class, () -> instance.callImport(fail, number));
    assertNotNull(crash.getCause());
    assertEquals(GAS - 1005, instance.gasLeft());

    Trap trap = traps(TrapKind.HOST_ERROR, rawFail, failure.ordinal());
    assertSame(crash.getCause().getClass(), trap.getCause().getClass());
    assertEquals(GAS - 2010, instance.gasLeft());
  }

  @Test
  void rawFunctionsPayTheirFixedPrice() {
    int add = imports("rawAdd", new ImportPrice(5, 0, false, Surcharge.NONE));
    start();
    assertEquals(-3, instance.callImport(add, -7, 4));
    assertEquals(GAS - 5, instance.gasLeft());

    instance.setGas(4);
    traps(TrapKind.OUT_OF_GAS, add, 1, 2);
    assertEquals(-1, instance.gasLeft());
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
  void aNegativeCounterIsNoticed() {
    int counter = imports("counter", ImportPrice.FREE);
    start();
    instance.setGas(-5);
    traps(TrapKind.GAS_COUNTER_UNAVAILABLE, counter);
  }

  @Test
  void allocateIsMeteredAndItsOutOfGasShowsInTheCounter() {
    int nothing = imports("nothing", ImportPrice.FREE);
    module.allocator(1466);
    start();
    instance.setGas(1466);
    assertEquals(new Bytes(null), value(instance.callImport(nothing)));
    assertEquals(0, instance.gasLeft());

    instance.setGas(1465);
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
    assertEquals(-1, instance.gasLeft());
  }

  @Test
  void aMissingOrMistypedAllocateCannotMakeRoom() {
    int nothing = imports("nothing", ImportPrice.FREE);
    start();
    module.without("allocate");
    bindAgain();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);

    module.function("allocate", "(i64) -> (i32)", (guest, values) -> {});
    bindAgain();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);

    for (String type : new String[] {"(i32) -> (i64)", "(i32) -> ()", "(i32) -> (i32, i32)"}) {
      module.function("allocate", type, (guest, values) -> guest.charge(10));
      bindAgain();
      instance.setGas(GAS);
      crashes(nothing);
      assertEquals(GAS - 10, instance.gasLeft(), "it ran");
    }
    assertEquals(GAS - 10, instance.gasLeft());
  }

  @Test
  void trapsInsideAllocateAreAllTheSameButTheOperatorsStop() {
    int nothing = imports("nothing", ImportPrice.FREE);
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          guest.charge(10);
          throw new Trap(TrapKind.UNREACHABLE).settle();
        });
    start();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
    assertEquals(GAS - 10, instance.gasLeft());

    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          throw new Trap(TrapKind.INTERRUPTED).settle();
        });
    bindAgain();
    traps(TrapKind.INTERRUPTED, nothing);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "1, ok",
    "65528, ok",
    "65529, write params failed",
    "65535, write params failed",
    "65536, write params failed",
    "65537, write params failed",
    "2147483647, write params failed",
    "-1, crash",
    "-2147483648, crash",
  })
  void pointersFromAllocate(int pointer, String expected) {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    module.function("allocate", "(i32) -> (i32)", (guest, values) -> values[0] = pointer);
    bindAgain();
    int argument = put(new Bytes(new byte[] {1, 2}));

    if (expected.equals("ok")) {
      assertEquals(pointer, instance.callImport(echo, argument));
      assertEquals(new Bytes(new byte[] {1, 2}), value(pointer));
    } else if (expected.equals("crash")) {
      crashes(echo, argument);
    } else {
      traps(TrapKind.WRITE_PARAMS_FAILED, echo, argument);
    }
  }

  @Test
  void theMemoryIsLookedUpAgainAfterAllocate() {
    int echo = imports("echo", ImportPrice.FREE);
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          values[0] = guest.memory.pages() * 65_536L;
          guest.memory.grow(1);
        });
    start();
    int argument = put(new Bytes(new byte[] {1, 2}));
    assertEquals(MEMORY_BYTES, instance.callImport(echo, argument));
    assertEquals(new Bytes(new byte[] {1, 2}), value(MEMORY_BYTES));
  }

  @Test
  void anArgumentMayLieWhereTheResultGoes() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    int argument = put(new Bytes(new byte[] {1, 2, 3, 4}));
    module.function("allocate", "(i32) -> (i32)", (guest, values) -> values[0] = argument + 3L);
    bindAgain();
    int result = instance.callImport(echo, argument);
    assertEquals(new Bytes(new byte[] {1, 2, 3, 4}), value(result));
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
  void onceOutOfGasNoGuestCodeRuns() {
    // The counter is negative when the result is to be written: allocate must not be entered.
    int error = imports("error", ImportPrice.FREE);
    start();
    instance.setGas(-1);
    int before = instance.calls;
    HostCall call = HostCall.begin(instance, error);
    Trap trap =
        assertThrows(
            Trap.class,
            () -> {
              try {
                call.bytesResult(new byte[1]);
              } catch (Throwable failure) {
                throw call.failed(failure);
              }
            });
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
    assertEquals(before, instance.calls);
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

  /** Traps and crashes leave as they are. */
  @Test
  void outcomesAreNotWrapped() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    GuestCrash crash = new GuestCrash("crash");
    assertSame(crash, HostCall.begin(instance, echo).failed(crash));
    assertSame(crash, HostCall.rawFailed(crash));
    Trap trap = new Trap(TrapKind.OUT_OF_GAS);
    assertSame(trap, HostCall.rawFailed(trap));
    assertTrue(trap.isSettled());
    Trap other = new Trap(TrapKind.OUT_OF_GAS);
    assertSame(other, HostCall.begin(instance, echo).failed(other));
    assertTrue(other.isSettled());
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

  private int imports(String function, ImportPrice price) {
    return module.imports(TestHost.function(function), price);
  }

  /** An instance with gas and context, called into as if by the guest. */
  private void start() {
    if (module.exportedFunction("allocate").isEmpty()) {
      module.allocator(0);
    }
    instance = module.instance();
    instance.depth = 1000;
    context = ExecutionContext.builder().build();
    bindAgain();
    instance.setGas(GAS);
  }

  private void bindAgain() {
    context.release();
    context.bind(instance, ModuleLinks.of(module));
  }

  private int put(GuestValue value) {
    byte[] encoded = ValueWriter.encode(value);
    int pointer = instance.put(instance.heap, encoded);
    instance.heap += encoded.length;
    return pointer;
  }

  /** A header of a value whose body is elsewhere. */
  private int header(int type, int length) {
    int pointer = put(new Bytes(new byte[8]));
    instance.memory.buffer().putShort(pointer, (short) type).putInt(pointer + 2, length);
    return pointer;
  }

  private int call(int function, GuestValue... arguments) {
    int[] pointers = new int[arguments.length];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = put(arguments[i]);
    }
    return instance.callImport(function, pointers);
  }

  private GuestValue value(int pointer) {
    ValueReader reader = new ValueReader();
    assertEquals(ValueReader.Status.OK, reader.locate(instance.memory.bytes, pointer));
    return reader.value();
  }

  private Trap traps(TrapKind kind, int function, int... pointers) {
    Trap trap = assertThrows(Trap.class, () -> instance.callImport(function, pointers));
    assertEquals(kind, trap.kind());
    assertTrue(trap.isSettled());
    return trap;
  }

  private void crashes(int function, int... pointers) {
    GuestCrash crash =
        assertThrows(GuestCrash.class, () -> instance.callImport(function, pointers));
    assertFalse(crash.getMessage().isEmpty());
  }
}
