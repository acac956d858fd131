package io.aspectvm.cli;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.host.AbortRecord;
import io.aspectvm.runtime.host.GuestString;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a call through the ABI came to, as the command line shows it.
 *
 * @param gas limit in EVM gas, as given
 * @param droppedLogs log entries that the result does not have
 */
record RunResult(ExecutionResult result, long gas, long droppedLogs) {

  boolean isSuccess() {
    return result.isSuccess();
  }

  /** EVM gas. */
  private long gasUsed() {
    return gas - result.evmGasLeft();
  }

  JsonObject json() {
    GuestValue value = result.value();
    GuestString revert = result.revert();
    return new JsonObject()
        .with("outcome", result.outcome().text())
        .with(
            "value",
            value == null
                ? null
                : new JsonObject()
                    .with("type", GuestArgument.type(value))
                    .with("value", GuestArgument.json(value)))
        .with("gasLeft", result.evmGasLeft())
        .with("gasUsed", gasUsed())
        .with(
            "wasmGasUsed",
            result.wasmGasUsed().isPresent() ? result.wasmGasUsed().getAsLong() : null)
        .with("trap", result.trap() == null ? null : result.trap().text())
        .with("error", result.error())
        .with("revert", revert == null ? null : revert.text())
        .with("revertHex", revert == null ? null : HexFormat.of().formatHex(revert.bytes()))
        .with("logs", result.logs().stream().map(GuestString::text).toList())
        .with("aborts", result.aborts().stream().map(RunResult::json).toList())
        .with("stack", Frames.json(result.backtrace()));
  }

  private static JsonObject json(AbortRecord abort) {
    return new JsonObject()
        .with("message", abort.message())
        .with("fileName", abort.fileName())
        .with("line", abort.line())
        .with("column", abort.column());
  }

  void print(PrintStream out) {
    Report report = new Report();
    if (result.value() != null) {
      report.line("value", GuestArgument.describe(result.value()));
    } else {
      report.line("outcome", result.outcome().text());
    }
    if (result.error() != null) {
      report.line("error", Printable.line(result.error()));
    }
    if (result.trap() != null) {
      report.line("trap", result.trap().text());
    }
    if (result.diagnostic() != null) {
      report.line("reason", Printable.line(result.diagnostic()));
    }
    if (result.revert() != null) {
      report.line("revert", Printable.quoted(result.revert().text()));
    }
    report.line("gas used", gasText());
    report.lines("log", logs());
    report.lines("abort", result.aborts().stream().map(RunResult::text).toList());
    report.lines("stack", Frames.shown(result.backtrace()));
    report.print(out);
  }

  private String gasText() {
    String text =
        String.format(
            Locale.ROOT, "%s of %s EVM gas", Report.number(gasUsed()), Report.number(gas));
    return result.wasmGasUsed().isPresent()
        ? text + " (" + Report.number(result.wasmGasUsed().getAsLong()) + " WASM gas)"
        : text;
  }

  private List<String> logs() {
    List<String> lines = new ArrayList<>();
    result.logs().forEach(entry -> lines.add(Printable.line(entry.text())));
    if (droppedLogs > 0) {
      lines.add("and " + Report.number(droppedLogs) + " more");
    }
    return lines;
  }

  private static String text(AbortRecord abort) {
    String message =
        abort.message() == null ? "without a message" : Printable.quoted(abort.message());
    String file = abort.fileName() == null ? "an unknown file" : Printable.line(abort.fileName());
    return String.format(
        Locale.ROOT, "%s in %s:%d:%d", message, file, abort.line(), abort.column());
  }
}
