package io.aspectvm.gas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Assembler;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.WasmModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the gas specification, section 6, made with the reference's own injector. */
class WorkedExamplesTest {

  private static final int EXAMPLES = 25;

  /** One example; {@code charges} has position, amount in C, amount in L on each line. */
  record Example(String title, List<String> code, List<String[]> charges) {
    @Override
    public String toString() {
      return title;
    }

    /** The plan's dump under the schedule whose amounts are in {@code column}. */
    String expected(int column) {
      StringBuilder text = new StringBuilder();
      for (String[] charge : charges) {
        text.append(charge[0]).append(": ").append(charge[column]).append('\n');
      }
      return text.toString();
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    String text;
    try (InputStream in = WorkedExamplesTest.class.getResourceAsStream("worked-examples.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        examples.add(new Example(line.substring(3), new ArrayList<>(), new ArrayList<>()));
      } else if (line.startsWith("  ")) {
        examples.get(examples.size() - 1).code().add(line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        examples.get(examples.size() - 1).charges().add(line.split(" "));
      }
    }
    return examples;
  }

  static Stream<Example> examplesWithCharges() throws IOException {
    return examples().stream();
  }

  @Test
  void allExamplesAreThere() throws IOException {
    assertEquals(EXAMPLES, examples().size());
    assertEquals(
        List.of("2. Empty function"),
        examples().stream().filter(e -> e.charges().isEmpty()).map(Example::title).toList());
  }

  @ParameterizedTest
  @MethodSource("examplesWithCharges")
  void current(Example example) throws WasmException {
    assertEquals(example.expected(1), plan(example, GasSchedules.ARTELA_CURRENT).toString());
  }

  @ParameterizedTest
  @MethodSource("examplesWithCharges")
  void legacy(Example example) throws WasmException {
    assertEquals(example.expected(2), plan(example, GasSchedules.ARTELA_LEGACY).toString());
  }

  private static MeteringPlan plan(Example example, GasSchedule schedule) throws WasmException {
    WasmModule module = ModuleBytes.ofCode(Assembler.assemble(example.code()));
    return new MeteringPlanner(module, schedule, MeteringRules.REFERENCE).plan(0);
  }
}
