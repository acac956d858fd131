package io.aspectvm.cli;

import io.aspectvm.compiler.CompilerVersion;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.TrustPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aspectvm verify}. */
@Command(
    name = "verify",
    description = {
      "Accepts an artefact, or says why not: whether it is whole, is what its identity says, and",
      "is signed by the key that it names. With --key, that key must be one of those given.",
      "",
      "What is signed by an unknown key, or not at all, is accepted where no --key is given. So is",
      "an artefact of another compiler version, which a runtime of this version refuses to run.",
      "",
    })
final class VerifyCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "FILE", description = "The artefact.")
  private Path file;

  @Option(
      names = "--key",
      paramLabel = "PUB",
      description = "A public key that is trusted. Repeat it for several.")
  private List<Path> keys = List.of();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TrustPolicy policy =
        keys.isEmpty()
            ? TrustPolicy.unsignedAllowed()
            : TrustPolicy.signedBy(keys.stream().map(KeyOptions::verificationKey).toList());
    ModuleSource source = common.json() ? ModuleSource.readAny(file) : ModuleSource.read(file);
    Artefact artefact = null;
    try {
      artefact = new ArtefactReader().open(source.bytes());
      policy.check(artefact.signer());
    } catch (ArtefactException e) {
      if (common.json()) {
        console.print(json(source, artefact, e));
      }
      throw source.refused(e);
    }
    if (common.json()) {
      console.print(json(source, artefact, null));
    } else {
      print(source, artefact);
    }
    return Console.DONE;
  }

  /**
   * The result.
   *
   * @param artefact null where it was refused before anything is known about it
   * @param refusal null for none
   */
  private JsonObject json(ModuleSource source, Artefact artefact, ArtefactException refusal) {
    JsonObject error =
        refusal == null
            ? null
            : new JsonObject()
                .with("kind", refusal.kind().text())
                .with("message", refusal.getMessage());
    return new JsonObject()
        .with("file", source.file())
        .with("valid", refusal == null)
        .with("bytes", source.size())
        .with("identity", artefact == null ? null : IdentityReport.json(manifest(artefact)))
        .with("current", artefact == null ? null : isCurrent(artefact))
        .with("signature", artefact == null ? null : IdentityReport.signature(artefact.signer()))
        .with("trusted", keys.isEmpty() ? null : (Object) (refusal == null))
        .with("error", error);
  }

  private void print(ModuleSource source, Artefact artefact) {
    Report report =
        new Report()
            .line("artefact", Printable.line(source.file()))
            .line("size", Report.count(source.size(), "byte"));
    IdentityReport.addTo(report, manifest(artefact));
    report
        .line("signature", IdentityReport.signatureText(artefact.signer()))
        .line("", keys.isEmpty() ? null : "trusted")
        .line(
            "current",
            isCurrent(artefact) ? "yes" : "no, this version's compiler is " + CompilerVersion.TEXT)
        .print(console.out());
  }

  private static io.aspectvm.proto.artefact.v1.Manifest manifest(Artefact artefact) {
    return artefact.module().manifest();
  }

  private static boolean isCurrent(Artefact artefact) {
    Identity identity = manifest(artefact).getIdentity();
    return identity.getCompiler().equals(CompilerVersion.TEXT);
  }
}
