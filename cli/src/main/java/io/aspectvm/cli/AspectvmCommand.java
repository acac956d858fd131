package io.aspectvm.cli;

import io.aspectvm.compiler.CompilerVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aspectvm} itself: version and help. */
@Command(
    name = "aspectvm",
    description = "Compiles WebAssembly aspects to JVM bytecode, and runs them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, and the guest succeeded; 1 the input is bad, or the guest failed;",
      "2 the command line is wrong."
    })
final class AspectvmCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(names = "--version", description = "Print version, compiler identity and JVM.")
  private boolean version;

  AspectvmCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!version) {
      throw new CommandLine.ParameterException(spec.commandLine(), "missing command");
    }
    String jvm =
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    if (common.json()) {
      console.print(
          new JsonObject()
              .with("version", CompilerVersion.VERSION)
              .with("compiler", CompilerVersion.TEXT)
              .with("jvm", jvm));
    } else {
      new Report()
          .line("aspectvm", CompilerVersion.VERSION)
          .line("compiler", CompilerVersion.TEXT)
          .line("jvm", jvm)
          .print(console.out());
    }
    return Console.DONE;
  }
}
