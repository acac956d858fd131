package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The measured gas of the reference's own injector: every call, both schedules, all isolation
 * policies, functions whole and in pieces, to the unit.
 */
class GasVectorsTest {

  private static final long PLENTY = 1L << 60;

  @TestFactory
  List<DynamicTest> vectors() throws Exception {
    Path file =
        Path.of(System.getProperty("aspectvm.shared", "../../shared"), "gas-vectors/vectors.json");
    Assumptions.assumeTrue(Files.exists(file), () -> "no gas vectors at " + file);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode module : new ObjectMapper().readTree(file.toFile())) {
      byte[] wasm = Base64.getDecoder().decode(module.get("wasmBase64").asText());
      for (Map.Entry<String, GasSchedule> schedule :
          Map.of("current", GasSchedules.ARTELA_CURRENT, "legacy", GasSchedules.ARTELA_LEGACY)
              .entrySet()) {
        String name = module.get("name").asText() + " " + schedule.getKey();
        for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
          tests.add(
              DynamicTest.dynamicTest(
                  name + " in methods of " + methodBytes,
                  () ->
                      check(
                          wasm,
                          module.get("calls"),
                          schedule.getKey(),
                          schedule.getValue(),
                          methodBytes)));
        }
      }
    }
    return tests;
  }

  private static void check(
      byte[] wasm, JsonNode calls, String column, GasSchedule schedule, int methodBytes)
      throws Exception {
    CompilerOptions options =
        CompilerOptions.of(Profile.WASM)
            .withSchedule(schedule)
            .withHostModules(HostModules.standard().plus(TickHost.class))
            .withMethodBytes(methodBytes)
            .withCheckedClasses();
    for (Isolation isolation : Isolation.values()) {
      Guest guest = Guest.load(wasm, options, isolation);
      for (JsonNode call : calls) {
        long gas = call.get("gasUsed").get(column).asLong();
        String trap = call.get("trap").asText(null);
        run(guest, call, PLENTY, PLENTY - gas, trap);
        run(guest, call, gas, 0, trap);
        if (gas > 0) {
          run(guest, call, gas - 1, -1, "out of gas");
        }
      }
    }
  }

  private static void run(Guest guest, JsonNode call, long gas, long left, String trap) {
    Instance instance = guest.instance(gas);
    String what = call + " with " + gas;
    List<Long> arguments = new ArrayList<>();
    call.get("args").forEach(arg -> arguments.add(bits(arg.asText())));
    String ended = null;
    try {
      long[] results =
          guest.call(
              instance,
              call.get("export").asText(),
              arguments.stream().mapToLong(Long::longValue).toArray());
      if (trap == null && !call.get("result").isNull()) {
        assertEquals(bits(call.get("result").asText()), results[0], what);
      }
    } catch (Trap e) {
      ended = e.kind().text();
    }
    assertEquals(trap, ended, what);
    assertEquals(left, instance.gasLeft(), what);
  }

  private static long bits(String text) {
    return Long.parseLong(text.substring(text.indexOf(':') + 1));
  }
}
