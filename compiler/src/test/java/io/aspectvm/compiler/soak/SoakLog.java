package io.aspectvm.compiler.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a soak writes down while it runs, line by line, so that a report can be had at any time:
 * samples of resources, and facts, of which the last of a name counts.
 */
final class SoakLog {

  private static final String FACT = "fact";
  private static final String SAMPLE = "sample";

  private final Path file;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  /** Values after so many executions. */
  record Sample(long executions, Map<Resource, Long> values) {}

  private SoakLog(Path file) {
    this.file = file;
  }

  /** An empty one, in place of the file. */
  static SoakLog begin(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new SoakLog(file);
  }

  /** What a file has. */
  static SoakLog read(Path file) throws IOException {
    SoakLog log = new SoakLog(file);
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split("\t", -1);
      if (columns[0].equals(FACT) && columns.length == 3) {
        log.facts.put(columns[1], columns[2]);
      } else if (columns[0].equals(SAMPLE) && columns.length == 2 + Resource.values().length) {
        log.samples.add(sample(columns));
      } else {
        throw new IOException(file + ": what is this: " + line);
      }
    }
    return log;
  }

  private static Sample sample(String[] columns) {
    Map<Resource, Long> values = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      values.put(resource, Long.parseLong(columns[2 + resource.ordinal()]));
    }
    return new Sample(Long.parseLong(columns[1]), values);
  }

  void fact(String name, Object value) throws IOException {
    String text = value.toString().replaceAll("[\t\r\n]+", " ");
    facts.put(name, text);
    append(FACT + "\t" + name + "\t" + text);
  }

  void sample(Sample sample) throws IOException {
    samples.add(sample);
    StringBuilder line = new StringBuilder(SAMPLE).append('\t').append(sample.executions());
    sample.values().values().forEach(value -> line.append('\t').append(value));
    append(line.toString());
  }

  private void append(String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Facts by name, in the order in which they came up. */
  Map<String, String> facts() {
    return facts;
  }

  List<Sample> samples() {
    return samples;
  }

  /** Executions before the last sample. */
  long executions() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).executions();
  }

  Trend trend(Resource resource) {
    return Trend.ofSecondHalf(
        samples.stream()
            .map(sample -> new Trend.Point(sample.executions(), sample.values().get(resource)))
            .toList());
  }

  /** Resources that grew by more than they may. */
  List<Resource> grown() {
    List<Resource> grown = new ArrayList<>();
    for (Resource resource : Resource.values()) {
      if (!trend(resource).isFlat(executions(), resource.limit())) {
        grown.add(resource);
      }
    }
    return grown;
  }
}
