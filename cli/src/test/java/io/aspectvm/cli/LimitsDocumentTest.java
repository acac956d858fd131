package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.wasm.Limits;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
}
