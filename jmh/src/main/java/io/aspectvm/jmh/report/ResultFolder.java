package io.aspectvm.jmh.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.jmh.KernelResults;
import io.aspectvm.jmh.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the folder that the scripts in {@code tools} write to. What is not there was not measured.
 */
final class ResultFolder {

  /** Notes on machine and run. */
  static final String NOTES = "run.txt";

  static final String KERNELS = "kernels.json";

  /** Files with points, one for each script. */
  static final List<String> POINTS =
      List.of("lifecycle.json", "whitepaper.jsonl", "calibration.jsonl");

  /** In documents; other files have a measurement on each line. */
  private static final String MEASUREMENTS = "measurements";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultFolder() {}

  /**
   * Reads what is there.
   *
   * @throws IllegalArgumentException if a file has something else in it; the message says where
   */
  static Results read(Path folder) throws IOException {
    List<Measurement> measurements = new ArrayList<>();
    each(
        folder.resolve(KERNELS),
        document -> document.path(MEASUREMENTS).forEach(m -> measurements.add(measurement(m))));
    List<Point> points = new ArrayList<>();
    for (String file : POINTS) {
      each(folder.resolve(file), object -> addPoints(object, points));
    }
    Path notes = folder.resolve(NOTES);
    return new Results(
        Files.exists(notes) ? Files.readAllLines(notes) : List.of(),
        new KernelResults(measurements),
        new Points(points));
  }

  private static void addPoints(JsonNode object, List<Point> points) {
    if (object.has(MEASUREMENTS)) {
      object.get(MEASUREMENTS).forEach(point -> points.add(Point.of(point)));
    } else {
      points.add(Point.of(object));
    }
  }

  private static Measurement measurement(JsonNode object) {
    List<Double> nanos = new ArrayList<>();
    object.path("nanos").forEach(sample -> nanos.add(sample.doubleValue()));
    return new Measurement(
        object.path("platform").asText(),
        object.path("engine").asText(),
        object.path("gas").asBoolean(),
        object.path("kernel").asText(),
        nanos);
  }

  /** Hands over the JSON values of a file, of which there may be many, one after the other. */
  private static void each(Path file, Consumer<JsonNode> reader) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    int number = 0;
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (values.hasNextValue()) {
        number++;
        reader.accept(values.nextValue());
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s, line %d: no JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, value %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }
}
