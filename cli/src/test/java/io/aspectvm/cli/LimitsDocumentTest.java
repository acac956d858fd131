package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.MemoryCeiling;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.support.HostEdge;
import io.aspectvm.wasm.Limits;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That docs/limits.md says what the code does. */
class LimitsDocumentTest {

  private static final Path PAGE = Path.of("../docs/limits.md");

  @Test
  void everyLimitIsThereWithItsDefaults() throws Exception {
    List<String> expected = new ArrayList<>();
    for (RecordComponent component : Limits.class.getRecordComponents()) {
      expected.add(
          String.format(
              Locale.ROOT,
              "| `%s` | %,d | %,d",
              component.getName(),
              (Integer) component.getAccessor().invoke(Limits.ASPECT),
              (Integer) component.getAccessor().invoke(Limits.WASM)));
    }
    List<String> actual = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split(" \\| ");
      if (cells[0].matches("\\| `\\w+`") && cells.length > 3) {
        actual.add(String.join(" | ", cells[0], cells[1], cells[2]));
      }
    }
    assertEquals(expected, actual);
  }

  @Test
  void limitsOfExecutionsAreThereWithTheirDefaults() throws Exception {
    LoadLimits load = LoadLimits.DEFAULT;
    assertDefault("depth budget, in slots", CompilerOptions.DEFAULT_DEPTH_BUDGET);
    assertDefault("host calls in each other", HostEdge.MAX_REENTRIES);
    assertDefault(
        "memory of an aspect, in pages",
        MemoryCeiling.ASPECT.pages(),
        MemoryCeiling.ASPECT.largePages());
    assertDefault("memory in profile `wasm`", MemoryCeiling.WASM.pages());
    assertDefault(
        "what a runtime loads", load.memoryPages(), load.tableElements(), load.depthBudget());
    assertDefault("log entries", ExecutionContext.MAX_LOGS);
    assertDefault("bytes of an artefact", ArtefactReader.DEFAULT_MAXIMUM_BYTES);
  }

  /** No module of any profile is refused by a runtime that was not told otherwise. */
  @Test
  void whatTheCompilerMakesLoads() {
    LoadLimits load = LoadLimits.DEFAULT;
    for (Limits limits : List.of(Limits.ASPECT, Limits.WASM)) {
      assertTrue(limits.tableElements() <= load.tableElements());
    }
    for (MemoryCeiling ceiling : List.of(MemoryCeiling.ASPECT, MemoryCeiling.WASM)) {
      assertTrue(ceiling.largePages() <= load.memoryPages());
    }
    assertTrue(CompilerOptions.DEFAULT_DEPTH_BUDGET <= load.depthBudget());
  }

  private static void assertDefault(String what, int... values) throws Exception {
    String expected =
        IntStream.of(values)
            .mapToObj(value -> String.format(Locale.ROOT, "%,d", value))
            .collect(Collectors.joining(", "));
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| " + what)).toList();
    assertEquals(1, rows.size(), what);
    assertEquals(expected, rows.get(0).split(" \\| ")[1]);
  }
}
