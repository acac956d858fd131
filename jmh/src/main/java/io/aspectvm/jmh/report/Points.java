package io.aspectvm.jmh.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Some of the points, in the order in which they were measured. Immutable. */
record Points(List<Point> list) {

  Points {
    list = List.copyOf(list);
  }

  Points group(String group) {
    return where(point -> point.group().equals(group));
  }

  Points subject(String subject) {
    return where(point -> point.subject().equals(subject));
  }

  Points series(String series) {
    return where(point -> point.series().equals(series));
  }

  Points measure(String measure) {
    return where(point -> point.measure().equals(measure));
  }

  Points at(double x) {
    return where(point -> point.number() == x);
  }

  /** Those of a JDK, and those that were measured on something else than a JDK. */
  Points on(Jdk jdk) {
    return where(point -> Jdk.of(point.platform()).map(jdk::equals).orElse(true));
  }

  Points where(Predicate<Point> condition) {
    return new Points(list.stream().filter(condition).toList());
  }

  /** The newest JDK that one of them was measured on. */
  Optional<Jdk> newestJdk() {
    return Jdk.among(list.stream().map(Point::platform).toList()).stream().findFirst();
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** The only or first one's. */
  Reading reading() {
    return list.isEmpty() ? Reading.NONE : list.get(0).reading();
  }
}
