package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The host-call protocol (aspect-abi, section 5) between compiled guests and host functions of a
 * user's own: what each failure leaves behind, and what the notes of section 5.2 say.
 */
class HostCallFlowTest {

  /** What every metered block costs besides its instructions. */
  private static final long F = 1_106;

  private static final long ALLOCATE = 1_466;

  /** WASM gas of a block with one constant and one call. */
  private static final long CALL_WITH_CONST = 10 + 150 + F;

  private static final int AT = 2_048;
  private static final int ALSO_AT = 4_096;
  private static final long PRICE = 5_000;
  private static final long PER_BYTE = 300;

  /** An aspect that imports a function of {@link ProtocolHost} under its own name. */
  private static GuestModule with(String field, String type) {
    return GuestModule.aspect().importing(field, ProtocolHost.MODULE, field, type);
  }

  /** {@code execute} passes two pointers on to a function without result. */
  private static GuestModule passingTwo(String field, int first, int second) {
    return with(field, "i32 i32 ->")
        .export(
            "execute",
            "-> i32",
            "i32.const %d; i32.const %d; call $%s; i32.const 0".formatted(first, second, field));
  }

  /** {@code execute} returns what a function makes of one value. */
  private static GuestModule passing(String field, int pointer) {
    return with(field, "i32 -> i32")
        .export("execute", "-> i32", "i32.const %d; call $%s".formatted(pointer, field));
  }

  private static Call call(String row, GuestModule guest) {
    return Call.of(row, guest).hosts(ProtocolHost.class);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] value(io.aspectvm.runtime.abi.GuestValue value) {
    return ValueWriter.encode(value);
  }

  // Section 5.3.

  @TestFactory
  Stream<DynamicTest> priceNotAffordable() {
    GuestModule echo = passing("echo", AT).data(AT, value(new Bytes(new byte[10])));
    long used = CALL_WITH_CONST + PRICE + 10 * PER_BYTE + ALLOCATE;
    return Stream.of(
        call("not by far", echo).gas(2).runsOutOfGas(0),
        call("not by some", echo).gas(9).runsOutOfGas(0),
        call("the price, but not allocate", echo).gas(10).runsOutOfGas(0),
        call("just", echo).gas(11).gives(new Bytes(new byte[10]), used));
  }

  @TestFactory
  Stream<DynamicTest> parametersThatCannotBeRead() {
    long call = 10 + 10 + 150 + 10 + F;
    byte[] four = value(new Bytes(new byte[4]));
    TrapKind kind = TrapKind.READ_PARAMS_FAILED;
    return Stream.of(
        call("header out of bounds, alone: nothing is charged", passing("echo", 65_531))
            .traps(kind, CALL_WITH_CONST),
        call("type without decoder", passing("echo", AT).data(AT, bytes("0100 03000000 000000")))
            .traps(kind, CALL_WITH_CONST + PRICE + 3 * PER_BYTE),
        call("type without decoder, no body", passing("echo", AT).data(AT, bytes("0c00 00000000")))
            .traps(kind, CALL_WITH_CONST),
        call("body out of bounds", passing("echo", 65_530).data(65_530, bytes("0b00 01000000")))
            .traps(kind, CALL_WITH_CONST + PRICE + PER_BYTE),
        call("length -1", passing("echo", AT).data(AT, bytes("0b00 ffffffff")))
            .traps(kind, CALL_WITH_CONST),
        call("the first of two", passingTwo("pair", 65_531, AT).data(AT, four)).traps(kind, call),
        call("the second of two, the first is paid", passingTwo("pair", AT, 65_531).data(AT, four))
            .traps(kind, call + PRICE + 4 * PER_BYTE),
        call(
                "the second of two, its length counts",
                passingTwo("pair", AT, ALSO_AT)
                    .data(AT, four)
                    .data(ALSO_AT, bytes("0700 05000000")))
            .traps(kind, call + PRICE + 9 * PER_BYTE),
        call(
                "the second of two, its length lowers the sum",
                passingTwo("pair", AT, ALSO_AT)
                    .data(AT, four)
                    .data(ALSO_AT, bytes("0b00 feffffff")))
            .traps(kind, call + PRICE + 2 * PER_BYTE),
        call(
                "the second of two, a sum of 0 is free",
                passingTwo("pair", AT, ALSO_AT)
                    .data(AT, four)
                    .data(ALSO_AT, bytes("0b00 fcffffff")))
            .traps(kind, call),
        call("no memory", passing("echo", AT).withoutMemory()).traps(kind, CALL_WITH_CONST),
        call(
                "the price of what cannot be read is not affordable",
                passing("echo", 65_530).data(65_530, bytes("0b00 ff000000")))
            .gas(10)
            .runsOutOfGas(0),
        call("pointer -1", passing("echo", -1)).crashes(),
        call("length -7", passing("echo", AT).data(AT, bytes("0b00 f9ffffff"))).crashes(),
        call("pointer + 6 + length of 2^31", passing("echo", AT).data(AT, bytes("0b00 faf7ff7f")))
            .crashes());
  }

  @TestFactory
  Stream<DynamicTest> errorsOfTheHostFunction() {
    byte[] spent = value(new Int64(400_000));
    long used = 10 + 10 + 150 + 10 + F + 400_000_000;
    GuestModule fail = passingTwo("fail", AT, ALSO_AT).data(AT, spent);
    return Stream.of(
        call("out of gas", fail.data(ALSO_AT, value(Str.of("out of gas"))))
            .runsOutOfGas((Call.GAS * 1_000 - used) / 1_000),
        call("another text", fail.data(ALSO_AT, value(Str.of("no such key"))))
            .traps(TrapKind.WRITE_PARAMS_FAILED, used),
        call("nearly the text", fail.data(ALSO_AT, value(Str.of("Out of gas"))))
            .traps(TrapKind.WRITE_PARAMS_FAILED, used),
        call("of a raw function", rawPanic(4)).traps(TrapKind.HOST_ERROR, CALL_WITH_CONST + 1_000),
        call(
                "in the start function",
                fail.data(ALSO_AT, value(Str.of("out of gas")))
                    .export(
                        "__aspect_start__",
                        "->",
                        "i32.const %d; i32.const %d; call $fail".formatted(AT, ALSO_AT)))
            .failsToStart(TrapKind.OUT_OF_GAS));
  }

  private static GuestModule rawPanic(int kind) {
    return passing("rawPanic", kind);
  }

  /**
   * {@code execute} calls without arguments, so that {@code allocate} runs in the host call only.
   */
  private static GuestModule resultInto(String type, String allocate) {
    return GuestModule.aspect()
        .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
        .export("execute", "-> i32", "call $gas")
        .export("allocate", type, allocate);
  }

  @TestFactory
  Stream<DynamicTest> resultsThatCannotBeWritten() {
    String type = "i32 -> i32";
    long call = 150 + F;
    TrapKind kind = TrapKind.WRITE_PARAMS_FAILED;
    return Stream.of(
        call("allocate runs out of gas", resultInto(type, "loop; br 0; end; i32.const 0"))
            .gas(10_000)
            .runsOutOfGas(0),
        call("no gas for allocate", resultInto(type, "i32.const 1024")).gas(2).runsOutOfGas(0),
        call("allocate traps", resultInto(type, "unreachable")).traps(kind, call + 10 + F),
        call("allocate is too deep", resultInto(type, "local.get 0; call $allocate"))
            .test(
                result -> {
                  assertEquals(kind, result.trap());
                  assertEquals(Outcome.ERROR, result.outcome());
                }),
        call("allocate is missing", resultInto(type, "").without("allocate")).traps(kind, call),
        call("pointer behind the memory", resultInto(type, "i32.const 65523"))
            .traps(kind, call + 10 + F),
        call("pointer just in memory", resultInto(type, "i32.const 65522"))
            .gives(new Int64(Call.GAS * 1_000 - call), call + 10 + F),
        call("pointer -1", resultInto(type, "i32.const -1")).crashes(),
        call("an i64 for a pointer", resultInto("i32 -> i64", "i64.const 1024")).crashes(),
        call("no memory", resultInto(type, "i32.const 1024").withoutMemory())
            .traps(kind, call + 10 + F));
  }

  @TestFactory
  Stream<DynamicTest> panics() {
    return IntStream.range(0, 4)
        .boxed()
        .flatMap(
            kind ->
                Stream.of(
                    call("kind " + kind, panicking(kind)).crashes(),
                    call("kind " + kind + " in the start function", panickingAtStart(kind))
                        .crashes(),
                    call("kind " + kind + " of a raw function is a trap", rawPanic(kind))
                        .traps(TrapKind.HOST_ERROR, CALL_WITH_CONST + 1_000)));
  }

  private static GuestModule panicking(int kind) {
    return with("panic", "i32 ->")
        .data(AT, value(new Int32(kind)))
        .export("execute", "-> i32", "i32.const %d; call $panic; i32.const 0".formatted(AT));
  }

  private static GuestModule panickingAtStart(int kind) {
    return panicking(kind)
        .export("__aspect_start__", "->", "i32.const %d; call $panic".formatted(AT));
  }

  @TestFactory
  Stream<DynamicTest> valuesOfAnotherType() {
    return Stream.of(
        call("a String for a ByteArray", passing("echo", AT).data(AT, value(Str.of("a"))))
            .crashes(),
        call("a ByteArray for a String", passing("string", AT).data(AT, value(new Bytes(null))))
            .crashes(),
        call("a Uint64 for an Int64", passing("int64", AT).data(AT, value(new Uint64(1))))
            .crashes(),
        call("an Int32 of 3 bytes", passing("int32", AT).data(AT, bytes("0300 03000000 010203")))
            .crashes());
  }

  // Values that arrive.

  @TestFactory
  Stream<DynamicTest> values() {
    long used = CALL_WITH_CONST + ALLOCATE;
    byte[] noText = {(byte) 0xC0, 0, (byte) 0xFF};
    return Stream.of(
        call("Int32", passing("int32", AT).data(AT, value(new Int32(Integer.MAX_VALUE))))
            .gives(new Int32(Integer.MIN_VALUE), used),
        call("Int64", passing("int64", AT).data(AT, value(new Int64(5))))
            .gives(new Int64(-5), used),
        call("Uint64", passing("uint64", AT).data(AT, value(new Uint64(-1))))
            .gives(new Uint64(Long.MAX_VALUE), used),
        call("Bool", passing("bool", AT).data(AT, value(new Bool(true))))
            .gives(new Bool(false), used),
        call("Bool of 2", passing("bool", AT).data(AT, bytes("0900 01000000 02")))
            .gives(new Bool(true), used),
        call("String", passing("string", AT).data(AT, value(Str.of("grüß dich"))))
            .gives(Str.of("grüß dich!"), used),
        call(
                "String that is no UTF-8",
                passing("guestString", AT).data(AT, value(new Str(GuestString.of(noText)))))
            .gives(new Str(GuestString.of(noText)), used),
        call(
                "ByteArray without bytes is free",
                passing("echo", AT).data(AT, value(new Bytes(null))))
            .gives(new Bytes(null), used),
        call("ByteArray", passing("echo", AT).data(AT, value(new Bytes(noText))))
            .gives(new Bytes(noText), used + PRICE + 3 * PER_BYTE),
        call(
                "three arguments",
                with("three", "i32 i32 i32 -> i32")
                    .data(AT, value(Str.of("n")))
                    .data(AT + 16, value(new Int32(-7)))
                    .data(AT + 32, value(new Bool(true)))
                    .export(
                        "execute",
                        "-> i32",
                        "i32.const 2048; i32.const 2064; i32.const 2080; call $three"))
            .gives(Str.of("n-7true"), used + 20),
        call(
                "hello",
                GuestModule.aspect()
                    .importing("hello", "runtime_test", "test.hello", "i32 -> i32")
                    .export("execute", "i32 -> i32", "local.get 0; call $hello"))
            .arguments(Str.of("world"))
            .gives(Str.of("hello, world"), ALLOCATE + 40 + 150 + F + ALLOCATE));
  }

  @Test
  void rawValues() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("raw", ProtocolHost.MODULE, "raw", "i32 i64 f32 f64 -> f64")
            .importing("rawLong", ProtocolHost.MODULE, "rawLong", "i64 i32 -> i64")
            .importing("rawFloat", ProtocolHost.MODULE, "rawFloat", "f32 -> f32")
            .importing("poke", ProtocolHost.MODULE, "poke", "i32 i32 -> i32")
            .data(68, (byte) 1, (byte) 2, (byte) 3, (byte) 4)
            .export(
                "all",
                "i32 i64 f32 f64 -> f64",
                "local.get 0; local.get 1; local.get 2; local.get 3; call $raw")
            .export("minus", "i64 i32 -> i64", "local.get 0; local.get 1; call $rawLong")
            .export("half", "f32 -> f32", "local.get 0; call $rawFloat")
            .export(
                "pokeAndPeek",
                "i32 -> i64",
                "i32.const 64; local.get 0; call $poke; i64.extend_i32_u; i32.const 64; i64.load32_u;"
                    + "i64.const 32; i64.shl; i64.or")
            .toByteArray();
    Aspects.underEachPolicy(
        wasm,
        options(),
        aspect -> {
          long f32 = Float.floatToRawIntBits(0.25f);
          long f64 = Double.doubleToRawLongBits(1e9);
          assertArrayEquals(
              new long[] {Double.doubleToRawLongBits(1e9 + 7 - 3 + 0.25)},
              aspect.invoke("all", new long[] {-3, 7, f32, f64}, Aspects.PLENTY).results());
          assertArrayEquals(
              new long[] {Long.MAX_VALUE},
              aspect.invoke("minus", new long[] {Long.MIN_VALUE, 1}, Aspects.PLENTY).results());
          assertArrayEquals(
              new long[] {Float.floatToRawIntBits(0.125f)},
              aspect.invoke("half", new long[] {f32}, Aspects.PLENTY).results());
          assertArrayEquals(
              new long[] {0x1234_5678_0403_0201L},
              aspect.invoke("pokeAndPeek", new long[] {0x1234_5678}, Aspects.PLENTY).results());
        });
  }

  // The notes of section 5.2.

  private static CompilerOptions options() {
    return CompilerOptions.of(Profile.WASM)
        .withHostModules(HostModules.standard().plus(ProtocolHost.class));
  }

  private static void invoke(GuestModule guest, long gas, Check check) throws Exception {
    Aspects.underEachPolicy(
        guest.toByteArray(),
        options(),
        aspect -> check.check(aspect.invoke("probe", new long[0], gas)));
  }

  private interface Check {
    void check(InvocationResult result);
  }

  /**
   * The specification's example, where the price of 1,000 is part of the step from 11,111 to 7,111:
   * host gas 10, remainder 111, 3 spent.
   */
  @Test
  void theRemainderIsKept() throws Exception {
    GuestModule guest =
        with("spend", "i32 -> i32")
            .data(AT, value(new Int64(3)))
            .export("allocate", "i32 -> i32", "block; end; i32.const 4096")
            .export(
                "probe", "-> i64 i64", "i32.const 2048; call $spend; i64.load 0 6; call $counter")
            .importing("counter", ProtocolHost.MODULE, "counter", "-> i64");
    long before = 10 + 150 + 40 + 150 + F;
    long allocate = 150 + 10 + F;
    invoke(
        guest,
        11_111 + before,
        result -> {
          assertArrayEquals(new long[] {10_111, 7_111 - allocate}, result.results());
          assertEquals(7_111 - allocate, result.gasLeft());
        });
  }

  @Test
  void allEvmGasSpentIsNotOutOfGas() throws Exception {
    for (int remainder : new int[] {0, 1, 999}) {
      invoke(
          with("spendAll", "->").export("probe", "->", "call $spendAll"),
          150 + F + 77_000 + remainder,
          result -> {
            assertTrue(result.isSuccess());
            assertEquals(remainder, result.gasLeft());
          });
    }
  }

  @Test
  void aFunctionThatSpendsNothingLeavesTheCounterAlone() throws Exception {
    for (long gas : new long[] {0, 1, 999, 1_000, 123_456_789, 99_999_999_999_999L}) {
      invoke(
          with("counter", "-> i64")
              .importing("evmGas", ProtocolHost.MODULE, "evmGas", "-> i64")
              .export("probe", "-> i64 i64 i64", "call $counter; call $evmGas; call $counter"),
          3 * 150 + F + gas,
          result -> {
            assertArrayEquals(new long[] {gas, gas / 1_000, gas}, result.results());
            assertEquals(gas, result.gasLeft());
          });
    }
  }

  /** {@code util-api.gas} is read before its result is allocated; it costs nothing itself. */
  @Test
  void utilGasReadsTheCounterBetweenTheSteps() throws Exception {
    GuestModule guest =
        GuestModule.aspect()
            .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
            .export("probe", "-> i64 i64", "call $gas; i64.load 0 6; call $gas; i64.load 0 6");
    long block = 150 + 40 + 150 + 40 + F;
    invoke(
        guest,
        1_000_000 + block,
        result -> {
          assertArrayEquals(new long[] {1_000_000, 1_000_000 - ALLOCATE}, result.results());
          assertEquals(1_000_000 - 2 * ALLOCATE, result.gasLeft());
        });
  }

  @TestFactory
  Stream<DynamicTest> fromTheStartFunction() {
    GuestModule guest =
        passing("echo", AT)
            .data(AT, value(Str.of("")))
            .importing("hello", "runtime_test", "test.hello", "i32 -> i32")
            .global("greeting", io.aspectvm.wasm.opcode.ValueType.I32, 0)
            .export("__aspect_start__", "->", "i32.const 2048; call $hello; global.set $greeting")
            .export("execute", "-> i32", "global.get $greeting");
    return Stream.of(
        call("a host function runs", guest)
            .gives(Str.of("hello, "), (10 + 150 + 120 + F) + ALLOCATE + (60 + F)));
  }

  /** The result's bytes go to the memory as it is after {@code allocate} (hazard H26). */
  @Test
  void allocateMayGrowTheMemoryDuringTheCall() throws Exception {
    GuestModule guest =
        GuestModule.aspect()
            .importing("hello", "runtime_test", "test.hello", "i32 -> i32")
            .data(AT, value(Str.of("you")))
            .export("allocate", "i32 -> i32", "i32.const 1; memory.grow; i32.const 65536; i32.mul")
            .export(
                "probe",
                "-> i32 i64 i32",
                "i32.const 2048; call $hello; i64.load 0 6; i32.const 2048; i64.load 0 6;"
                    + "i64.const 0xffffff; i64.and; i64.add; local i64; local.set 0;"
                    + "memory.size; local.get 0; i32.const 2054; i32.load");
    invoke(
        guest,
        Aspects.PLENTY,
        result -> {
          long hello = 0x79_20_2c_6f_6c_6c_65_68L; // "hello, y"
          long you = 0x75_6f_79L;
          assertEquals(null, result.trap());
          assertArrayEquals(new long[] {2, hello + you, you}, result.results());
        });
  }
}
