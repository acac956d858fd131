package io.aspectvm.compiler.random;

import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module with calls on one instance and what is to be seen after each, in two files: {@code
 * NAME.wasm}, and {@code NAME.expected.txt} with a line for profile and schedule and two lines for
 * each call.
 */
record RandomCase(Subject subject, List<Call> calls, List<String> expected) {

  private static final String WASM = ".wasm";
  private static final String EXPECTED = ".expected.txt";

  /** The case of these calls, as the second engine sees them. */
  static RandomCase of(Subject subject, List<Call> calls) throws WasmException {
    Engine.Side side = OtherEngine.maker().of(subject).start();
    List<String> expected = new ArrayList<>();
    calls.forEach(call -> expected.add(side.call(call).text()));
    return new RandomCase(subject, calls, expected);
  }

  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + WASM), subject.wasm());
    List<String> lines = new ArrayList<>();
    lines.add(subject.profile().name() + " " + subject.schedule().name());
    for (int i = 0; i < calls.size(); i++) {
      lines.add(calls.get(i).toString());
      lines.add("  " + expected.get(i));
    }
    Files.write(folder.resolve(name + EXPECTED), lines, StandardCharsets.UTF_8);
  }

  static RandomCase read(Path folder, String name) throws IOException, WasmException {
    List<String> lines =
        Files.readAllLines(folder.resolve(name + EXPECTED), StandardCharsets.UTF_8);
    String[] first = lines.get(0).split(" ", -1);
    List<Call> calls = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i < lines.size(); i += 2) {
      calls.add(Call.parse(lines.get(i)));
      expected.add(lines.get(i + 1).strip());
    }
    byte[] wasm = Files.readAllBytes(folder.resolve(name + WASM));
    return new RandomCase(Subject.of(wasm, first[0], first[1]), calls, expected);
  }

  /** Names of the cases in a folder, sorted. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(WASM))
          .map(file -> file.substring(0, file.length() - WASM.length()))
          .sorted()
          .toList();
    }
  }
}
