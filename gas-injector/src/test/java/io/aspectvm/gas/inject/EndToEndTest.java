package io.aspectvm.gas.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.aspectvm.gas.plan.MeteringPlanner;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.schedule.HostPrice;
import io.aspectvm.gas.testing.Engine;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.WasmModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vectors of the gas specification, section 9, with as much of a host as they need: it converts
 * gas, has every argument and result allocated by the guest, and prices calls by the schedule.
 */
class EndToEndTest {

  private static final long WASM_GAS_PER_EVM_GAS = 1000;
  private static final int NAME_BYTES = "preTxExecute".length();
  private static final int HASH_BYTES = 32;
  private static final int INT64_BYTES = 8;

  private final ModuleBytes builder =
      new ModuleBytes()
          .type("i32 -> i32")
          .type("-> i32")
          .type("->")
          .type("i32 i32 -> i32")
          .importFunction("crypto-api", "__CryptoApi__.keccak", 0)
          .importFunction("util-api", "__UtilApi__.gas", 1)
          .memory(1)
          .global()
          .function(2, 0, "i32.const 1024", "global.set 0", "end")
          .function(
              0, 0, "global.get 0", "global.get 0", "local.get 0", "i32.add", "global.set 0", "end")
          .function(3, 0, "local.get 1", "call 0", "end")
          .function(3, 0, "call 1", "end")
          .function(3, 0, "i32.const 2", "memory.grow", "drop", "i32.const 0", "end")
          .function(3, 0, "loop", "br 0", "end", "i32.const 0", "end")
          .export("memory", 2, 0)
          .export("__aspect_start__", 0, 2)
          .export("allocate", 0, 3)
          .export("execute", 0, 4)
          .export("gasProbe", 0, 5)
          .export("growTwo", 0, 6)
          .export("spin", 0, 7);

  private final WasmModule module = builder.toModule();
  private Engine engine;
  private long probed;

  private long allocate(int bytes) {
    return engine.call("allocate", bytes)[0];
  }

  /** Charges the price of a host call; out of gas leaves -1 and traps. */
  private void pay(HostPrice price, int argumentBytes) {
    long amount =
        argumentBytes > 0 || price.evenIfEmpty()
            ? price.fixed() + price.perByte() * argumentBytes
            : 0;
    long counter = engine.counter().getValue();
    if (counter < amount) {
      engine.counter().setValue(-1);
      throw new ChicoryException("out of gas");
    }
    engine.counter().setValue(counter - amount);
  }

  private static HostFunction host(
      String module, String field, List<ValType> parameters, WasmFunctionHandle code) {
    return new HostFunction(module, field, FunctionType.of(parameters, List.of(ValType.I32)), code);
  }

  /** The counter after a whole call, start function and arguments included; -1 if it failed. */
  private long run(GasSchedule schedule, String export, long evmGas, int bytes)
      throws WasmException {
    byte[] wasm = ModuleInstrumenter.instrument(module, schedule, Profile.ASPECT).bytes();
    HostFunction keccak =
        host(
            "crypto-api",
            "__CryptoApi__.keccak",
            List.of(ValType.I32),
            (instance, values) -> {
              pay(schedule.price("crypto-api", "__CryptoApi__.keccak"), bytes);
              return new long[] {allocate(HASH_BYTES)};
            });
    HostFunction gas =
        host(
            "util-api",
            "__UtilApi__.gas",
            List.of(),
            (instance, values) -> {
              pay(schedule.price("util-api", "__UtilApi__.gas"), 0);
              probed = engine.counter().getValue();
              return new long[] {allocate(INT64_BYTES)};
            });
    engine = new Engine(wasm, keccak, gas);
    engine.counter().setValue(evmGas * WASM_GAS_PER_EVM_GAS);
    try {
      engine.call("__aspect_start__");
      long name = allocate(NAME_BYTES);
      long argument = allocate(bytes);
      engine.call(export, name, argument);
    } catch (ChicoryException e) {
      return -1;
    }
    return engine.counter().getValue();
  }

  @ParameterizedTest
  @CsvSource({
    "execute, 1000000, 10, 411930, 405397",
    "execute, 1000000, 0, 6930, 397",
    "gasProbe, 1000000, 10, 6890, 395",
    "growTwo, 1000000, 0, 29112394, 102160509",
  })
  void used(String export, long evmGas, int bytes, long current, long legacy) throws WasmException {
    long before = evmGas * WASM_GAS_PER_EVM_GAS;
    assertEquals(before - current, run(GasSchedules.ARTELA_CURRENT, export, evmGas, bytes));
    assertEquals(before - legacy, run(GasSchedules.ARTELA_LEGACY, export, evmGas, bytes));
  }

  @ParameterizedTest
  @CsvSource({"growTwo, 1000, 0", "spin, 1000, 0", "execute, 100, 10", "execute, 0, 0"})
  void outOfGas(String export, long evmGas, int bytes) throws WasmException {
    for (GasSchedule schedule : List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.ARTELA_LEGACY)) {
      assertEquals(-1, run(schedule, export, evmGas, bytes));
      assertEquals(-1, engine.counter().getValue());
    }
  }

  @Test
  void gasSeenByTheHost() throws WasmException {
    run(GasSchedules.ARTELA_CURRENT, "gasProbe", 1_000_000, 10);
    assertEquals(999_994_576, probed);
    run(GasSchedules.ARTELA_LEGACY, "gasProbe", 1_000_000, 10);
    assertEquals(999_999_668, probed);
  }

  /** Hardened charges the fixed part of a call without argument bytes. */
  @Test
  void hardened() throws WasmException {
    long before = 1_000_000 * WASM_GAS_PER_EVM_GAS;
    assertEquals(before - 411_930, run(GasSchedules.HARDENED, "execute", 1_000_000, 10));
    assertEquals(before - 6_930 - 30_000, run(GasSchedules.HARDENED, "execute", 1_000_000, 0));
    assertEquals(before - 6_890 - 2_000, run(GasSchedules.HARDENED, "gasProbe", 1_000_000, 10));
  }

  @Test
  void charges() throws WasmException {
    assertCharges(2, "0: 1236\n", "0: 57\n");
    assertCharges(3, "0: 1466\n", "0: 63\n");
    assertCharges(4, "0: 1296\n", "0: 151\n");
    assertCharges(5, "0: 1256\n", "0: 149\n");
    assertCharges(6, "0: 436226\n", "0: 435066\n");
    assertCharges(7, "0: 1266\n1: 1256\n", "0: 65\n1: 64\n");
  }

  private void assertCharges(int function, String current, String legacy) throws WasmException {
    assertEquals(current, plan(function, GasSchedules.ARTELA_CURRENT));
    assertEquals(legacy, plan(function, GasSchedules.ARTELA_LEGACY));
  }

  private String plan(int function, GasSchedule schedule) throws WasmException {
    return new MeteringPlanner(module, schedule, MeteringRules.REFERENCE).plan(function).toString();
  }
}
