package io.aspectvm.compiler.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A soak as a page in Markdown, also while it runs. */
public final class SoakReport {

  /** Facts that begin so are counts of executions. */
  static final String COUNT = "count ";

  /** Facts that begin so are results that were wrong. */
  static final String WRONG = "wrong ";

  static final String WRONG_RESULTS = "wrong results";

  /** For three in the second half. */
  private static final int FEWEST_SAMPLES = 6;

  /** Rows of the table of samples. */
  private static final int ROWS = 20;

  private final SoakLog log;
  private final StringBuilder out = new StringBuilder();

  private SoakReport(SoakLog log) {
    this.log = log;
  }

  /** The page. */
  static String of(SoakLog log) {
    SoakReport report = new SoakReport(log);
    report.facts();
    report.trends();
    report.samples();
    report.counts();
    return report.out.toString();
  }

  /** Whether all results were right and nothing grew. */
  static boolean passed(SoakLog log) {
    return "0".equals(log.facts().get(WRONG_RESULTS)) && log.grown().isEmpty();
  }

  private void facts() {
    row("", "");
    row("---", "---");
    log.facts()
        .forEach(
            (name, value) -> {
              if (!name.startsWith(COUNT)) {
                row(name, value);
              }
            });
    out.append('\n');
  }

  private void trends() {
    if (log.samples().size() < FEWEST_SAMPLES) {
      out.append("Too few samples for slopes.\n\n");
      return;
    }
    List<Resource> grown = log.grown();
    row("second half of the run", "at its begin", "at its end", "slope per 10^6", "at most", "");
    row("---", "--:", "--:", "--:", "--:", "---");
    for (Resource resource : Resource.values()) {
      Trend trend = log.trend(resource);
      boolean limited = resource.limit() != Long.MAX_VALUE;
      row(
          resource.text(),
          number(trend.first()),
          number(trend.last()),
          slope(trend.perMillion()),
          limited ? number(resource.limit()) : "",
          !limited ? "" : grown.contains(resource) ? "**grows**" : "flat");
    }
    out.append(passed(log) ? "\nVerdict: flat, all results right.\n" : "\nVerdict: **failed**.\n");
    if (log.executions() != Trend.MILLION) {
      out.append("Growth is over the ");
      out.append(number(log.executions())).append(" executions of this run.\n");
    }
    out.append('\n');
  }

  private void samples() {
    row("executions", columns(Resource::text));
    row("--:", columns(resource -> "--:"));
    int size = log.samples().size();
    int step = Math.max(1, (size + ROWS - 1) / ROWS);
    for (int i = (size - 1) % step; i < size; i += step) {
      SoakLog.Sample sample = log.samples().get(i);
      row(number(sample.executions()), columns(resource -> number(sample.values().get(resource))));
    }
    out.append('\n');
  }

  private void counts() {
    row("executed", "times");
    row("---", "--:");
    for (Map.Entry<String, String> fact : log.facts().entrySet()) {
      if (fact.getKey().startsWith(COUNT)) {
        row(
            fact.getKey().substring(COUNT.length()).toLowerCase(Locale.ROOT),
            number(Long.parseLong(fact.getValue())));
      }
    }
  }

  private static String columns(Function<Resource, String> cell) {
    StringBuilder cells = new StringBuilder();
    for (Resource resource : Resource.values()) {
      cells.append(cells.length() == 0 ? "" : " | ").append(cell.apply(resource));
    }
    return cells.toString();
  }

  private void row(String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String number(long value) {
    return value < 0 ? "" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String slope(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.2f" : "%,.0f", value);
  }

  /** Prints the page of the file that the first argument names. */
  public static void main(String[] arguments) throws IOException {
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .print(of(SoakLog.read(Path.of(arguments[0]))));
  }
}
