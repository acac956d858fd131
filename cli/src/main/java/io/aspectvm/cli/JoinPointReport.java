package io.aspectvm.cli;

import io.aspectvm.cli.node.JoinPointTrial;
import io.aspectvm.cli.node.JoinPointTrial.StateChange;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a join point came to, as the command line shows it.
 *
 * @param gas limit in EVM gas, as given
 */
record JoinPointReport(JoinPointTrial.Result result, long gas) {

  boolean isSuccess() {
    return result.isSuccess();
  }

  private long gasUsed() {
    return gas - result.gasLeft();
  }

  /**
   * The outcome of the join point, which is the execution's where that agrees: a revert wins over
   * out of gas, and a value of the wrong type is a failure.
   */
  private String outcome() {
    Outcome ofExecution = result.execution().outcome();
    if (result.error() == null) {
      return ofExecution.text();
    }
    Outcome outcome =
        switch (result.error().kind()) {
          case REVERTED, WRONG_RESULT -> Outcome.ERROR;
          case CRASH -> ofExecution == Outcome.UNLOADABLE ? ofExecution : Outcome.CRASH;
          default -> ofExecution;
        };
    return outcome.text();
  }

  private String error() {
    return result.error() == null ? null : result.error().text();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  JsonObject json() {
    ExecutionResult execution = result.execution();
    GuestString revert = execution.revert();
    return new JsonObject()
        .with("outcome", outcome())
        .with("returnData", hex(result.returnData()))
        .with("gasLeft", result.gasLeft())
        .with("gasUsed", gasUsed())
        .with("error", error())
        .with("revert", revert == null ? null : revert.text())
        .with("logs", execution.logs().stream().map(GuestString::text).toList())
        .with("stateChanges", result.changes().stream().map(JoinPointReport::json).toList())
        .with("stack", Frames.json(execution.backtrace()));
  }

  private static JsonObject json(StateChange change) {
    return new JsonObject()
        .with("key", change.key().toString())
        .with("before", hex(change.before()))
        .with("after", hex(change.after()));
  }

  void print(PrintStream out) {
    ExecutionResult execution = result.execution();
    Report report = new Report().line("outcome", outcome());
    if (!isSuccess()) {
      report.line("error", Printable.line(error()));
    }
    if (execution.diagnostic() != null) {
      report.line("reason", Printable.line(execution.diagnostic()));
    }
    if (execution.revert() != null) {
      report.line("revert", Printable.quoted(execution.revert().text()));
    }
    report
        .line("return data", result.returnData().length == 0 ? null : hex(result.returnData()))
        .line(
            "gas used",
            String.format(
                Locale.ROOT, "%s of %s EVM gas", Report.number(gasUsed()), Report.number(gas)))
        .lines("log", lines(execution.logs()))
        .lines("state", result.changes().stream().map(JoinPointReport::text).toList())
        .lines("stack", Frames.shown(execution.backtrace()))
        .print(out);
  }

  private static List<String> lines(List<GuestString> logs) {
    return logs.stream().map(entry -> Printable.line(entry.text())).toList();
  }

  private static String text(StateChange change) {
    return String.format(
        Locale.ROOT,
        "%s: %s -> %s",
        name(change.key()),
        value(change.before()),
        value(change.after()));
  }

  private static String name(ByteKey key) {
    return Printable.text(key.bytes()).map(Printable::quoted).orElse("0x" + key);
  }

  private static String value(byte[] bytes) {
    return bytes.length == 0 ? "nothing" : "0x" + hex(bytes);
  }
}
