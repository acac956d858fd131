package io.aspectvm.jmh.life;

import io.aspectvm.jmh.MarkdownTable;
import io.aspectvm.jmh.MeasurementJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what {@link LifeCycle} measured: everything as JSON, and tables with bars as Markdown.
 *
 * <p>Arguments: the file of records; the file of notes, a line each, about machine and run; the
 * JSON to write; the Markdown to write.
 */
public final class LifeReport {

  private static final String HEADING =
      """
      # The life of an aspect

      What an aspect costs besides its steady state, beside peers. Less is better, but for throughput;
      *spread* is half of the distance between the quartiles.
      [What is measured, and how](../../jmh/README.md#the-life-of-an-aspect). [All values](lifecycle.json).

      """;

  private LifeReport() {}

  /** Writes both files. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: LifeReport RECORDS NOTES JSON MARKDOWN");
      System.exit(2);
    }
    List<LifeRecord> records =
        merged(Files.readAllLines(Path.of(arguments[0])).stream().map(LifeRecord::parse).toList());
    List<String> notes = Files.readAllLines(Path.of(arguments[1]));
    Files.writeString(
        Path.of(arguments[2]),
        MeasurementJson.document(notes, records.stream().map(LifeRecord::json).toList()));
    Files.writeString(Path.of(arguments[3]), markdown(records, notes));
  }

  /** Records of the same thing, from several JVMs, as one. */
  static List<LifeRecord> merged(Collection<LifeRecord> records) {
    Map<LifeRecord.Key, LifeRecord> byKey = new LinkedHashMap<>();
    records.forEach(record -> byKey.merge(record.key(), record, LifeRecord::and));
    return List.copyOf(byKey.values());
  }

  /** The tables, for each JVM its own. */
  static String markdown(List<LifeRecord> records, List<String> notes) {
    StringBuilder out = new StringBuilder(HEADING);
    notes.forEach(note -> out.append("- ").append(note).append('\n'));
    List<String> platforms =
        records.stream().map(record -> record.key().platform()).distinct().toList();
    for (String platform : platforms) {
      out.append("\n## ").append(platform).append("\n\n");
      List<LifeRecord> all = records.stream().filter(r -> isOn(r, platform)).toList();
      out.append(summary(all));
      for (LifeGroup group : LifeGroup.values()) {
        List<LifeRecord> own = all.stream().filter(r -> r.key().group() == group).toList();
        if (!own.isEmpty()) {
          out.append('\n').append(new LifeTable(group, own).text());
        }
      }
    }
    return out.toString();
  }

  private static boolean isOn(LifeRecord record, String platform) {
    return record.key().platform().equals(platform);
  }

  /** How many bars are met, and which are not. */
  private static String summary(List<LifeRecord> records) {
    List<LifeRecord> judged =
        records.stream().filter(record -> LifeBars.of(record.key()).isPresent()).toList();
    List<LifeRecord> missed =
        judged.stream()
            .filter(record -> !LifeBars.of(record.key()).orElseThrow().isMetBy(record))
            .toList();
    StringBuilder out = new StringBuilder();
    out.append("Bars met: %d of %d.\n".formatted(judged.size() - missed.size(), judged.size()));
    if (!missed.isEmpty()) {
      out.append("Missed:\n\n");
    }
    for (LifeRecord record : missed) {
      LifeRecord.Key key = record.key();
      out.append(
          "- %s, %s, %s, %s: %s, and is %s\n"
              .formatted(
                  key.group().title(),
                  key.subject(),
                  key.series(),
                  key.group().xName() + " " + LifeRecord.number(key.x()),
                  LifeBars.of(key).orElseThrow().text(key),
                  MarkdownTable.number(record.median())));
    }
    return out.toString();
  }
}
