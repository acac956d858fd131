package io.aspectvm.cli.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What a parser of JSON or YAML found wrong, on one line and without the parser's own affairs. */
public final class ParserProblem {

  /** How the parser says where something began: it would show the whole source there. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ([^]]*)]");

  private ParserProblem() {}

  /** The problem, for a message; never empty. */
  public static String text(JsonProcessingException e) {
    String first = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("malformed");
    return SOURCE.matcher(first).replaceAll("$1");
  }
}
