package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.MarkdownTable;
import java.util.ArrayList;
import java.util.List;

/** What tables say, in sentences; only what was measured. */
final class PaperFindings {

  private static final double NANOS_PER_MICRO = 1_000;

  private PaperFindings() {}

  static List<String> of(PaperGroup group, PaperTable table) {
    return switch (group) {
      case JOIN_POINTS -> joinPoints(table);
      case FIBONACCI -> fibonacci(table);
      case MILLISECOND -> millisecond(table);
      case WIDE -> wide(table);
      case WIDE_GAS -> gas(table);
    };
  }

  /** Whether a call costs the same however many there are. */
  private static List<String> joinPoints(PaperTable table) {
    List<String> findings = new ArrayList<>();
    String last = table.xs().get(table.xs().size() - 1);
    for (String series : table.series()) {
      double one = table.value(series, "1");
      double many = table.value(series, last);
      findings.add(
          "%s: %s us for one, %s us each of %s: %s times"
              .formatted(series, number(one), number(many), last, number(many / one)));
    }
    return findings;
  }

  private static List<String> fibonacci(PaperTable table) {
    List<String> findings = new ArrayList<>();
    String own = table.series().get(0);
    for (String series : table.series()) {
      double nanos = table.slope(series) * NANOS_PER_MICRO;
      String times =
          series.equals(own)
              ? ""
              : ", %s times that of the first"
                  .formatted(number(table.slope(series) / table.slope(own)));
      findings.add("%s: %s ns an iteration%s".formatted(series, number(nanos), times));
    }
    return findings;
  }

  /** From how many join points on an EVM computes more in its millisecond. */
  private static List<String> millisecond(PaperTable table) {
    List<String> findings = new ArrayList<>();
    for (String series : table.series()) {
      if (series.startsWith(EvmPoints.EVM)) {
        continue;
      }
      String from =
          table.xs().stream()
              .filter(x -> table.value(series, x) < table.value(EvmPoints.PUBLISHED, x))
              .findFirst()
              .map(x -> "less than an EVM without any from " + x + " join points on")
              .orElse("more than an EVM without any, at all of these numbers");
      findings.add(
          "%s: %,.0f iterations without a join point; %s"
              .formatted(series, table.value(series, "0"), from));
    }
    return findings;
  }

  private static List<String> wide(PaperTable table) {
    List<String> findings = new ArrayList<>();
    for (String x : table.xs()) {
      double wide = table.value(WideComparison.WIDE + " + gas", x);
      double unmetered = table.value(WideComparison.WIDE, x);
      StringBuilder others = new StringBuilder();
      for (String series : table.series()) {
        double time = table.value(series, x);
        boolean own = series.startsWith(WideComparison.WIDE);
        if (!Double.isNaN(time) && !own) {
          boolean metered = series.endsWith("+ gas") || series.startsWith("EVM");
          others.append("; ").append(series).append(": ");
          others.append(number(time / (metered ? wide : unmetered))).append(" times");
        }
      }
      findings.add(
          "%s: wide arithmetic %s ns with gas, %s ns without%s"
              .formatted(x, number(wide), number(unmetered), others));
    }
    return findings;
  }

  private static List<String> gas(PaperTable table) {
    List<String> findings = new ArrayList<>();
    for (String x : table.xs()) {
      double wide = table.value(WideComparison.WIDE, x);
      double plain = table.value(WideComparison.PLAIN, x);
      findings.add(
          "%s: %s EVM gas with wide arithmetic, %s times that without"
              .formatted(x, number(wide / 1_000), number(plain / wide)));
    }
    return findings;
  }

  private static String number(double value) {
    return MarkdownTable.number(value);
  }
}
