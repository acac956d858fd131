package io.aspectvm.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is fuzzed. Each has a class with the method that the fuzzer calls; it throws where something
 * is wrong.
 */
enum FuzzTarget {
  MODULE(ModuleTarget.class, ModuleTarget::fuzzerTestOneInput, 3_000, "io.aspectvm.wasm.**"),
  COMPILER(
      CompilerTarget.class,
      CompilerTarget::fuzzerTestOneInput,
      100,
      "io.aspectvm.compiler.**",
      "io.aspectvm.gas.**"),
  ARTEFACT(
      ArtefactTarget.class,
      ArtefactTarget::fuzzerTestOneInput,
      1_000,
      "io.aspectvm.runtime.artefact.**",
      "io.aspectvm.runtime.code.**"),
  HOST_CALL(
      HostCallTarget.class,
      HostCallTarget::fuzzerTestOneInput,
      2_000,
      "io.aspectvm.runtime.abi.**",
      "io.aspectvm.runtime.crypto.**",
      "io.aspectvm.runtime.evm.**",
      "io.aspectvm.runtime.host.**",
      "io.aspectvm.runtime.support.**"),
  CODE_ENVELOPE(
      CodeEnvelopeTarget.class,
      CodeEnvelopeTarget::fuzzerTestOneInput,
      100,
      "io.aspectvm.runtime.registry.CodeEnvelope",
      "org.brotli.dec.**"),
  DOCUMENT(DocumentTarget.class, DocumentTarget::fuzzerTestOneInput, 200, "io.aspectvm.cli.**");

  private static final Path FOUND = Path.of("src/test/resources/found");

  private final Class<?> type;
  private final Consumer<byte[]> entry;
  private final int runs;
  private final List<String> instrumented;

  FuzzTarget(Class<?> type, Consumer<byte[]> entry, int runs, String... instrumented) {
    this.type = type;
    this.entry = entry;
    this.runs = runs;
    this.instrumented = List.of(instrumented);
  }

  /** On the command line, and of folders. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FuzzTarget byText(String text) {
    return Arrays.stream(values())
        .filter(target -> target.text().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no target '" + text + "'; there are " + texts()));
  }

  private static String texts() {
    return String.join(", ", Arrays.stream(values()).map(FuzzTarget::text).toList());
  }

  /** The class whose method the fuzzer calls. */
  Class<?> type() {
    return type;
  }

  /** Executions of a short run. */
  int runs() {
    return runs;
  }

  /** Patterns of the classes whose coverage guides the fuzzer. */
  List<String> instrumented() {
    return instrumented;
  }

  /** Does what the fuzzer does with an input. */
  void run(byte[] input) {
    entry.accept(input);
  }

  /** Folder of the inputs that fuzzing found something with; it need not exist. */
  Path foundFolder() {
    return FOUND.resolve(text());
  }

  /** Inputs that fuzzing found something with, sorted. */
  List<Path> found() throws IOException {
    if (!Files.exists(foundFolder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(foundFolder())) {
      return files.sorted().toList();
    }
  }
}
