package io.aspectvm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.aspectvm.cli.document.ParserProblem;
import io.aspectvm.cli.spec.ScriptResult;
import io.aspectvm.cli.spec.ScriptRunner;
import io.aspectvm.cli.spec.SpecEngine;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aspectvm spec}. */
@Command(
    name = "spec",
    description = {
      "Runs scripts of the specification's test suite, as wast2json writes them.",
      "",
      "Assertions are counted. One that needs what is not there is skipped, and the summary",
      "names what it needs. The default profile is wasm; gas is not limited; start functions",
      "run at instantiation.",
      "",
    })
final class SpecCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private ProfileOption profile;
  @Mixin private ScheduleOption schedule;
  @Mixin private IsolationOption isolation;

  @Parameters(paramLabel = "FILE.json", arity = "1..*", description = "The scripts.")
  private List<Path> scripts;

  SpecCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    HostModules hostModules = SpecEngine.hostModules();
    CompilerOptions options =
        CompilerOptions.of(profile.orElse(Profile.WASM))
            .withSchedule(schedule.orDefault())
            .withHostModules(hostModules)
            .withPlainStart();
    List<ScriptResult> results = new ArrayList<>();
    boolean processed;
    try (AspectRuntime runtime =
        AspectRuntime.builder().isolation(isolation.isolation()).hostModules(hostModules).build()) {
      SpecEngine engine = new SpecEngine(options, runtime);
      // On a thread of the runtime: each call of a script would be handed over to one otherwise.
      processed =
          CompletableFuture.supplyAsync(
                  () -> runAll(engine, results),
                  task -> runtime.threadFactory().newThread(task).start())
              .join();
    }
    if (results.isEmpty()) {
      return Console.FAILED;
    }
    if (common.json()) {
      console.print(json(results));
    } else {
      print(results);
    }
    boolean failed = results.stream().anyMatch(result -> !result.failures().isEmpty());
    return failed || !processed ? Console.FAILED : Console.DONE;
  }

  /** Runs all scripts; false where one could not be processed. */
  private boolean runAll(SpecEngine engine, List<ScriptResult> results) {
    boolean processed = true;
    for (Path script : scripts) {
      try {
        results.add(run(engine, script));
      } catch (CommandException e) {
        console.failure(e);
        processed = false;
      }
    }
    return processed;
  }

  private ScriptResult run(SpecEngine engine, Path script) {
    if (Files.isDirectory(script)) {
      throw new CommandException(script + ": cannot be read, it is a folder");
    }
    try {
      return new ScriptRunner(engine, script, console::debug).run();
    } catch (JsonProcessingException e) {
      throw new CommandException(script + ": no JSON, " + ParserProblem.text(e), e);
    } catch (IOException e) {
      throw CommandException.of(script.toString(), "cannot be processed", e);
    }
  }

  private static JsonObject json(List<ScriptResult> results) {
    return new JsonObject()
        .with("files", results.stream().map(SpecCommand::json).toList())
        .with(
            "totals",
            new JsonObject()
                .with("passed", results.stream().mapToInt(ScriptResult::passed).sum())
                .with("failed", results.stream().mapToInt(r -> r.failures().size()).sum())
                .with("skipped", results.stream().mapToInt(ScriptResult::skippedCount).sum()));
  }

  private static JsonObject json(ScriptResult result) {
    return new JsonObject()
        .with("file", result.file())
        .with("passed", result.passed())
        .with("failed", result.failures().size())
        .with("skipped", result.skippedCount())
        .with(
            "failures",
            result.failures().stream()
                .map(
                    failure ->
                        new JsonObject()
                            .with("line", failure.line())
                            .with("command", failure.command())
                            .with("message", failure.message()))
                .toList());
  }

  private void print(List<ScriptResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "passed", "failed", "skipped"));
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    TreeMap<String, Integer> reasons = new TreeMap<>();
    for (ScriptResult result : results) {
      rows.add(
          row(
              Printable.line(Path.of(result.file()).getFileName().toString()),
              result.passed(),
              result.failures().size(),
              result.skippedCount()));
      passed += result.passed();
      failed += result.failures().size();
      skipped += result.skippedCount();
      result.skipped().forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
    }
    rows.add(row("total", passed, failed, skipped));
    Report.table(rows, Set.of(1, 2, 3)).forEach(console.out()::println);
    printSkipped(reasons);
    for (ScriptResult result : results) {
      for (ScriptResult.Failure failure : result.failures()) {
        console
            .out()
            .println(
                Printable.line(
                    String.format(
                        Locale.ROOT,
                        "failed: %s:%d: %s: %s",
                        result.file(),
                        failure.line(),
                        failure.command(),
                        failure.message())));
      }
    }
  }

  private void printSkipped(TreeMap<String, Integer> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    reasons.forEach((reason, count) -> rows.add(List.of(Report.number(count), reason)));
    console.out().println();
    console.out().println("skipped, for want of");
    Report.table(rows, Set.of(0)).forEach(line -> console.out().println("  " + line));
  }

  private static List<String> row(String name, int passed, int failed, int skipped) {
    return List.of(name, Report.number(passed), Report.number(failed), Report.number(skipped));
  }
}
