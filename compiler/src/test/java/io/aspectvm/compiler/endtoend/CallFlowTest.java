package io.aspectvm.compiler.endtoend;

import static io.aspectvm.compiler.testing.GuestModule.aspect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The table of situations of aspect-abi, section 7, row by row, with compiled guests. */
class CallFlowTest {

  /** WASM gas of a block with nothing but one {@code i32.const}. */
  private static final long CONST = 10 + 1_106;

  private static final long ALLOCATE = 1_466;
  private static final long NOP = 10 + 1_106;
  private static final int AT = 2_048;
  private static final GuestValue NAME = Str.of("preTxExecute");
  private static final GuestValue INPUT = new Bytes(new byte[] {1, 2, 3});

  private static GuestModule returning(int pointer) {
    return aspect().export("execute", "-> i32", "i32.const " + pointer);
  }

  /** A guest whose {@code execute} returns a pointer to these bytes. */
  private static GuestModule returning(String hex) {
    return returning(AT).data(AT, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @TestFactory
  Stream<DynamicTest> gas() {
    GuestModule free = aspect().export("execute", "->", "").export("__aspect_start__", "->", "");
    GuestModule charging = returning(0).export("__aspect_start__", "->", "nop");
    long maximum = AspectCall.MAX_EVM_GAS;
    return Stream.of(
        Call.of("gas too large by one", charging).gas(maximum + 1).failsToStart("gas overflow"),
        Call.of("gas 2^63 - 1", charging).gas(Long.MAX_VALUE).failsToStart("gas overflow"),
        Call.of("the most gas", charging).gas(maximum).gives(null, NOP + CONST),
        Call.of("gas -1", charging).gas(-1).runsOutOfGas(0),
        Call.of("gas -2^63", charging).gas(Long.MIN_VALUE).runsOutOfGas(0),
        Call.of("gas too large, start function missing", charging.without("__aspect_start__"))
            .gas(maximum + 1)
            .failsToStart("gas overflow"),
        Call.of("no gas, and a method that costs", returning(0)).gas(0).runsOutOfGas(0),
        Call.of("no gas, and nothing that costs", free)
            .gas(0)
            .fails("read output failed, value: <nil>", 0));
  }

  @TestFactory
  Stream<DynamicTest> startFunction() {
    GuestModule recursive = returning(0).export("__aspect_start__", "->", "call $__aspect_start__");
    return Stream.of(
        Call.of("missing", returning(0).without("__aspect_start__"))
            .failsToStart("method __aspect_start__ does not exist"),
        Call.of("missing, and no other export", new GuestModule())
            .failsToStart("method __aspect_start__ does not exist"),
        Call.of("no gas for it", returning(0).export("__aspect_start__", "->", "nop"))
            .gas(0)
            .failsToStart(TrapKind.OUT_OF_GAS),
        Call.of("no gas for all of it", returning(0).export("__aspect_start__", "->", "nop"))
            .gas(1)
            .failsToStart(TrapKind.OUT_OF_GAS),
        Call.of("gas for it and no more", returning(0).export("__aspect_start__", "->", "nop"))
            .gas(2)
            .runsOutOfGas(0),
        Call.of("traps", returning(0).export("__aspect_start__", "->", "unreachable"))
            .failsToStart(TrapKind.UNREACHABLE),
        Call.of("too deep", recursive).failsToStart(TrapKind.CALL_STACK_EXHAUSTED),
        Call.of("loops", returning(0).export("__aspect_start__", "->", "loop; br 0; end"))
            .gas(10_000)
            .failsToStart(TrapKind.OUT_OF_GAS),
        Call.of("takes a parameter", returning(0).export("__aspect_start__", "i32 ->", ""))
            .test(
                result -> {
                  assertEquals(Outcome.INIT_FAILED, result.outcome());
                  assertEquals(0, result.evmGasLeft());
                  assertTrue(
                      result
                          .error()
                          .startsWith(
                              "aspect init failed, method __aspect_start__ execution fail, err: "),
                      result.error());
                }),
        Call.of(
                "its result is ignored",
                returning(0).export("__aspect_start__", "-> i32", "i32.const 5"))
            .gives(null, 2 * CONST),
        Call.of(
                "fails before a missing method",
                aspect().export("__aspect_start__", "->", "unreachable"))
            .method("nothing")
            .failsToStart(TrapKind.UNREACHABLE));
  }

  /** A start section is exported as the start function; it does not run by itself. */
  @TestFactory
  Stream<DynamicTest> startSection() {
    GuestModule counting =
        new GuestModule()
            .memory(1)
            .global("runs", ValueType.I32, 0)
            .function("init", "->", "global.get $runs; i32.const 1; i32.add; global.set $runs")
            .start("init")
            .data(AT, HexFormat.of().parseHex("030004000000"))
            .export(
                "execute", "-> i32", "i32.const 2054; global.get $runs; i32.store; i32.const 2048");
    return Stream.of(
        Call.of("runs once", counting)
            .gives(new Int32(1), (60 + 10 + 80 + 120 + 1_106) + (10 + 60 + 80 + 10 + 1_106)));
  }

  @TestFactory
  Stream<DynamicTest> methodAndArguments() {
    GuestModule start = returning(0).export("__aspect_start__", "->", "nop");
    GuestModule one = returning(0).export("execute", "i32 -> i32", "i32.const 0");
    GuestModule two = returning(0).export("execute", "i32 i32 -> i32", "i32.const 0");
    GuestModule echo = returning(0).export("execute", "i32 -> i32", "local.get 0");
    long echoed = ALLOCATE + 40 + 1_106;
    return Stream.of(
        Call.of("method missing, before any allocation", start)
            .method("isOwner")
            .arguments(NAME, INPUT)
            .fails("method isOwner does not exist", NOP),
        Call.of("method is a global", start.exportGlobal("heap", "heap"))
            .method("heap")
            .fails("method heap does not exist", NOP),
        Call.of("argument of a type without an index", two)
            .arguments((GuestValue) null)
            .fails("type of index 0 is not valid", 0),
        Call.of("second argument of a type without an index", two)
            .arguments(NAME, null)
            .fails("type of index 0 is not valid", ALLOCATE),
        Call.of("too few arguments", two)
            .arguments(NAME)
            .test(result -> assertWrongCount(result, ALLOCATE)),
        Call.of("too many arguments", one)
            .arguments(NAME, INPUT)
            .test(result -> assertWrongCount(result, 2 * ALLOCATE)),
        Call.of("no arguments for two", two).test(result -> assertWrongCount(result, 0)),
        Call.of("an i64 for a pointer", start.export("execute", "i64 -> i32", "i32.const 0"))
            .arguments(NAME)
            .test(result -> assertWrongCount(result, NOP + ALLOCATE)),
        Call.of("an Int32 comes back", echo).arguments(new Int32(-5)).gives(new Int32(-5), echoed),
        Call.of("an Int64 comes back", echo)
            .arguments(new Int64(Long.MIN_VALUE))
            .gives(new Int64(Long.MIN_VALUE), echoed),
        Call.of("a Uint64 comes back", echo)
            .arguments(new Uint64(-1))
            .gives(new Uint64(-1), echoed),
        Call.of("a Bool comes back", echo).arguments(new Bool(true)).gives(new Bool(true), echoed),
        Call.of("a String of no characters comes back", echo)
            .arguments(Str.of(""))
            .gives(Str.of(""), echoed),
        Call.of("a String that is no UTF-8 comes back", echo)
            .arguments(new Str(GuestString.of(new byte[] {-1, 0, -64})))
            .gives(new Str(GuestString.of(new byte[] {-1, 0, -64})), echoed),
        Call.of("a ByteArray comes back", echo).arguments(INPUT).gives(INPUT, echoed));
  }

  private static void assertWrongCount(
      io.aspectvm.runtime.abi.ExecutionResult result, long wasmGasUsed) {
    assertEquals(Outcome.ERROR, result.outcome());
    assertTrue(result.error().startsWith("method execute execution fail, err: "), result.error());
    assertEquals(wasmGasUsed, result.wasmGasUsed().orElseThrow());
  }

  private static GuestModule allocating(String type, String code) {
    return returning(0)
        .export("execute", "i32 -> i32", "i32.const 0")
        .export("allocate", type, code);
  }

  @TestFactory
  Stream<DynamicTest> allocate() {
    GuestModule base = allocating("i32 -> i32", "i32.const 1024");
    return Stream.of(
        Call.of("missing", base.without("allocate"))
            .arguments(INPUT)
            .fails("function 'allocate' does not exist", 0),
        Call.of("missing where nothing is allocated", returning(0).without("allocate"))
            .gives(null, CONST),
        Call.of(
                "is a global",
                allocating("i32 -> i32", "").without("allocate").exportGlobal("allocate", "heap"))
            .arguments(INPUT)
            .fails("function 'allocate' does not exist", 0),
        Call.of("traps", allocating("i32 -> i32", "unreachable"))
            .arguments(INPUT)
            .failsByTrap("unreachable", TrapKind.UNREACHABLE, NOP),
        Call.of("divides by zero", allocating("i32 -> i32", "i32.const 1; i32.const 0; i32.div_s"))
            .arguments(INPUT)
            .failsByTrap(
                "integer divide by zero", TrapKind.INTEGER_DIVIDE_BY_ZERO, 10 + 10 + 100 + 1_106),
        Call.of("runs out of gas", allocating("i32 -> i32", "loop; br 0; end; i32.const 0"))
            .arguments(INPUT)
            .runsOutOfGas(0),
        Call.of("one byte too far", allocating("i32 -> i32", "i32.const 65528"))
            .arguments(INPUT)
            .fails("memory out of bound", CONST),
        Call.of("up to the last byte", allocating("i32 -> i32", "i32.const 65527"))
            .arguments(INPUT)
            .gives(null, 2 * CONST),
        Call.of("behind the memory", allocating("i32 -> i32", "i32.const 65536"))
            .arguments(INPUT)
            .fails("memory out of bound", CONST),
        Call.of("far behind the memory", allocating("i32 -> i32", "i32.const 0x7fffffff"))
            .arguments(INPUT)
            .fails("memory out of bound", CONST),
        Call.of("at 0", allocating("i32 -> i32", "i32.const 0"))
            .arguments(INPUT)
            .gives(null, 2 * CONST),
        Call.of("negative", allocating("i32 -> i32", "i32.const -1")).arguments(INPUT).crashes(),
        Call.of("-2^31", allocating("i32 -> i32", "i32.const 0x80000000"))
            .arguments(INPUT)
            .crashes(),
        Call.of("gives an i64", allocating("i32 -> i64", "i64.const 1024"))
            .arguments(INPUT)
            .crashes(),
        Call.of("gives nothing", allocating("i32 ->", "")).arguments(INPUT).crashes(),
        Call.of("takes nothing", allocating("-> i32", "i32.const 1024"))
            .arguments(INPUT)
            .test(
                result -> {
                  assertEquals(Outcome.ERROR, result.outcome());
                  assertEquals(Call.GAS, result.evmGasLeft());
                }),
        Call.of(
                "grows the memory for it",
                allocating("i32 -> i32", "i32.const 1; memory.grow; drop; i32.const 65536")
                    .export("execute", "i32 -> i32", "local.get 0"))
            .arguments(INPUT)
            .gives(INPUT, (10 + 435_000 + 100 + 10 + 1_106) + 14_336_000 + (40 + 1_106)),
        Call.of("no memory", base.withoutMemory())
            .arguments(INPUT)
            .fails("memory export not found", CONST),
        Call.of("memory not exported", allocating("i32 -> i32", "i32.const 64").hideMemory())
            .arguments(INPUT)
            .fails("memory export not found", CONST),
        Call.of(
                "memory is a global",
                allocating("i32 -> i32", "i32.const 64")
                    .hideMemory()
                    .exportGlobal("memory", "heap"))
            .arguments(INPUT)
            .fails("memory export is not a memory", CONST));
  }

  @TestFactory
  Stream<DynamicTest> traps() {
    return Stream.of(
        trap(TrapKind.UNREACHABLE, "unreachable", 10),
        trap(TrapKind.INTEGER_DIVIDE_BY_ZERO, "i32.const 1; i32.const 0; i32.rem_u", 120),
        trap(
            TrapKind.INTEGER_OVERFLOW,
            "i64.const 0x8000000000000000; i64.const -1; i64.div_s; i32.wrap_i64",
            300),
        trap(TrapKind.OUT_OF_BOUNDS_MEMORY, "i32.const 65533; i32.load", 50),
        trap(TrapKind.OUT_OF_BOUNDS_MEMORY, "i32.const -1; i32.load 0 0xffffffff", 50),
        trap(TrapKind.INVALID_CONVERSION, "f64.const 0x7ff8000000000000; i32.trunc_f64_s", 510),
        trap(TrapKind.UNDEFINED_ELEMENT, "i32.const 3; call_indirect -> i32", 210),
        trap(TrapKind.UNDEFINED_ELEMENT, "i32.const -1; call_indirect -> i32", 210),
        trap(TrapKind.UNINITIALIZED_ELEMENT, "i32.const 1; call_indirect -> i32", 210),
        trap(
            TrapKind.INDIRECT_CALL_TYPE_MISMATCH,
            "i32.const 0; call_indirect ->; i32.const 0",
            220));
  }

  private static DynamicTest trap(TrapKind kind, String code, long cost) {
    GuestModule guest = aspect().table(3, "execute").export("execute", "-> i32", code);
    return Call.of(kind.text() + ": " + code, guest).traps(kind, cost + 1_106);
  }

  @TestFactory
  Stream<DynamicTest> counterNegativeAtTheEnd() {
    return Stream.of(
        Call.of(
                "infinite loop",
                aspect().export("execute", "-> i32", "loop; br 0; end; i32.const 0"))
            .gas(5_000)
            .runsOutOfGas(0),
        Call.of("one unit short", returning(0)).gas(1).runsOutOfGas(0),
        Call.of(
                "a counter of 0 is not out of gas",
                aspect().export("execute", "-> i32", zeroLeft()))
            .gas(2)
            .gives(null, 2_000),
        Call.of(
                "out of gas in memory.grow",
                aspect().export("execute", "-> i32", "i32.const 70; memory.grow"))
            .runsOutOfGas(0));
  }

  /** Code that costs 2000 in all: 894 besides the charge's own cost. */
  private static String zeroLeft() {
    return "i32.const 0; "
        + "i32.eqz; ".repeat(8)
        + "drop; " // 214
        + "i32.const 0; drop; ".repeat(6) // 660
        + "i32.const 0; nop"; // 20
  }

  @TestFactory
  Stream<DynamicTest> results() {
    return Stream.of(
        Call.of("nothing", aspect().export("execute", "->", "nop"))
            .fails("read output failed, value: <nil>", NOP),
        Call.of("an i64", aspect().export("execute", "-> i64", "i64.const -5"))
            .fails("read output failed, value: -5", 40 + 1_106),
        Call.of("two i32", aspect().export("execute", "-> i32 i32", "i32.const 1; i32.const 2"))
            .fails("read output failed, value: [1 2]", 20 + 1_106),
        Call.of("an f64", aspect().export("execute", "-> f64", "f64.const 0x3ff0000000000000"))
            .fails("read output failed, value: 0x3ff0000000000000", 10 + 1_106),
        Call.of("0: no value", returning(0)).gives(null, CONST),
        Call.of("header one byte out of bounds", returning(65_531))
            .fails("memory out of bound", CONST),
        Call.of("header out of bounds", returning(65_536)).fails("memory out of bound", CONST),
        Call.of("header far out of bounds", returning(0x7fff_fff0))
            .fails("memory out of bound", CONST),
        Call.of(
                "header up to the last byte",
                returning(65_530).data(65_530, new byte[] {10, 0, 0, 0, 0, 0}))
            .gives(Str.of(""), CONST),
        Call.of("no memory", returning(AT).withoutMemory()).fails("memory export not found", CONST),
        Call.of("no memory, no value", returning(0).withoutMemory()).gives(null, CONST),
        Call.of("body one byte out of bounds", returning(65_529).data(65_529, header(11, 2)))
            .fails("read output failed, memory out of bound", CONST),
        Call.of("body up to the last byte", returning(65_529).data(65_529, header(11, 1)))
            .gives(new Bytes(new byte[1]), CONST),
        Call.of("body of 2^31 - 1 - 2^12", returning(AT).data(AT, header(11, 0x7fff_f000)))
            .fails("read output failed, memory out of bound", CONST),
        Call.of("a longer Int32", returning("0300 05000000 0100000002")).gives(new Int32(1), CONST),
        Call.of("a longer Bool", returning("0900 02000000 0100")).gives(new Bool(true), CONST),
        Call.of("a Bool of 2", returning("0900 01000000 02")).gives(new Bool(false), CONST),
        Call.of("an unaligned Int64", returning(AT + 1).data(AT + 1, int64()))
            .gives(new Int64(0x0706_0504_0302_0100L), CONST));
  }

  private static byte[] header(int type, int length) {
    return new byte[] {
      (byte) type,
      (byte) (type >> 8),
      (byte) length,
      (byte) (length >> 8),
      (byte) (length >> 16),
      (byte) (length >> 24)
    };
  }

  private static byte[] int64() {
    return HexFormat.of().parseHex("0400080000000001020304050607");
  }

  @TestFactory
  Stream<DynamicTest> resultsOfUnsupportedTypes() {
    return Stream.of(0, 1, 2, 5, 6, 7, 12, 255, 32_767, -1, -32_768)
        .map(
            type ->
                Call.of("type index " + type, returning(AT).data(AT, header(type, 0)))
                    .fails(
                        "unsupported result type, type of index " + type + " is not valid", CONST));
  }

  @TestFactory
  Stream<DynamicTest> resultsOfNegativeLength() {
    return Stream.of(-1, -2, -3, -4, -5, -6)
        .map(
            length ->
                Call.of("length " + length, returning(AT).data(AT, header(11, length)))
                    .fails("read output failed, data is not valid, read header failed", CONST));
  }

  @TestFactory
  Stream<DynamicTest> crashes() {
    return Stream.of(
        Call.of("pointer -1", returning(-1)).crashes(),
        Call.of("pointer -2^31", returning(Integer.MIN_VALUE)).crashes(),
        Call.of("pointer 2^31 - 1", returning(Integer.MAX_VALUE)).crashes(),
        Call.of("pointer 2^31 - 6", returning(Integer.MAX_VALUE - 5)).crashes(),
        Call.of("length -7", returning(AT).data(AT, header(11, -7))).crashes(),
        Call.of("length -2^31", returning(AT).data(AT, header(11, Integer.MIN_VALUE))).crashes(),
        Call.of("length 2^31 - 1", returning(AT).data(AT, header(11, Integer.MAX_VALUE))).crashes(),
        Call.of("pointer + 6 + length of 2^31", returning(AT).data(AT, header(11, 0x7fff_f7fa)))
            .crashes(),
        Call.of("Int32 of 3 bytes", returning(AT).data(AT, header(3, 3))).crashes(),
        Call.of("Int64 of 7 bytes", returning(AT).data(AT, header(4, 7))).crashes(),
        Call.of("Uint64 of no bytes", returning(AT).data(AT, header(8, 0))).crashes(),
        Call.of("Bool of no bytes", returning(AT).data(AT, header(9, 0))).crashes());
  }
}
