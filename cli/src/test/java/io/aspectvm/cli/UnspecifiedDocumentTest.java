package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the tests which docs/unspecified.md names for our choices are there. */
class UnspecifiedDocumentTest {

  @Test
  void everyTestExists() throws IOException {
    List<List<String>> rows = DocumentedTests.rows("docs/unspecified.md", 3);
    assertTrue(rows.size() > 25, rows.size() + " rows");
    assertEquals(List.of(), DocumentedTests.missing(rows));
  }
}
