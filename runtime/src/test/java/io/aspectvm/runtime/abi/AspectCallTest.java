package io.aspectvm.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.TestHost;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** aspect-abi, section 7, row by row, with guests written in Java. */
class AspectCallTest {

  private static final long GAS = 1_000_000;

  private static final GuestValue NAME = Str.of("preTxExecute");
  private static final GuestValue TEN_BYTES = new Bytes(new byte[10]);

  private ExecutionContext context;

  @Test
  void aValueComesBackWithWhatIsLeft() {
    FakeModule module =
        FakeModule.ordinary()
            .execute(
                (guest, values) -> {
                  guest.charge(1_500);
                  values[0] = guest.put(8192, ValueWriter.encode(new Int64(-5)));
                });
    ExecutionResult result = run(module, GAS);
    assertEquals(Outcome.VALUE, result.outcome());
    assertEquals(new Int64(-5), result.value());
    assertEquals(999_998, result.evmGasLeft());
    assertEquals(OptionalLong.of(1_500), result.wasmGasUsed());
    assertNull(result.error());
    assertNull(result.trap());
    assertTrue(result.isSuccess());
  }

  @Test
  void theMethodGetsPointersToItsArguments() {
    GuestValue[] seen = new GuestValue[2];
    FakeModule module =
        FakeModule.ordinary()
            .execute(
                (guest, values) -> {
                  for (int i = 0; i < 2; i++) {
                    ValueReader reader = new ValueReader();
                    reader.locate(guest.memory.bytes, (int) values[i]);
                    seen[i] = reader.value();
                  }
                  values[0] = 0;
                });
    ExecutionResult result = run(module, GAS);
    assertEquals(Outcome.NONE, result.outcome());
    assertNull(result.value());
    assertEquals(GAS, result.evmGasLeft());
    assertEquals(OptionalLong.of(0), result.wasmGasUsed());
    assertEquals(NAME, seen[0]);
    assertEquals(TEN_BYTES, seen[1]);
  }

  @Test
  void tooMuchGasIsRefused() {
    FakeModule module = returning(0);
    assertEquals(Outcome.NONE, run(module, AspectCall.MAX_EVM_GAS).outcome());
    for (long gas : new long[] {AspectCall.MAX_EVM_GAS + 1, Long.MAX_VALUE}) {
      ExecutionResult result = run(module, gas);
      initFailed(result, "aspect init failed, gas overflow");
      assertNull(result.trap());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MIN_VALUE})
  void negativeGasIsOutOfGas(long gas) {
    FakeModule module = returning(0);
    FakeInstance instance = module.instance();
    ExecutionResult result = run(module, instance, gas, "execute", NAME, TEN_BYTES);
    outOfGas(result, 0);
    assertEquals(0, instance.calls, "nothing ran");
  }

  @Test
  void noGasFailsAtTheFirstCharge() {
    initFailed(
        run(returning(0).start(1236), 0),
        "aspect init failed, method __aspect_start__ execution fail, err: out of gas: out of gas");
    assertEquals(Outcome.NONE, run(returning(0), 0).outcome(), "nothing is charged");
  }

  @Test
  void aMissingStartFunctionLosesAllGas() {
    initFailed(
        run(returning(0).without("__aspect_start__"), GAS),
        "aspect init failed, method __aspect_start__ does not exist");
  }

  @Test
  void aFailingStartFunctionLosesAllGas() {
    ExecutionResult trapped =
        run(returning(0).function("__aspect_start__", "() -> ()", trap(TrapKind.UNREACHABLE)), GAS);
    initFailed(
        trapped,
        "aspect init failed, method __aspect_start__ execution fail, err: unreachable: unreachable");
    assertEquals(TrapKind.UNREACHABLE, trapped.trap());

    ExecutionResult outOfGas = run(returning(0).start(GAS * 1000 + 1), GAS);
    initFailed(
        outOfGas,
        "aspect init failed, method __aspect_start__ execution fail, err: out of gas: out of gas");
    assertEquals(TrapKind.OUT_OF_GAS, outOfGas.trap());

    assertEquals(Outcome.NONE, run(returning(0).start(GAS * 1000), GAS).outcome());

    ExecutionResult mistyped =
        run(returning(0).function("__aspect_start__", "(i32) -> ()", (guest, values) -> {}), GAS);
    assertEquals(Outcome.INIT_FAILED, mistyped.outcome());
    assertTrue(
        mistyped
            .error()
            .startsWith("aspect init failed, method __aspect_start__ execution fail, err: "));
  }

  @Test
  void resultsOfTheStartFunctionAreIgnored() {
    FakeModule module =
        returning(0).function("__aspect_start__", "() -> (i64, i64)", (guest, values) -> {});
    assertEquals(Outcome.NONE, run(module, GAS).outcome());
  }

  @Test
  void aMissingMethodIsAnErrorBeforeAnyAllocation() {
    FakeModule module = FakeModule.ordinary().allocator(1000).start(2500);
    error(run(module, GAS), 999_997, "method execute does not exist");
  }

  @Test
  void anArgumentWithoutTypeIsAnError() {
    FakeModule module = returning(0).allocator(1000);
    ExecutionResult result = run(module, module.instance(), GAS, "execute", NAME, null);
    error(result, 999_999, "type of index 0 is not valid");
  }

  @Test
  void aMissingAllocateIsAnError() {
    error(run(returning(0).without("allocate"), GAS), GAS, "function 'allocate' does not exist");
    // It is not missed where there is nothing to allocate.
    FakeModule module =
        returning(0)
            .without("allocate")
            .function("execute", "() -> (i32)", (guest, values) -> values[0] = 0);
    assertEquals(Outcome.NONE, run(module, module.instance(), GAS, "execute").outcome());
  }

  @Test
  void aTrapInAllocateIsAnErrorWithTheTrapsText() {
    ExecutionResult result =
        run(
            returning(0)
                .function("allocate", "(i32) -> (i32)", trap(TrapKind.INTEGER_DIVIDE_BY_ZERO)),
            GAS);
    error(result, GAS, "integer divide by zero");
    assertEquals(TrapKind.INTEGER_DIVIDE_BY_ZERO, result.trap());

    outOfGas(run(returning(0).allocator(GAS * 1000 + 1), GAS), 0);
  }

  @Test
  void anAllocateOfAnotherTypeIsACrashOnceItReturns() {
    crash(run(returning(0).function("allocate", "(i32) -> (i64)", (guest, values) -> {}), GAS));
    crash(run(returning(0).function("allocate", "(i32) -> ()", (guest, values) -> {}), GAS));
    error(
        run(returning(0).function("allocate", "(i32) -> ()", trap(TrapKind.UNREACHABLE)), GAS),
        GAS,
        "unreachable");
    error(
        run(returning(0).function("allocate", "() -> (i32)", (guest, values) -> {}), GAS),
        GAS,
        "function 'allocate' has type () -> (i32)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, none",
    "65518, none",
    "65519, memory out of bound",
    "65535, memory out of bound",
    "65536, memory out of bound",
    "65537, memory out of bound",
    "2147483647, memory out of bound",
    "-1, crash",
    "-2147483648, crash",
  })
  void pointersFromAllocate(int pointer, String expected) {
    FakeModule module =
        returning(0).function("allocate", "(i32) -> (i32)", (guest, values) -> values[0] = pointer);
    ExecutionResult result =
        run(module, module.instance(), GAS, "execute", Str.of("twelve bytes"), new Bytes(null));
    if (expected.equals("crash")) {
      crash(result);
    } else if (expected.equals("none")) {
      assertEquals(Outcome.NONE, result.outcome());
    } else {
      error(result, GAS, expected);
    }
  }

  @Test
  void allocateMayGrowTheMemory() {
    FakeModule module =
        FakeModule.ordinary()
            .function(
                "allocate",
                "(i32) -> (i32)",
                (guest, values) -> {
                  values[0] = guest.memory.pages() * 65_536L;
                  guest.memory.grow(1);
                })
            .execute((guest, values) -> values[0] = values[1]);
    assertEquals(TEN_BYTES, run(module, GAS).value());
  }

  @Test
  void withoutMemoryArgumentsAndResultsCannotTravel() {
    error(
        run(returning(0).memory(ExportedMemory.MISSING).pages(-1, 0), GAS),
        GAS,
        "memory export not found");
    error(
        run(returning(0).memory(ExportedMemory.NO_MEMORY), GAS),
        GAS,
        "memory export is not a memory");
    FakeModule module =
        FakeModule.ordinary()
            .memory(ExportedMemory.MISSING)
            .function("execute", "() -> (i32)", (guest, values) -> values[0] = 8);
    error(run(module, module.instance(), GAS, "execute"), GAS, "memory export not found");
  }

  @Test
  void aTrapIsAnErrorWithWhatIsLeft() {
    FakeModule module =
        FakeModule.ordinary()
            .execute(
                (guest, values) -> {
                  guest.charge(1);
                  throw new Trap(TrapKind.OUT_OF_BOUNDS_MEMORY).settle();
                });
    ExecutionResult result = run(module, GAS);
    error(
        result,
        999_999,
        "method execute execution fail, err: out of bounds memory access: "
            + "out of bounds memory access");
    assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, result.trap());
    assertEquals(OptionalLong.of(1), result.wasmGasUsed());
    assertFalse(result.isSuccess());
  }

  @Test
  void aCounterOfZeroIsNotOutOfGas() {
    FakeModule module =
        FakeModule.ordinary()
            .execute(
                (guest, values) -> {
                  guest.charge(GAS * 1000);
                  values[0] = 0;
                });
    ExecutionResult result = run(module, GAS);
    assertEquals(Outcome.NONE, result.outcome());
    assertEquals(0, result.evmGasLeft());
  }

  @Test
  void outOfGasLeavesNothing() {
    outOfGas(
        run(FakeModule.ordinary().execute((guest, values) -> guest.charge(GAS * 1000 + 1)), GAS),
        0);
  }

  @Test
  void theWrongNumberOfPointersIsAnError() {
    for (String type : new String[] {"(i32) -> (i32)", "(i32, i64) -> (i32)", "() -> ()"}) {
      FakeModule module =
          FakeModule.ordinary().allocator(500).function("execute", type, (guest, values) -> {});
      ExecutionResult result = run(module, GAS);
      assertEquals(Outcome.ERROR, result.outcome());
      assertTrue(result.error().startsWith("method execute execution fail, err: "), result.error());
      assertEquals(999_999, result.evmGasLeft(), "arguments were placed before");
      assertNull(result.trap());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"()         | <nil>", "(i64)      | 7", "(f32)      | 0x7", "(i32, i64) | [7 8]"})
  void resultsThatAreNoPointerCannotBeRead(String results, String shown) {
    FakeModule module =
        FakeModule.ordinary()
            .function(
                "execute",
                "(i32, i32) -> " + results,
                (guest, values) -> {
                  values[0] = 7;
                  values[1] = 8;
                });
    error(run(module, GAS), GAS, "read output failed, value: " + shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "65531       | 11 | 0           | memory out of bound",
        "65535       | 11 | 0           | memory out of bound",
        "65536       | 11 | 0           | memory out of bound",
        "65537       | 11 | 0           | memory out of bound",
        "64          |  0 | 0           | unsupported result type, type of index 0 is not valid",
        "64          | 12 | 0           | unsupported result type, type of index 12 is not valid",
        "64          | -1 | -9          | unsupported result type, type of index -1 is not valid",
        "64          | 11 | 65467       | read output failed, memory out of bound",
        "64          | 11 | 2147483577  | read output failed, memory out of bound",
        "64          | 11 | -1          | read output failed, data is not valid, read header failed",
        "64          | 11 | -6          | read output failed, data is not valid, read header failed",
        "64          | 11 | -7          | crash",
        "64          | 11 | 2147483647  | crash",
        "64          |  3 | 3           | crash",
        "64          |  4 | 7           | crash",
        "64          |  8 | 0           | crash",
        "64          |  9 | 0           | crash",
        "-1          | 11 | 0           | crash",
        "-2147483648 | 11 | 0           | crash",
        "2147483647  | 11 | 0           | crash",
        "1           | 11 | 0           | ok",
        "65530       | 11 | 0           | ok",
        "64          | 11 | 65466       | ok",
      })
  void results(int pointer, int type, int length, String expected) {
    FakeModule module =
        FakeModule.ordinary()
            .execute(
                (guest, values) -> {
                  guest.charge(2_000);
                  if (pointer >= 0 && pointer <= 65_530) {
                    LittleEndian.putInt16(guest.memory.bytes, pointer, type);
                    LittleEndian.putInt32(guest.memory.bytes, pointer + 2, length);
                  }
                  values[0] = pointer;
                });
    ExecutionResult result = run(module, GAS);
    if (expected.equals("crash")) {
      crash(result);
    } else if (expected.equals("ok")) {
      assertEquals(length, ((Bytes) result.value()).length());
    } else {
      error(result, GAS - 2, expected);
      assertEquals(OptionalLong.of(2_000), result.wasmGasUsed());
    }
  }

  @Test
  void anyExportCanBeCalled() {
    FakeModule module =
        FakeModule.ordinary()
            .function("probe", "(i32) -> (i32)", (guest, values) -> values[0] += 0);
    ExecutionResult result = run(module, module.instance(), GAS, "probe", new Int32(100));
    assertEquals(new Int32(100), result.value());
  }

  @Test
  void hostFailuresEndAsSection53Says() {
    ImportPrice price = new ImportPrice(1_000, 1_000, false, Surcharge.NONE);

    // Price not affordable.
    outOfGas(run(calling("echo", price, new Bytes(new byte[10])), 10), 0);
    // Arguments that cannot be read: charged already.
    error(
        run(calling("echo", price, (GuestValue) null), GAS),
        GAS,
        "method execute execution fail, err: read params failed: read params failed");
    // The host's own out of gas: what is left stays.
    ExecutionResult nested =
        run(calling("error", ImportPrice.FREE, new Int64(400_000), Str.of("out of gas")), GAS);
    outOfGas(nested, 600_000);
    // Any other error.
    ExecutionResult failed =
        run(calling("error", ImportPrice.FREE, new Int64(400_000), Str.of("no such thing")), GAS);
    error(
        failed,
        600_000,
        "method execute execution fail, err: write params failed: write params failed");
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, failed.trap());
    assertTrue(failed.diagnostic().contains("no such thing"), failed.diagnostic());
    // A panic.
    ExecutionResult crashed =
        run(
            calling("fail", ImportPrice.FREE, new Int32(TestHost.Failure.STACK_OVERFLOW.ordinal())),
            GAS);
    crash(crashed);
    assertTrue(crashed.diagnostic().contains("StackOverflowError"), crashed.diagnostic());
  }

  @Test
  void outOfGasInAllocateOfAHostCallIsOutOfGas() {
    FakeModule module = new FakeModule();
    int nothing = module.imports(TestHost.function("nothing"), ImportPrice.FREE);
    boolean[] inside = {false};
    module
        .start(0)
        .function(
            "allocate",
            "(i32) -> (i32)",
            (guest, values) -> guest.charge(inside[0] ? GAS * 1000 + 1 : 0))
        .execute(
            (guest, values) -> {
              inside[0] = true;
              guest.callImport(nothing);
            });
    outOfGas(run(module, GAS), 0);
  }

  @Test
  void outOfGasInAllocateOfAHostCallIsOutOfGasInTheStartFunctionToo() {
    FakeModule module = new FakeModule();
    int nothing = module.imports(TestHost.function("nothing"), ImportPrice.FREE);
    module
        .function("__aspect_start__", "() -> ()", (guest, values) -> guest.callImport(nothing))
        .function("allocate", "(i32) -> (i32)", (guest, values) -> guest.charge(GAS * 1000 + 1));
    ExecutionResult result = run(module, GAS);
    initFailed(
        result,
        "aspect init failed, method __aspect_start__ execution fail, err: write params failed: write params failed");
    assertEquals(TrapKind.OUT_OF_GAS, result.trap());
  }

  @Test
  void aHostErrorInTheStartFunctionLosesAllGas() {
    FakeModule module = calling("error", ImportPrice.FREE, new Int64(1), Str.of("out of gas"));
    FakeModule.Body body = (guest, values) -> module.run("execute", guest, new long[2]);
    ExecutionResult result = run(module.function("__aspect_start__", "() -> ()", body), GAS);
    initFailed(
        result,
        "aspect init failed, method __aspect_start__ execution fail, err: out of gas: out of gas");
  }

  @Test
  void crashesAnywhereGiveAllGasBack() {
    FakeModule.Body crash =
        (guest, values) -> {
          guest.charge(500_000);
          throw new GuestCrash("boom");
        };
    crash(run(returning(0).function("__aspect_start__", "() -> ()", crash), GAS));
    crash(run(returning(0).function("allocate", "(i32) -> (i32)", crash), GAS));
    crash(run(returning(0).execute(crash), GAS));
    crash(
        run(
            returning(0)
                .execute(
                    (guest, values) -> {
                      throw new StackOverflowError();
                    }),
            GAS));
  }

  @Test
  void recordsComeBackWhateverTheOutcome() {
    FakeModule module = new FakeModule();
    int revert = module.imports(standard("util-api", "__UtilApi__.revert"), ImportPrice.FREE);
    int log = module.imports(standard("util-api", "__UtilApi__.sLog"), ImportPrice.FREE);
    int abort = module.imports(standard("env", "abort"), ImportPrice.FREE);
    module
        .start(0)
        .allocator(0)
        .execute(
            (guest, values) -> {
              guest.callImport(log, guest.put(4096, ValueWriter.encode(Str.of("one"))));
              guest.callImport(revert, guest.put(4096, ValueWriter.encode(Str.of("no"))));
              guest.callImport(revert, guest.put(4096, ValueWriter.encode(Str.of("why"))));
              guest.callImport(abort, 0, 0, 3, 4);
              throw new Trap(TrapKind.UNREACHABLE).settle();
            });
    ExecutionResult result = run(module, GAS);
    assertEquals(GuestString.of("why"), result.revert());
    assertEquals(java.util.List.of(GuestString.of("one")), result.logs());
    assertEquals(1, result.aborts().size());
    assertEquals(3, result.aborts().get(0).line());
  }

  @Test
  void anInstanceCanBeCalledAgain() {
    int[] starts = {0};
    FakeModule module =
        FakeModule.ordinary()
            .function("__aspect_start__", "() -> ()", (guest, values) -> starts[0]++)
            .execute(
                (guest, values) -> {
                  guest.charge(GAS * 2000);
                });
    FakeInstance instance = module.instance();
    AspectCall calls = new AspectCall(module);
    for (int i = 0; i < 2; i++) {
      outOfGas(
          calls.execute(
              instance, ExecutionContext.builder().build(), "execute", GAS, NAME, TEN_BYTES),
          0);
    }
    assertEquals(2, starts[0]);
  }

  @Test
  void theContextLetsTheInstanceGo() {
    run(returning(0), GAS);
    assertThrows(IllegalStateException.class, () -> context.memory());
  }

  @ParameterizedTest
  @CsvSource({
    // gas specification, section 9, schedule C: method, gas, argument bytes, leftover, used.
    "execute, 1000000, 10, 999588, 411930",
    "execute, 1000000, 0, 999993, 6930",
    "gasProbe, 1000000, 10, 999993, 6890",
  })
  void endToEndVectors(String method, long gas, int bytes, long leftover, long used) {
    ExecutionResult result =
        run(
            vectorModule(),
            vectorModule().instance(),
            gas,
            method,
            NAME,
            new Bytes(new byte[bytes]));
    assertEquals(leftover, result.evmGasLeft());
    assertEquals(OptionalLong.of(used), result.wasmGasUsed());
    if (method.equals("gasProbe")) {
      assertEquals(new Int64(999_994_576), result.value());
    }
  }

  @Test
  void endToEndVectorsOutOfGas() {
    FakeModule module = vectorModule();
    outOfGas(run(module, module.instance(), 100, "execute", NAME, TEN_BYTES), 0);
    initFailed(
        run(module, module.instance(), 0, "execute", NAME, new Bytes(null)),
        "aspect init failed, method __aspect_start__ execution fail, err: out of gas: out of gas");
  }

  @Test
  void moreGasNeverLeavesLess() {
    long previous = -1;
    for (long gas = 0; gas < 1_000; gas += 7) {
      FakeModule module = vectorModule();
      ExecutionResult result = run(module, module.instance(), gas, "execute", NAME, TEN_BYTES);
      assertTrue(result.evmGasLeft() >= 0 && result.evmGasLeft() <= gas);
      if (result.isSuccess()) {
        assertTrue(result.evmGasLeft() >= previous);
        previous = result.evmGasLeft();
      } else {
        assertEquals(-1, previous, "what ran with less gas runs with more");
      }
    }
    assertTrue(previous >= 0);
  }

  /** The module of the gas specification, section 9, with its charges. */
  private static FakeModule vectorModule() {
    FakeModule module = new FakeModule();
    int keccak =
        module.imports(
            standard("crypto-api", "__CryptoApi__.keccak"),
            new ImportPrice(30_000, 37_500, false, Surcharge.NONE));
    int gas =
        module.imports(
            standard("util-api", "__UtilApi__.gas"),
            new ImportPrice(2_000, 0, false, Surcharge.NONE));
    return module
        .start(1_236)
        .allocator(1_466)
        .execute(
            (guest, values) -> {
              guest.charge(1_296);
              values[0] = guest.callImport(keccak, (int) values[1]);
            })
        .function(
            "gasProbe",
            "(i32, i32) -> (i32)",
            (guest, values) -> {
              guest.charge(1_256);
              values[0] = guest.callImport(gas);
            });
  }

  private static HostFunction standard(String module, String field) {
    return HostModules.standard().find(module, field).orElseThrow();
  }

  /** A module whose {@code execute} returns this pointer. */
  private static FakeModule returning(int pointer) {
    return FakeModule.ordinary().execute((guest, values) -> values[0] = pointer);
  }

  /** A module whose {@code execute} calls a function of {@link TestHost}; null is no value. */
  private static FakeModule calling(String function, ImportPrice price, GuestValue... arguments) {
    FakeModule module = new FakeModule();
    int index = module.imports(TestHost.function(function), price);
    return module
        .start(0)
        .allocator(0)
        .execute(
            (guest, raw) -> {
              int[] pointers = new int[arguments.length];
              for (int i = 0; i < arguments.length; i++) {
                pointers[i] =
                    arguments[i] == null
                        ? 65_536
                        : guest.put(8192 + 64 * i, ValueWriter.encode(arguments[i]));
              }
              raw[0] = guest.callImport(index, pointers);
            });
  }

  private static FakeModule.Body trap(TrapKind kind) {
    return (guest, values) -> {
      throw new Trap(kind).settle();
    };
  }

  private ExecutionResult run(FakeModule module, long gas) {
    return run(module, module.instance(), gas, "execute", NAME, TEN_BYTES);
  }

  private ExecutionResult run(
      FakeModule module, FakeInstance instance, long gas, String method, GuestValue... arguments) {
    context = ExecutionContext.builder().build();
    return new AspectCall(module).execute(instance, context, method, gas, arguments);
  }

  private static void initFailed(ExecutionResult result, String text) {
    assertEquals(text, result.error());
    assertEquals(Outcome.INIT_FAILED, result.outcome());
    assertEquals(0, result.evmGasLeft());
    assertEquals(OptionalLong.empty(), result.wasmGasUsed());
  }

  private static void error(ExecutionResult result, long left, String text) {
    assertEquals(text, result.error());
    assertEquals(Outcome.ERROR, result.outcome());
    assertEquals(left, result.evmGasLeft());
    assertNull(result.value());
  }

  private static void outOfGas(ExecutionResult result, long left) {
    assertEquals("out of gas", result.error());
    assertEquals(Outcome.OUT_OF_GAS, result.outcome());
    assertEquals(TrapKind.OUT_OF_GAS, result.trap());
    assertEquals(left, result.evmGasLeft());
    assertEquals(OptionalLong.empty(), result.wasmGasUsed());
  }

  private static void crash(ExecutionResult result) {
    assertEquals(Outcome.CRASH, result.outcome());
    assertEquals(GAS, result.evmGasLeft());
    assertEquals("aspect execution crashed", result.error());
    assertEquals(OptionalLong.empty(), result.wasmGasUsed());
    assertNull(result.trap());
    assertFalse(result.diagnostic().isEmpty());
  }
}
