package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That SECURITY.md's threat model covers everybody, by tests that are there. */
class SecurityDocumentTest {

  private static final String DOCUMENT = "SECURITY.md";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  private static List<List<String>> rows() throws IOException {
    return DocumentedTests.rows(DOCUMENT, 4);
  }

  @Test
  void everyoneHasARow() throws IOException {
    assertEquals(
        Set.of(
            "who deploys",
            "who calls",
            "who has the file",
            "who wrote the host",
            "who runs the node",
            "nobody"),
        rows().stream().map(row -> row.get(0)).collect(Collectors.toSet()));
  }

  @Test
  void everyTestExists() throws IOException {
    assertFalse(rows().isEmpty());
    assertEquals(List.of(), DocumentedTests.missing(rows()));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    String text = Files.readString(DocumentedTests.ROOT.resolve(DOCUMENT));
    LINK.matcher(text)
        .results()
        .forEach(
            link ->
                assertTrue(
                    Files.exists(DocumentedTests.ROOT.resolve(link.group(1))), link.group(1)));
  }
}
