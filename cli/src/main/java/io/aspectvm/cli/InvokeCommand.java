package io.aspectvm.cli;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.wasm.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code aspectvm invoke}. */
@Command(
    name = "invoke",
    customSynopsis = {
      "aspectvm invoke [OPTIONS] FILE EXPORT [TYPE:VALUE]...",
      "aspectvm invoke [OPTIONS] --batch FILE.jsonl",
    },
    description = {
      "Calls an exported function with raw values, on a fresh instance. No start function",
      "is called before. The default profile is wasm.",
      "",
      "TYPE:VALUE    i32:-1 i64:18446744073709551615 i32:0xff f32:1.5e3 f64:-inf f32:nan",
      "              Integers are signed or unsigned, in decimal, or 0x and their bits;",
      "              f32 and f64 are decimals, nan, inf, -inf, or 0x and their bits.",
      "",
      "--batch       A line for each call: {\"file\": ..., \"export\": ..., \"args\": [\"i32:1\"],",
      "              \"gas\": ...}, and if wanted \"schedule\" and \"profile\". A file is looked",
      "              for in the current folder, then beside FILE.jsonl. Prints one JSON",
      "              object a line, in order.",
      "",
    })
final class InvokeCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private CompileOptions compile;
  @Mixin private IsolationOption isolation;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The module.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "EXPORT",
      description = "Name of an exported function.")
  private String export;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "TYPE:VALUE",
      description = "Its arguments.")
  private List<String> arguments = List.of();

  @Option(
      names = "--gas",
      paramLabel = "WASMGAS",
      converter = GasConverter.class,
      description = "Gas limit in WASM gas. Default: 2^63 - 1.")
  private Long gas;

  @Option(names = "--batch", paramLabel = "FILE.jsonl", description = "Makes many calls.")
  private Path batch;

  InvokeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (batch != null) {
      if (file != null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--batch says which files and exports to call");
      }
      try (AspectRuntime runtime = runtime()) {
        return new InvokeBatch(console, compile, runtime, gas).run(batch);
      }
    }
    if (export == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "missing " + (file == null ? "FILE and EXPORT" : "EXPORT"));
    }
    List<RawValue> values = values();
    ModuleSource source = ModuleSource.read(file);
    CompilerOptions options = compile.compilerOptions(Profile.WASM);
    long limit = gas == null ? Long.MAX_VALUE : gas;
    Guest.Invoked invoked;
    try (AspectRuntime runtime = runtime()) {
      Guest guest = Guest.load(source.file(), source.compile(options).module(), runtime);
      invoked = guest.invoke(export, values, limit);
    }
    if (common.json()) {
      console.print(json(invoked));
    } else {
      print(invoked);
    }
    return invoked.trap() == null ? Console.DONE : Console.FAILED;
  }

  /** Not left to the parser, which takes an argument that it cannot convert for a stray one. */
  private List<RawValue> values() {
    try {
      return arguments.stream().map(RawValue::parse).toList();
    } catch (TypeConversionException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private AspectRuntime runtime() {
    return AspectRuntime.builder()
        .isolation(isolation.isolation())
        .hostModules(compile.host().hostModules())
        .build();
  }

  static JsonObject json(Guest.Invoked invoked) {
    InvocationResult result = invoked.result();
    return new JsonObject()
        .with("results", invoked.values().stream().map(RawValue::toString).toList())
        .with("trap", invoked.trap() == null ? null : invoked.trap().text())
        .with("gasUsed", result.gasUsed())
        .with("gasLeft", result.gasLeft())
        .with("stack", Frames.json(result.backtrace()));
  }

  private void print(Guest.Invoked invoked) {
    InvocationResult result = invoked.result();
    Report report = new Report();
    if (invoked.trap() != null) {
      report.line("trap", invoked.trap().text());
      report.line("reason", result.crash() == null ? null : Printable.line(result.crash()));
    } else if (invoked.values().isEmpty()) {
      report.line("result", "none");
    } else {
      report.lines("result", invoked.values().stream().map(RawValue::describe).toList());
    }
    report.line("gas used", Report.number(result.gasUsed()) + " WASM gas");
    if (gas != null) {
      report.line("gas left", Report.number(result.gasLeft()) + " WASM gas");
    }
    report.lines("stack", Frames.shown(result.backtrace())).print(console.out());
  }
}
