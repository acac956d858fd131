package io.aspectvm.jmh;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measurements as JSON: {@code notes}, and {@code measurements} with all samples. */
final class MeasurementJson {

  private MeasurementJson() {}

  static String of(List<String> notes, List<Measurement> measurements) {
    String noteLines =
        notes.stream().map(note -> "    " + string(note)).collect(Collectors.joining(",\n"));
    String rows =
        measurements.stream()
            .map(measurement -> "    " + object(measurement))
            .collect(Collectors.joining(",\n"));
    return "{\n  \"notes\": [\n"
        + noteLines
        + "\n  ],\n  \"measurements\": [\n"
        + rows
        + "\n  ]\n}\n";
  }

  private static String object(Measurement m) {
    String samples =
        m.nanos().stream()
            .map(nanos -> String.format(Locale.ROOT, "%.1f", nanos))
            .collect(Collectors.joining(", "));
    return "{\"platform\": %s, \"engine\": %s, \"gas\": %s, \"kernel\": %s, \"nanos\": [%s]}"
        .formatted(string(m.platform()), string(m.engine()), m.gas(), string(m.kernel()), samples);
  }

  private static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
