package io.aspectvm.cli;

import io.aspectvm.runtime.artefact.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aspectvm keygen}. */
@Command(
    name = "keygen",
    description = {
      "Makes a pair of Ed25519 keys: one to sign artefacts with, one to verify them with.",
      "",
      "The private key is PKCS #8 in PEM, without a password, in a file that its owner alone can",
      "read; the public key is X.509 in PEM. Files that are there are never replaced.",
      "",
    })
final class KeygenCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private CommonOptions common;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "KEY",
      required = true,
      description = "File of the private key.")
  private Path privateFile;

  @Option(
      names = "--public",
      paramLabel = "PUB",
      description = "File of the public key. Default: KEY.pub.")
  private Path publicFile;

  KeygenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // Before a file name is looked for: the root and "" have none.
    if (Files.isDirectory(privateFile)) {
      throw new CommandException(privateFile + ": cannot be written, it is a folder");
    }
    if (publicFile == null) {
      publicFile = privateFile.resolveSibling(privateFile.getFileName() + ".pub");
    }
    if (publicFile.normalize().equals(privateFile.normalize())) {
      throw new CommandException(publicFile + ": cannot be written, both keys would go there");
    }
    SigningKey key = SigningKey.generate();
    write(publicFile, key.verificationKey()::write);
    try {
      write(privateFile, key::write);
    } catch (CommandException e) {
      delete(publicFile, e);
      throw e;
    }
    String id = key.verificationKey().id();
    if (common.json()) {
      console.print(
          new JsonObject()
              .with("privateKey", privateFile.toString())
              .with("publicKey", publicFile.toString())
              .with("key", id));
    } else {
      new Report()
          .line("private key", Printable.line(privateFile.toString()))
          .line("public key", Printable.line(publicFile.toString()))
          .line("key", id)
          .print(console.out());
    }
    return Console.DONE;
  }

  private interface Writer {
    void write(Path file) throws IOException;
  }

  private static void write(Path file, Writer writer) {
    try {
      writer.write(file);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + ": cannot be written, it is there already", e);
    } catch (IOException e) {
      throw CommandException.of(file.toString(), "cannot be written", e);
    }
  }

  /** Half a pair is no use. */
  private static void delete(Path file, CommandException cause) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
