package io.aspectvm.cli;

import io.aspectvm.compiler.CodeDump;
import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.CompilerVersion;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An input file: a module in the binary format, or an artefact, as its first bytes say. */
final class ModuleSource {

  private static final int MAX_MODULE_BYTES = Limits.WASM.moduleBytes();
  private static final int MAX_ARTEFACT_BYTES = ArtefactReader.DEFAULT_MAXIMUM_BYTES;
  private static final int MAGIC_BYTES = 8;

  private final String file;
  private final byte[] bytes;

  private ModuleSource(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads a file, bounded by what a module or an artefact may take.
   *
   * @throws CommandException if it is missing, no file, not readable, empty, too large, or text
   */
  static ModuleSource read(Path path) {
    ModuleSource source = readAny(path);
    if (source.bytes.length == 0) {
      throw new CommandException(
          source.file + ": the file is empty, expected a module or an artefact");
    }
    if (isText(source.bytes)) {
      throw new CommandException(
          source.file + ": this is text, expected a module in the binary format or an artefact");
    }
    return source;
  }

  /**
   * As {@link #read}, whatever the content is: for a command that says itself what is wrong with
   * it.
   */
  static ModuleSource readAny(Path path) {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      throw new CommandException(file + ": cannot be read, it is a folder");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(MAGIC_BYTES);
      int limit = ArtefactReader.isArtefact(start) ? MAX_ARTEFACT_BYTES : MAX_MODULE_BYTES;
      byte[] rest = in.readNBytes(limit - start.length + 1);
      if (start.length + (long) rest.length > limit) {
        throw new CommandException(file + ": too large, the limit is " + limit + " bytes");
      }
      bytes = Arrays.copyOf(start, start.length + rest.length);
      System.arraycopy(rest, 0, bytes, start.length, rest.length);
    } catch (IOException e) {
      throw CommandException.of(file, "cannot be read", e);
    }
    return new ModuleSource(file, bytes);
  }

  /** Whether this begins like text: neither magic does. */
  private static boolean isText(byte[] bytes) {
    int looked = Math.min(bytes.length, 256);
    for (int i = 0; i < looked; i++) {
      int b = bytes[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    // What is not ASCII must be UTF-8; a character may be cut off behind the part looked at.
    String start = new String(bytes, 0, looked, StandardCharsets.UTF_8);
    int replaced = start.indexOf('\uFFFD');
    return replaced < 0 || (replaced > looked / 2 && replaced >= start.length() - 3);
  }

  /** The path as it was given. */
  String file() {
    return file;
  }

  /** Size in bytes. */
  int size() {
    return bytes.length;
  }

  boolean isArtefact() {
    return ArtefactReader.isArtefact(bytes);
  }

  /** The file's content, not a copy: read only. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The module, of a command that takes no artefact.
   *
   * @throws CommandException if it is an artefact
   */
  byte[] module() {
    if (isArtefact()) {
      throw new CommandException(file + ": this is an artefact, expected a module");
    }
    return bytes;
  }

  /**
   * Validates the module.
   *
   * @throws CommandException if it is malformed, invalid, unsupported or beyond a limit
   */
  ValidatedModule validate(Profile profile) {
    try {
      return Validator.validate(module(), profile);
    } catch (WasmException e) {
      throw refused(e);
    }
  }

  /**
   * Compiles the module.
   *
   * @throws CommandException if it is refused
   */
  CompilationResult compile(CompilerOptions options) {
    try {
      return new ModuleCompiler(options).compile(module());
    } catch (WasmException e) {
      throw refused(e);
    }
  }

  /**
   * Compiles the module once more and writes down what is made of it.
   *
   * @throws CommandException if it is refused, or the folder cannot be written
   */
  void dump(CompilerOptions options, Path folder) {
    try {
      CodeDump.write(module(), options, folder);
    } catch (WasmException e) {
      throw refused(e);
    } catch (IOException e) {
      throw new CommandException(folder + ": cannot be written, " + e.getMessage(), e);
    }
  }

  /**
   * The compiled module: of an artefact as it is, of a module after compiling it.
   *
   * <p>What the command line says about profile and schedule must hold for an artefact too, and it
   * must be of this compiler: what compiled code may rely on changes with the compiler.
   *
   * @throws CommandException if the file is refused
   */
  CompiledModule compiled(CompileOptions options, Profile defaultProfile) {
    if (!isArtefact()) {
      return compile(options.compilerOptions(defaultProfile)).module();
    }
    Identity.Builder expected = Identity.newBuilder().setCompiler(CompilerVersion.TEXT);
    options.givenProfile().ifPresent(profile -> expected.setProfile(profile.name()));
    options.givenSchedule().ifPresent(schedule -> expected.setSchedule(schedule.name()));
    return artefact(new ArtefactReader(MAX_ARTEFACT_BYTES, expected.build())).module();
  }

  /**
   * Reads the artefact.
   *
   * @throws CommandException if it is refused
   */
  Artefact artefact(ArtefactReader reader) {
    try {
      return reader.open(bytes);
    } catch (ArtefactException e) {
      throw refused(e);
    }
  }

  /** The line about an artefact that is refused. */
  CommandException refused(ArtefactException e) {
    return new CommandException(
        file + ": artefact refused (" + e.kind().text() + "): " + e.getMessage(), e);
  }

  /** The line about a module that is refused. */
  CommandException refused(WasmException e) {
    return new CommandException(file + ": " + e.kind() + ": " + e.getMessage(), e);
  }
}
