package io.aspectvm.gas.inject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Engine;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.WasmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls whose gas was measured with the reference's own injector, to the unit. */
class GasVectorsTest {

  private static final int CALLS = 105;
  private static final long PLENTY = Long.MAX_VALUE;

  private static JsonNode vectors() throws IOException {
    Path file =
        Path.of(System.getProperty("aspectvm.shared", "../../shared"), "gas-vectors/vectors.json");
    assumeTrue(Files.exists(file), () -> "no gas vectors: " + file + " does not exist");
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void allCallsAreThere() throws IOException {
    int calls = 0;
    for (JsonNode module : vectors()) {
      calls += module.get("calls").size();
    }
    assertEquals(CALLS, calls);
  }

  @TestFactory
  Stream<DynamicTest> current() throws IOException {
    return tests(GasSchedules.ARTELA_CURRENT, "current").stream();
  }

  @TestFactory
  Stream<DynamicTest> legacy() throws IOException {
    return tests(GasSchedules.ARTELA_LEGACY, "legacy").stream();
  }

  private static List<DynamicTest> tests(GasSchedule schedule, String column) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode module : vectors()) {
      int number = 0;
      for (JsonNode call : module.get("calls")) {
        String name = module.get("name").asText() + " " + number++;
        tests.add(DynamicTest.dynamicTest(name, () -> check(module, call, schedule, column)));
      }
    }
    return tests;
  }

  private static void check(JsonNode module, JsonNode call, GasSchedule schedule, String column)
      throws WasmException {
    byte[] original = Base64.getDecoder().decode(module.get("wasmBase64").asText());
    WasmModule decoded = ModuleReader.read(original, ModuleBytes.NO_LIMITS);
    byte[] wasm = ModuleInstrumenter.instrument(decoded, schedule, MeteringRules.REFERENCE).bytes();
    long gas = Long.parseLong(call.get("gasUsed").get(column).asText());
    assertOutcome(call, call(wasm, call, PLENTY), PLENTY - gas);
    assertOutcome(call, call(wasm, call, gas), 0);
    if (gas > 0) {
      Engine.Outcome short1 = call(wasm, call, gas - 1);
      assertNotNull(short1.trap());
      assertEquals(-1, short1.counter());
    }
  }

  private static void assertOutcome(JsonNode call, Engine.Outcome outcome, long gasLeft) {
    assertEquals(gasLeft, outcome.counter());
    if (call.get("trap").isNull()) {
      assertNull(outcome.trap());
      JsonNode result = call.get("result");
      long[] expected = result.isNull() ? new long[0] : new long[] {value(result)};
      assertArrayEquals(expected, outcome.results());
    } else {
      assertNotNull(outcome.trap());
      assertTrue(outcome.trap().contains(call.get("trap").asText()), outcome.trap());
    }
  }

  private static Engine.Outcome call(byte[] wasm, JsonNode call, long gas) {
    HostFunction tick =
        new HostFunction(
            "env",
            "tick",
            FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)),
            (instance, values) -> new long[] {values[0] + 1});
    long[] arguments = new long[call.get("args").size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(call.get("args").get(i));
    }
    return new Engine(wasm, tick).callWith(gas, call.get("export").asText(), arguments);
  }

  /** The raw bits of {@code type:value}; i32 in the low half, as the engine gives them. */
  private static long value(JsonNode text) {
    String[] parts = text.asText().split(":");
    long value = Long.parseLong(parts[1]);
    return parts[0].equals("i32") ? value & 0xFFFF_FFFFL : value;
  }
}
