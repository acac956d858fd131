package io.aspectvm.jmh;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measurements as JSON: {@code notes}, and {@code measurements} with all samples. */
public final class MeasurementJson {

  private MeasurementJson() {}

  static String of(List<String> notes, List<Measurement> measurements) {
    return document(notes, measurements.stream().map(MeasurementJson::object).toList());
  }

  /**
   * A document of {@code notes} and {@code measurements}.
   *
   * @param notes lines about machine and run
   * @param objects measurements as JSON, each on one line
   */
  public static String document(List<String> notes, List<String> objects) {
    return "{\n  \"notes\": [\n"
        + lines(notes.stream().map(JsonText::string))
        + "\n  ],\n  \"measurements\": [\n"
        + lines(objects.stream())
        + "\n  ]\n}\n";
  }

  private static String lines(Stream<String> elements) {
    return elements.map(element -> "    " + element).collect(Collectors.joining(",\n"));
  }

  private static String object(Measurement m) {
    String samples =
        m.nanos().stream()
            .map(nanos -> String.format(Locale.ROOT, "%.1f", nanos))
            .collect(Collectors.joining(", "));
    return "{\"platform\": %s, \"engine\": %s, \"gas\": %s, \"kernel\": %s, \"nanos\": [%s]}"
        .formatted(
            JsonText.string(m.platform()),
            JsonText.string(m.engine()),
            m.gas(),
            JsonText.string(m.kernel()),
            samples);
  }
}
