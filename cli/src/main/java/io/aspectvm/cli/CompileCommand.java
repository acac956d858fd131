package io.aspectvm.cli;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aspectvm compile}. */
@Command(
    name = "compile",
    description = {
      "Compiles a module to an artefact, which run, join-point and inspect take like a module.",
      "",
      "The same module and options give the same bytes. The default profile is aspect.",
      "",
    })
final class CompileCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private CompileOptions compile;

  @Parameters(paramLabel = "FILE", description = "The module.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.aspect",
      required = true,
      description = "The artefact.")
  private Path output;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign it with this private key, as keygen makes it.")
  private Path signingKey;

  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Write class files, their listings and the lowered code there too.")
  private Path dump;

  CompileCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SigningKey key = signingKey == null ? null : KeyOptions.signingKey(signingKey);
    ModuleSource source = ModuleSource.read(file);
    if (key != null) {
      OutputFile.requireOther(output, signingKey, "the signing key");
    }
    long start = System.nanoTime();
    CompilerOptions options = compile.compilerOptions(Profile.ASPECT);
    CompilationResult result = source.compile(options);
    CompiledModule module = result.module();
    byte[] artefact =
        key == null ? ArtefactWriter.write(module) : ArtefactWriter.write(module, key);
    long millis = (System.nanoTime() - start) / 1_000_000;
    OutputFile.write(output, artefact);
    if (dump != null) {
      source.dump(options, dump);
    }
    result.warnings().forEach(warning -> console.error(source.file() + ": warning: " + warning));
    String identity = HexFormat.of().formatHex(module.manifest().getIdentityDigest().toByteArray());
    int classes = module.manifest().getClassesCount();
    int largestMethod = ClassFileMethods.largest(module);
    if (common.json()) {
      JsonObject json =
          new JsonObject()
              .with("artefact", output.toString())
              .with("identity", identity)
              .with("bytes", artefact.length)
              .with("classes", classes)
              .with("largestMethod", largestMethod)
              .with("millis", millis);
      console.print(key == null ? json : json.with("signedBy", key.verificationKey().id()));
    } else {
      new Report()
          .line("artefact", Printable.line(output.toString()))
          .line("identity", identity)
          .line("bytes", Report.number(artefact.length) + " from " + Report.number(source.size()))
          .line(
              "code",
              Report.count(classes, "class")
                  + ", largest method "
                  + Report.count(largestMethod, "byte"))
          .line("signature", key == null ? null : "by " + key.verificationKey())
          .line("time", Report.number(millis) + " ms")
          .print(console.out());
    }
    return Console.DONE;
  }
}
