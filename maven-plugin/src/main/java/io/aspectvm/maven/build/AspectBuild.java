package io.aspectvm.maven.build;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.maven.facade.FacadeException;
import io.aspectvm.maven.facade.FacadeSource;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.artefact.VerificationKey;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes artefacts, and facades where they are wanted. An artefact is up to date if it is sound, has
 * the identity that compiling its module now would give, and is signed as it would be; times of
 * files mean nothing. If any module is refused, all problems are reported and nothing is written.
 * Not thread-safe; builds in different folders do not disturb each other.
 */
public final class AspectBuild {

  private final BuildLayout layout;
  private final BuildSettings settings;
  private final BuildLog log;

  /** Contents of files that differ from what is there. */
  private final Map<Path, byte[]> changed = new LinkedHashMap<>();

  private final List<Path> outputs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** What there is to tell once it is true. */
  private final List<String> done = new ArrayList<>();

  private int compiled;
  private int upToDate;

  public AspectBuild(BuildLayout layout, BuildSettings settings, BuildLog log) {
    this.layout = layout;
    this.settings = settings;
    this.log = log;
  }

  /**
   * Builds; once per object.
   *
   * @param claims files that other builds of the same project made already, with their names for
   *     messages; this build's are added
   * @param owner name of this build for messages
   * @throws BuildException if a module is refused, or a file cannot be read or written
   */
  public BuildSummary run(BuildPlan plan, Map<Path, String> claims, String owner)
      throws BuildException {
    if (plan.isEmpty() && !Files.exists(layout.outputList())) {
      return new BuildSummary(0, 0, 0);
    }
    for (AspectUnit unit : plan.units()) {
      try {
        build(unit);
      } catch (BuildException e) {
        problems.addAll(e.problems());
      }
    }
    for (Path output : outputs) {
      String other = claims.putIfAbsent(output, owner);
      if (other != null && !other.equals(owner)) {
        problems.add(show(output) + ": already made by " + other + ", and again by " + owner);
      }
    }
    if (!problems.isEmpty()) {
      throw new BuildException(problems);
    }
    write();
    done.forEach(log::info);
    return new BuildSummary(compiled, upToDate, deleteStale());
  }

  private void build(AspectUnit unit) throws BuildException {
    byte[] wasm = unit.source().read();
    Path artefact = layout.artefact(unit);
    outputs.add(artefact);
    ModuleCompiler compiler = new ModuleCompiler(unit.options());
    Manifest manifest = settings.force() ? null : sound(artefact, compiler.identity(wasm));
    if (manifest == null) {
      CompilationResult result = compile(unit, compiler, wasm);
      changed.put(artefact, artefact(result.module()));
      manifest = result.module().manifest();
      compiled++;
      done.add("compiled " + unit.source().shown() + " to " + layout.resource(unit));
    } else {
      upToDate++;
      log.debug("up to date: " + layout.resource(unit));
    }
    if (unit.facadeClass() != null) {
      facade(unit, manifest);
    }
  }

  private byte[] artefact(CompiledModule module) {
    return settings.key().isPresent()
        ? ArtefactWriter.write(module, settings.key().get())
        : ArtefactWriter.write(module);
  }

  /**
   * The manifest of an artefact with this identity that is whole and signed as it should be; null
   * if there is none.
   */
  private Manifest sound(Path artefact, Identity identity) {
    if (!Files.isRegularFile(artefact)) {
      return null;
    }
    try {
      Artefact found =
          new ArtefactReader(ArtefactReader.DEFAULT_MAXIMUM_BYTES, identity).open(artefact);
      Optional<VerificationKey> signer = settings.key().map(SigningKey::verificationKey);
      if (found.signer().equals(signer)) {
        return found.module().manifest();
      }
      log.debug(show(artefact) + ": made again, it is signed by another key or not at all");
    } catch (ArtefactException e) {
      log.debug(show(artefact) + ": made again, " + e.getMessage());
    } catch (IOException e) {
      log.debug(show(artefact) + ": made again, " + FileProblems.reason(e));
    }
    return null;
  }

  private CompilationResult compile(AspectUnit unit, ModuleCompiler compiler, byte[] wasm)
      throws BuildException {
    String file = unit.source().shown();
    CompilationResult result;
    try {
      result =
          compiler.compile(
              wasm, new ProgressLine(file, log, settings.progress().toNanos(), System::nanoTime));
    } catch (WasmException e) {
      throw Refusals.of(file, e);
    }
    for (String warning : result.warnings()) {
      if (settings.failOnWarnings()) {
        problems.add(file + ": " + warning);
      } else {
        log.warn(file + ": " + warning);
      }
    }
    return result;
  }

  private void facade(AspectUnit unit, Manifest manifest) throws BuildException {
    Path file = layout.facade(unit);
    outputs.add(file);
    try {
      byte[] source =
          new FacadeSource(
                  manifest, layout.facadePackage(), unit.facadeClass(), layout.resource(unit))
              .text(settings.time())
              .getBytes(StandardCharsets.US_ASCII);
      if (!hasContent(file, source)) {
        changed.put(file, source);
      }
    } catch (FacadeException e) {
      throw new BuildException(unit.source().shown() + ": " + e.getMessage(), e);
    }
  }

  private static boolean hasContent(Path file, byte[] content) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) == content.length
          && Arrays.equals(Files.readAllBytes(file), content);
    } catch (IOException e) {
      return false;
    }
  }

  private void write() throws BuildException {
    OutputList list = outputList();
    byte[] remembered = list.content(union(list.read(), outputs));
    Path current = layout.outputList();
    try (StagedFiles files = new StagedFiles(layout.staging())) {
      for (Map.Entry<Path, byte[]> file : changed.entrySet()) {
        current = file.getKey();
        files.stage(current, file.getValue());
      }
      // Before the files themselves: what is there is always on the list.
      writeList(remembered);
      files.commit();
    } catch (IOException e) {
      throw new BuildException(show(current) + ": cannot be written, " + FileProblems.reason(e), e);
    }
  }

  private OutputList outputList() {
    return new OutputList(layout.outputList(), layout.project());
  }

  private static List<Path> union(List<Path> some, List<Path> others) {
    List<Path> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private void writeList(byte[] content) throws IOException {
    if (hasContent(layout.outputList(), content)) {
      return;
    }
    try (StagedFiles list = new StagedFiles(layout.staging())) {
      list.stage(layout.outputList(), content);
      list.commit();
    }
  }

  /** Deletes what earlier builds made and this one did not. */
  private int deleteStale() throws BuildException {
    OutputList list = outputList();
    Set<Path> kept = new HashSet<>(outputs);
    int deleted = 0;
    Path current = layout.outputList();
    try {
      for (Path old : list.read()) {
        current = old;
        if (!kept.contains(old) && layout.owns(old) && Files.deleteIfExists(old)) {
          log.info("deleted " + show(old) + ", which no module belongs to any more");
          deleted++;
        }
      }
      current = layout.outputList();
      writeList(list.content(outputs));
    } catch (IOException e) {
      throw new BuildException(show(current) + ": cannot be deleted, " + FileProblems.reason(e), e);
    }
    return deleted;
  }

  private String show(Path path) {
    return SourceFinder.show(layout.project(), path);
  }
}
