package io.aspectvm.jmh.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifeRecordTest {

  private static final LifeRecord RECORD =
      new LifeRecord(
          new LifeRecord.Key(
              "JDK 25", LifeGroup.RETAINED, "idle", "aspectvm-strict", 50, "heap", "bytes"),
          List.of(1024.0, -3.5, 0.12345));

  private static final String LINE =
      "JDK 25\tretained\tidle\taspectvm-strict\t50\theap\tbytes\t1024 -3.5 0.1234";

  @Test
  void lineHasAllParts() {
    assertEquals(LINE, RECORD.line());
    assertEquals(LINE, LifeRecord.parse(LINE).line());
    assertEquals(RECORD.key(), LifeRecord.parse(LINE).key());
  }

  @Test
  void jsonHasAllParts() {
    assertEquals(
        "{\"platform\": \"JDK 25\", \"group\": \"retained\", \"subject\": \"idle\","
            + " \"series\": \"aspectvm-strict\", \"x\": 50, \"measure\": \"heap\","
            + " \"unit\": \"bytes\", \"values\": [1024, -3.5, 0.1234]}",
        RECORD.json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "JDK 25\tretained\tidle\taspectvm-strict\t50\theap\tbytes",
        "JDK 25\tweather\tidle\taspectvm-strict\t50\theap\tbytes\t1",
        "JDK 25\tretained\tidle\taspectvm-strict\tmany\theap\tbytes\t1",
        "JDK 25\tretained\tidle\taspectvm-strict\t50\theap\tbytes\t",
        "JDK 25\tretained\tidle\taspectvm-strict\t50\theap\tbytes\tInfinity"
      })
  void otherLinesAreRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> LifeRecord.parse(line));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1.25, 1.25", "1000000, 1000000", "0.00004, 0", "-2.50, -2.5"})
  void numbersHaveNoNeedlessPlaces(double value, String text) {
    assertEquals(text, LifeRecord.number(value));
  }

  @Test
  void runsAreMerged() {
    LifeRecord other = new LifeRecord(RECORD.key(), List.of(2.0));
    List<LifeRecord> merged = LifeReport.merged(List.of(RECORD, other));
    assertEquals(
        List.of(new LifeRecord(RECORD.key(), List.of(1024.0, -3.5, 0.12345, 2.0))), merged);
  }
}
