package io.aspectvm.cli;

import io.aspectvm.cli.scenario.ScenarioResult;
import io.aspectvm.cli.scenario.ScenarioResult.BlockResult;
import io.aspectvm.cli.scenario.ScenarioResult.Failure;
import io.aspectvm.cli.scenario.ScenarioResult.RunResult;
import io.aspectvm.cli.scenario.ScenarioResult.StepResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What became of a scenario, as the command line shows it.
 *
 * @param file the scenario's
 */
record ScenarioReport(String file, ScenarioResult result) {

  boolean isSuccess() {
    return result.isSuccess();
  }

  JsonObject json() {
    return new JsonObject()
        .with("name", result.name())
        .with("passed", result.passed())
        .with("failed", result.failures().size())
        .with("failures", result.failures().stream().map(ScenarioReport::json).toList())
        .with("blocks", result.blocks().stream().map(ScenarioReport::json).toList());
  }

  private static JsonObject json(Failure failure) {
    return new JsonObject()
        .with("path", failure.path())
        .with("line", failure.line())
        .with("expected", failure.expected())
        .with("actual", failure.actual());
  }

  private static JsonObject json(BlockResult block) {
    return new JsonObject()
        .with("number", block.number())
        .with("gasUsed", block.gasUsed())
        .with("transactions", block.transactions().stream().map(ScenarioReport::json).toList())
        .with("queries", block.queries().stream().map(ScenarioReport::json).toList());
  }

  private static JsonObject json(StepResult step) {
    return new JsonObject()
        .with("kind", step.kind())
        .with("label", step.label())
        .with("status", step.status())
        .with("from", step.from())
        .with("gasUsed", step.gasUsed())
        .with("cumulativeGasUsed", step.cumulativeGasUsed())
        .with("returnData", step.returnData())
        .with("error", step.error())
        .with("revert", step.revert())
        .with("runs", step.runs().stream().map(ScenarioReport::json).toList());
  }

  private static JsonObject json(RunResult run) {
    return new JsonObject()
        .with("aspect", run.aspect())
        .with("version", run.version())
        .with("joinPoint", run.joinPoint())
        .with("outcome", run.outcome())
        .with("gasUsed", run.gasUsed())
        .with("logs", run.logs());
  }

  void print(PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("block", "tx", "what", "about", "status", "gas used", "aspect runs", ""));
    for (BlockResult block : result.blocks()) {
      String number = Long.toUnsignedString(block.number());
      for (int i = 0; i < block.transactions().size(); i++) {
        rows.add(row(number, Integer.toString(i), block.transactions().get(i)));
      }
      block.queries().forEach(query -> rows.add(row(number, "query", query)));
    }
    Report.table(rows, Set.of(0, 1, 5, 6)).forEach(out::println);
    out.println();
    for (Failure failure : result.failures()) {
      out.println(
          Printable.line(
              String.format(
                  Locale.ROOT, "failed: %s:%d: %s", file, failure.line(), failure.path())));
      out.println("  expected  " + Printable.line(failure.expected()));
      out.println("  actual    " + Printable.line(failure.actual()));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%s passed, %s failed",
            Report.count(result.passed(), "expectation"),
            Report.number(result.failures().size())));
  }

  private static List<String> row(String block, String index, StepResult step) {
    String reason = step.revert() != null ? step.revert() : step.error();
    return List.of(
        block,
        index,
        step.kind(),
        Printable.line(step.label()),
        step.status(),
        Report.number(step.gasUsed()),
        Integer.toString(step.runs().size()),
        reason == null ? "" : Printable.line(reason));
  }
}
