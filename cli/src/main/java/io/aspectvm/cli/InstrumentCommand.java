package io.aspectvm.cli;

import io.aspectvm.gas.inject.InstrumentedModule;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.ValidatedModule;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aspectvm instrument}. */
@Command(
    name = "instrument",
    description = {
      "Makes a module that meters itself, for any WebAssembly engine.",
      "",
      "The gas counter is the exported global __gas_counter__, 0 at first: set it before",
      "each call. A start section becomes the export __aspect_start__. The default profile",
      "is wasm.",
      "",
    })
final class InstrumentCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private ProfileOption profile;
  @Mixin private ScheduleOption schedule;

  @Parameters(paramLabel = "FILE", description = "The module.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.wasm",
      required = true,
      description = "The instrumented module.")
  private Path output;

  InstrumentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModuleSource source = ModuleSource.read(file);
    ValidatedModule valid = source.validate(profile.orElse(Profile.WASM));
    InstrumentedModule result;
    try {
      result = ModuleInstrumenter.instrument(valid, schedule.orDefault());
    } catch (WasmException e) {
      throw source.refused(e);
    }
    OutputFile.write(output, result.bytes());
    if (common.json()) {
      console.print(
          new JsonObject()
              .with("functions", result.functions())
              .with("charges", result.charges())
              .with("bytesIn", result.bytesIn())
              .with("bytesOut", result.bytesOut()));
    } else {
      new Report()
          .line("module", Printable.line(output.toString()))
          .line("functions", Report.number(result.functions()))
          .line("charges", Report.number(result.charges()))
          .line(
              "bytes",
              Report.number(result.bytesOut()) + " from " + Report.number(result.bytesIn()))
          .print(console.out());
    }
    return Console.DONE;
  }
}
