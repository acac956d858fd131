package io.aspectvm.jmh.calibration;

import io.aspectvm.jmh.DataPoint;
import io.aspectvm.jmh.MarkdownTable;
import io.aspectvm.jmh.Measurement;
import io.aspectvm.jmh.calibration.Price.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes prices as Markdown, and as lines of JSON. */
final class CalibrationReport {

  private CalibrationReport() {}

  /** Tables for each kind: what is off, by family, and everything. */
  static String markdown(List<String> notes, List<Price> prices) {
    StringBuilder out = new StringBuilder("# Gas calibration\n\n");
    notes.forEach(note -> out.append("- ").append(note).append('\n'));
    prices.stream()
        .collect(Collectors.groupingBy(Price::kind, LinkedHashMap::new, Collectors.toList()))
        .forEach((kind, some) -> section(out, kind, some));
    return out.toString();
  }

  /** A point for each price under each schedule, and one for each family. */
  static List<String> json(List<Price> prices) {
    List<DataPoint> points = new ArrayList<>();
    for (Price price : prices) {
      price.gas().keySet().forEach(schedule -> points.add(price.dataPoint(schedule)));
    }
    families(prices)
        .forEach(
            (family, some) ->
                some.get(0)
                    .gas()
                    .keySet()
                    .forEach(schedule -> points.add(familyPoint(family, some, schedule))));
    return points.stream().map(DataPoint::json).toList();
  }

  private static DataPoint familyPoint(String family, List<Price> prices, String schedule) {
    String group = "calibration: families of " + prices.get(0).kind() + "s";
    return DataPoint.of(group, schedule, family, "time / price", mean(prices, schedule))
        .with("prices", prices.size());
  }

  private static Map<String, List<Price>> families(List<Price> prices) {
    return prices.stream()
        .collect(Collectors.groupingBy(Price::family, LinkedHashMap::new, Collectors.toList()));
  }

  private static double mean(List<Price> prices, String schedule) {
    return Measurement.geometricMean(
        prices.stream()
            .mapToDouble(price -> price.ratio(schedule))
            .filter(ratio -> Double.isFinite(ratio)));
  }

  private static void section(StringBuilder out, String kind, List<Price> prices) {
    List<String> schedules = List.copyOf(prices.get(0).gas().keySet());
    String title = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "s";
    out.append("\n## ").append(title).append("\n\n");
    for (String schedule : schedules) {
      for (Verdict verdict : new Verdict[] {Verdict.CHEAP, Verdict.DEAR}) {
        offenders(out, prices, schedule, verdict);
      }
    }
    header(out, "family", "prices", schedules.stream().map("time / price, `%s`"::formatted));
    families(prices)
        .forEach(
            (family, some) ->
                row(
                    out,
                    Stream.of(family, Integer.toString(some.size())),
                    schedules.stream().map(schedule -> ratio(mean(some, schedule)))));
    out.append('\n');
    details(out, prices, schedules);
  }

  private static void offenders(
      StringBuilder out, List<Price> prices, String schedule, Verdict verdict) {
    List<Price> found =
        prices.stream().filter(price -> price.verdict(schedule) == verdict).toList();
    String off =
        verdict == Verdict.CHEAP ? "cheap (time above 3 x price)" : "dear (time below price / 3)";
    out.append("**Too ").append(off).append(" under `").append(schedule).append("`: ");
    out.append(found.size()).append(" of ").append(prices.size()).append("**");
    if (!found.isEmpty()) {
      out.append(": ");
    }
    out.append(
        found.stream()
            .map(price -> price.name() + " (" + ratio(price.ratio(schedule)) + ")")
            .collect(Collectors.joining("; ")));
    out.append("\n\n");
  }

  private static void details(StringBuilder out, List<Price> prices, List<String> schedules) {
    header(
        out,
        "what",
        "family",
        Stream.concat(
            Stream.of("ns", "with operands", "+-"),
            schedules.stream()
                .flatMap(s -> Stream.of("WASM gas, `" + s + "`", "time / price", ""))));
    for (Price price : prices) {
      String nanos =
          price.belowResolution() ? "< " + Price.RESOLUTION_NANOS : number(price.nanos());
      row(
          out,
          Stream.of(price.name(), price.family()),
          Stream.concat(
              Stream.of(
                  price.linear() ? nanos : nanos + ", not linear",
                  number(price.allNanos()),
                  number(price.spread())),
              schedules.stream().flatMap(schedule -> cells(price, schedule))));
    }
  }

  private static Stream<String> cells(Price price, String schedule) {
    Verdict verdict = price.verdict(schedule);
    return Stream.of(
        "%,.0f".formatted(price.gas().get(schedule)),
        ratio(price.ratio(schedule)),
        verdict == Verdict.FAIR ? "" : "**" + verdict.text() + "**");
  }

  private static String number(double nanos) {
    return String.format(Locale.ROOT, nanos < 100 ? "%.2f" : "%,.0f", nanos);
  }

  private static String ratio(double ratio) {
    if (!Double.isFinite(ratio)) {
      return "free";
    }
    return String.format(
        Locale.ROOT, ratio < 0.01 ? "%.4f" : ratio < 100 ? "%.2f" : "%,.0f", ratio);
  }

  private static void header(StringBuilder out, String a, String b, Stream<String> numbers) {
    List<String> headings = numbers.toList();
    row(out, Stream.of(a, b), headings.stream());
    out.append("| --- | --- |").append(" --: |".repeat(headings.size())).append('\n');
  }

  private static void row(StringBuilder out, Stream<String> names, Stream<String> numbers) {
    MarkdownTable.row(out, Stream.concat(names, numbers).toArray(String[]::new));
  }
}
