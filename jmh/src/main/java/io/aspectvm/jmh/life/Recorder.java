package io.aspectvm.jmh.life;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes what a group measures. For one thread. */
final class Recorder {

  private static final long MEGABYTE = 1 << 20;

  private final LifeGroup group;
  private final Consumer<LifeRecord> sink;
  private final String platform = platform();

  Recorder(LifeGroup group, Consumer<LifeRecord> sink) {
    this.group = group;
    this.sink = sink;
  }

  private static String platform() {
    String collector =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .findFirst()
            .orElse("no collector")
            .split(" ")[0];
    return "JDK %s, %s, heap of %d MB"
        .formatted(
            System.getProperty("java.version"),
            collector,
            Runtime.getRuntime().maxMemory() / MEGABYTE);
  }

  /** One point of a series, to which measures are added. */
  Point point(String subject, String series, double x) {
    return new Point(subject, series, x);
  }

  /** One point of a series. */
  final class Point {

    private final String subject;
    private final String series;
    private final double x;

    private Point(String subject, String series, double x) {
      this.subject = subject;
      this.series = series;
      this.x = x;
    }

    /** Adds a measure. */
    Point add(String measure, String unit, List<Double> values) {
      LifeRecord.Key key = new LifeRecord.Key(platform, group, subject, series, x, measure, unit);
      sink.accept(new LifeRecord(key, values));
      return this;
    }

    /** Adds a measure that was taken once. */
    Point add(String measure, String unit, double value) {
      return add(measure, unit, List.of(value));
    }
  }

  /** Quotients of values that were measured together. */
  static List<Double> ratios(List<Double> above, List<Double> below) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < above.size(); i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    return ratios;
  }
}
