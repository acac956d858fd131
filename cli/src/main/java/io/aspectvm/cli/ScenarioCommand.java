package io.aspectvm.cli;

import io.aspectvm.cli.document.DocumentException;
import io.aspectvm.cli.document.DocumentReader;
import io.aspectvm.cli.scenario.ScenarioPlayer;
import io.aspectvm.cli.scenario.ScenarioResult;
import io.aspectvm.runtime.AspectRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aspectvm scenario}. */
@Command(
    name = "scenario",
    description = {
      "Plays a test of aspects: a chain in memory, to which aspects are deployed and bound, blocks",
      "of transactions whose contract calls are scripted, and what is expected of all that.",
      "",
      "FILE is JSON, or YAML where its name says so; docs/scenario.md describes it. Files of",
      "modules are relative to it.",
      "",
    })
final class ScenarioCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private IsolationOption isolation;

  @Parameters(paramLabel = "FILE", description = "The scenario.")
  private Path file;

  ScenarioCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ScenarioReport report = new ScenarioReport(file.toString(), play());
    if (common.json()) {
      console.print(report.json());
    } else {
      report.print(console.out());
    }
    return report.isSuccess() ? Console.DONE : Console.FAILED;
  }

  private ScenarioResult play() {
    if (Files.isDirectory(file)) {
      throw new CommandException(file + ": cannot be read, it is a folder");
    }
    Path folder = file.toAbsolutePath().getParent();
    try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation.isolation()).build()) {
      var scenario = DocumentReader.read(file);
      // On a thread of the runtime: each run of an aspect would be handed over to one otherwise.
      return CompletableFuture.supplyAsync(
              () -> ScenarioPlayer.play(scenario, folder, runtime),
              task -> runtime.threadFactory().newThread(task).start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DocumentException wrong) {
        throw new CommandException(file + ": " + wrong.getMessage(), wrong);
      }
      throw e;
    } catch (DocumentException e) {
      throw new CommandException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommandException.of(file.toString(), "cannot be read", e);
    }
  }
}
