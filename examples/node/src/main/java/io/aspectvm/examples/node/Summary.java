package io.aspectvm.examples.node;

import io.aspectvm.examples.node.Statistics.Count;
import java.util.Locale;
import java.util.Map;

/** A run as people read it. */
final class Summary {

  private static final double[] PERCENTS = {50, 90, 99, 100};
  private static final double NANOS_PER_MICRO = 1e3;

  private final Run run;
  private final StringBuilder text = new StringBuilder();

  private Summary(Run run) {
    this.run = run;
  }

  static String of(Run run) {
    Summary summary = new Summary(run);
    summary.write();
    return summary.text.toString();
  }

  private void write() {
    Statistics statistics = run.statistics();
    line(
        "blocks %,d to %,d, %,d transactions in each, %,d threads",
        run.firstBlock(), run.lastBlock(), run.settings().transactions(), run.settings().threads());
    line(
        "%-22s %,12d in %.2f s: %,.0f a second",
        "transactions", statistics.count(), run.seconds(), statistics.count() / run.seconds());
    line("%-22s %,12d EVM gas", "gas used", statistics.gas());
    line("%-22s %,12d", "failed", statistics.failed());
    line(
        "%-22s %,12d while blocks were executed, %,d failed",
        "queries", (long) run.queries().size(), run.failedQueries());
    line("%-22s %s", "state", run.stateHash());
    table("transactions", header -> header.text(), statistics.transactions());
    table("executions of aspects", joinPoint -> joinPoint.text(), statistics.joinPoints());
    line("");
    line("%-22s %12s", "errors", "count");
    statistics.errors().forEach((error, count) -> line("%-22s %,12d", error, count));
    line("");
    line("%-22s %9s %9s %9s %9s", "microseconds", "50 %", "90 %", "99 %", "most");
    latencies("a transaction", statistics.execution());
    latencies("a block's commit", statistics.commits());
    latencies("a query", run.queries());
  }

  private <K> void table(
      String title, java.util.function.Function<K, String> name, Map<K, Count> counts) {
    line("");
    line("%-22s %12s %10s %18s", title, "count", "failed", "EVM gas");
    counts.forEach(
        (key, count) ->
            line(
                "%-22s %,12d %,10d %,18d",
                name.apply(key), count.all(), count.failed(), count.gas()));
  }

  private void latencies(String title, Latencies latencies) {
    StringBuilder cells = new StringBuilder();
    for (long nanos : latencies.percentiles(PERCENTS)) {
      cells.append(String.format(Locale.ROOT, " %,9.0f", nanos / NANOS_PER_MICRO));
    }
    line("%-22s%s", title, cells);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
