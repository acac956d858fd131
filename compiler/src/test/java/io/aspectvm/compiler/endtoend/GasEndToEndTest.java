package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end-to-end vectors of the gas specification, section 9: every row, both schedules. */
class GasEndToEndTest {

  private static final long WASM_PER_EVM = 1_000;

  private static final byte[] MODULE =
      new GuestModule()
          .importing("keccak", "crypto-api", "__CryptoApi__.keccak", "i32 -> i32")
          .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
          .memory(1)
          .global("heap", ValueType.I32, 0)
          .export("__aspect_start__", "->", "i32.const 1024; global.set $heap")
          .export(
              "allocate",
              "i32 -> i32",
              "global.get $heap; global.get $heap; local.get 0; i32.add; global.set $heap")
          .export("execute", "i32 i32 -> i32", "local.get 1; call $keccak")
          .export("gasProbe", "i32 i32 -> i32", "call $gas")
          .export("growTwo", "i32 i32 -> i32", "i32.const 2; memory.grow; drop; i32.const 0")
          .export("spin", "i32 i32 -> i32", "loop; br 0; end; i32.const 0")
          .toByteArray();

  private static final String KECCAK_OF_TEN_ZEROS =
      "6bd2dd6bd408cbee33429358bf24fdc64612fbf8b1b4db604518f40ffd34b607";
  private static final String KECCAK_OF_NOTHING =
      "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

  @ParameterizedTest(name = "{0} with {1} gas and {2} bytes, schedule C")
  @CsvSource({
    "execute, 1000000, 10, 411930, 999588",
    "execute, 1000000, 0, 6930, 999993",
    "gasProbe, 1000000, 10, 6890, 999993",
    "growTwo, 1000000, 0, 29112394, 970887",
    // The least that is enough.
    "execute, 412, 10, 411930, 0",
    "growTwo, 29113, 0, 29112394, 0",
  })
  void current(String method, long gas, int bytes, long used, long left) throws Exception {
    succeeds(GasSchedules.ARTELA_CURRENT, method, gas, bytes, used, left);
  }

  @ParameterizedTest(name = "{0} with {1} gas and {2} bytes, schedule L")
  @CsvSource({
    "execute, 1000000, 10, 405397, 999594",
    "execute, 1000000, 0, 397, 999999",
    "gasProbe, 1000000, 10, 395, 999999",
    "growTwo, 1000000, 0, 102160509, 897839",
    "execute, 406, 10, 405397, 0",
    "growTwo, 102161, 0, 102160509, 0",
  })
  void legacy(String method, long gas, int bytes, long used, long left) throws Exception {
    succeeds(GasSchedules.ARTELA_LEGACY, method, gas, bytes, used, left);
  }

  /** Section 11: the fixed part of a price is due without argument bytes too. */
  @ParameterizedTest(name = "{0} with {1} gas and {2} bytes, hardened")
  @CsvSource({
    "execute, 1000000, 10, 411930, 999588",
    "execute, 1000000, 0, 36930, 999963",
    "gasProbe, 1000000, 10, 8890, 999991",
  })
  void hardened(String method, long gas, int bytes, long used, long left) throws Exception {
    succeeds(GasSchedules.HARDENED, method, gas, bytes, used, left);
  }

  @ParameterizedTest(name = "{0} with {1} gas and {2} bytes, {3}")
  @CsvSource({
    "growTwo, 1000, 0, artela-current",
    "growTwo, 1000, 0, artela-legacy",
    "spin, 1000, 0, artela-current",
    "spin, 1000, 0, artela-legacy",
    "execute, 100, 10, artela-current",
    "execute, 100, 10, artela-legacy",
    // One less than enough.
    "execute, 411, 10, artela-current",
    "execute, 405, 10, artela-legacy",
    "growTwo, 29112, 0, artela-current",
    "growTwo, 102160, 0, artela-legacy",
  })
  void outOfGas(String method, long gas, int bytes, String schedule) throws Exception {
    Aspects.underEachPolicy(
        MODULE,
        options(GasSchedules.byName(schedule).orElseThrow()),
        aspect -> {
          ExecutionResult result = call(aspect, method, gas, bytes);
          assertEquals(Outcome.OUT_OF_GAS, result.outcome());
          assertEquals("out of gas", result.error());
          assertEquals(0, result.evmGasLeft());
          assertEquals(OptionalLong.empty(), result.wasmGasUsed());
        });
  }

  @ParameterizedTest
  @CsvSource({"artela-current", "artela-legacy"})
  void withoutGasTheStartFunctionFails(String schedule) throws Exception {
    Aspects.underEachPolicy(
        MODULE,
        options(GasSchedules.byName(schedule).orElseThrow()),
        aspect -> {
          ExecutionResult result = call(aspect, "execute", 0, 0);
          assertEquals(Outcome.INIT_FAILED, result.outcome());
          assertEquals(
              "aspect init failed, method __aspect_start__ execution fail, "
                  + "err: out of gas: out of gas",
              result.error());
          assertEquals(0, result.evmGasLeft());
        });
  }

  private static void succeeds(
      GasSchedule schedule, String method, long gas, int bytes, long used, long left)
      throws Exception {
    Aspects.underEachPolicy(
        MODULE,
        options(schedule),
        aspect -> {
          ExecutionResult result = call(aspect, method, gas, bytes);
          assertEquals(null, result.error());
          assertEquals(expectedValue(schedule, method, gas, bytes), result.value());
          assertEquals(OptionalLong.of(used), result.wasmGasUsed());
          assertEquals(left, result.evmGasLeft());
        });
  }

  private static GuestValue expectedValue(
      GasSchedule schedule, String method, long gas, int bytes) {
    return switch (method) {
      case "execute" ->
          new Bytes(HexFormat.of().parseHex(bytes == 0 ? KECCAK_OF_NOTHING : KECCAK_OF_TEN_ZEROS));
      case "gasProbe" -> new Int64(gas * WASM_PER_EVM - beforeProbe(schedule));
      default -> null;
    };
  }

  /** The probe returns 999 994 576 and 999 999 668; hardened takes the fixed price of 2000 too. */
  private static long beforeProbe(GasSchedule schedule) {
    return switch (schedule.name()) {
      case "artela-current" -> 5_424;
      case "artela-legacy" -> 332;
      default -> 7_424;
    };
  }

  private static CompilerOptions options(GasSchedule schedule) {
    return CompilerOptions.of(Profile.ASPECT).withSchedule(schedule);
  }

  private static ExecutionResult call(
      io.aspectvm.runtime.Aspect aspect, String method, long gas, int bytes) {
    return aspect.call(
        ExecutionContext.builder().build(),
        method,
        gas,
        Str.of("preTxExecute"),
        new Bytes(new byte[bytes]));
  }
}
