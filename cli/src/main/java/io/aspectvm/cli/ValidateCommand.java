package io.aspectvm.cli;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.Validator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aspectvm validate}. */
@Command(
    name = "validate",
    description = {
      "Accepts a module, or says why not.",
      "",
      "Profile aspect, the default, accepts what the chain accepts at deployment.",
      "",
    })
final class ValidateCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private ProfileOption profile;

  @Parameters(paramLabel = "FILE", description = "The module.")
  private Path file;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModuleSource source = common.json() ? ModuleSource.readAny(file) : ModuleSource.read(file);
    Profile chosen = profile.orElse(Profile.ASPECT);
    try {
      Validator.validate(source.module(), chosen);
    } catch (WasmException e) {
      if (common.json()) {
        console.print(result(chosen, e));
      }
      throw source.refused(e);
    }
    if (common.json()) {
      console.print(result(chosen, null));
    } else {
      console.out().println(Printable.line(source.file()) + ": valid in profile " + chosen.name());
    }
    return Console.DONE;
  }

  private static JsonObject result(Profile profile, WasmException e) {
    JsonObject error =
        e == null
            ? null
            : new JsonObject()
                .with("kind", e.kind())
                .with("offset", e.offset().isPresent() ? e.offset().getAsInt() : null)
                .with(
                    "function", e.functionIndex().isPresent() ? e.functionIndex().getAsInt() : null)
                .with("message", e.getMessage());
    return new JsonObject()
        .with("valid", e == null)
        .with("profile", profile.name())
        .with("error", error);
  }
}
