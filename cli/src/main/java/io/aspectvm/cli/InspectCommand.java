package io.aspectvm.cli;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.VerificationKey;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aspectvm inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows imports, exports, features, metering, the code made of a module, and what",
      "identifies it. A module is compiled in memory first; the default profile is wasm.",
      "",
    })
final class InspectCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private CompileOptions compile;

  @Parameters(paramLabel = "FILE", description = "A module or an artefact.")
  private Path file;

  @Option(names = "--functions", description = "List the functions too.")
  private boolean functions;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModuleSource source = ModuleSource.read(file);
    try {
      return source.isArtefact()
          ? showArtefact(source)
          : show(source, inspectModule(source), Optional.empty());
    } catch (WasmException e) {
      throw source.refused(e);
    }
  }

  private int show(ModuleSource source, Inspection inspection, Optional<VerificationKey> signer) {
    InspectionResult result = new InspectionResult(source, inspection, signer, functions);
    if (common.json()) {
      console.print(result.json());
    } else {
      result.print(console.out());
    }
    return Console.DONE;
  }

  /**
   * Nobody has checked yet that the parts of an artefact fit together, only that they are whole.
   */
  private int showArtefact(ModuleSource source) throws WasmException {
    Artefact artefact = source.artefact(new ArtefactReader());
    try {
      return show(source, inspect(source, artefact.module()), artefact.signer());
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | BufferUnderflowException
        | NullPointerException e) {
      throw new CommandException(
          source.file() + ": artefact refused (damaged): its parts do not fit together", e);
    }
  }

  private Inspection inspectModule(ModuleSource source) throws WasmException {
    CompilerOptions options = compile.compilerOptions(Profile.WASM);
    return Inspection.of(
        source.compile(options).module(), source.validate(options.profile()), options.schedule());
  }

  /** Of any compiler: an artefact that would not run is inspected to find out why. */
  private static Inspection inspect(ModuleSource source, CompiledModule module)
      throws WasmException {
    Identity identity = module.manifest().getIdentity();
    Profile profile =
        ProfileOption.byName(identity.getProfile())
            .orElseThrow(() -> unknown(source, "profile", identity.getProfile()));
    GasSchedule schedule =
        GasSchedules.byName(identity.getSchedule())
            .orElseThrow(() -> unknown(source, "schedule", identity.getSchedule()));
    ByteBuffer wasm = module.wasm();
    byte[] bytes = new byte[wasm.remaining()];
    wasm.get(bytes);
    ValidatedModule valid = Validator.validate(bytes, profile);
    if (module.manifest().getImportsCount() != valid.module().functionImports().size()) {
      throw new IllegalArgumentException("the manifest has other imports than the wasm");
    }
    return Inspection.of(module, valid, schedule);
  }

  private static CommandException unknown(ModuleSource source, String what, String name) {
    return new CommandException(
        source.file() + ": artefact of an unknown " + what + ", '" + name + "'");
  }
}
