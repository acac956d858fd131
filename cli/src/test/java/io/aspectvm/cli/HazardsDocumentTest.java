package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the tests which docs/hazards.md names are there. */
class HazardsDocumentTest {

  private static final int INCIDENTS = 24;

  private static List<List<String>> rows() throws IOException {
    return DocumentedTests.rows("docs/hazards.md", 4);
  }

  @Test
  void everyHazardAndIncidentHasItsRow() throws IOException {
    List<String> hazards = new ArrayList<>();
    int incidents = 0;
    for (List<String> row : rows()) {
      if (row.get(0).matches("H\\d\\d")) {
        hazards.add(row.get(0));
      } else {
        incidents++;
      }
    }
    assertEquals(IntStream.rangeClosed(1, 40).mapToObj("H%02d"::formatted).toList(), hazards);
    assertEquals(INCIDENTS, incidents);
  }

  @Test
  void everyTestExists() throws IOException {
    assertEquals(List.of(), DocumentedTests.missing(rows()));
  }
}
