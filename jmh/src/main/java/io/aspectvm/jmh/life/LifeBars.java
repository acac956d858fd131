package io.aspectvm.jmh.life;

import io.aspectvm.jmh.Limits;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/** What is to be reached (design, section 7), and whether it was. */
final class LifeBars {

  /** From here on the cache is full, and was so in the stage before. */
  private static final int FULL_CACHE = 1_000;

  private static final int SWITCHED_KILOBYTES = 50;

  /**
   * One bar.
   *
   * @param series whose it is
   * @param x for which points of the series
   * @param limit what the median of the measure has to be below, in its unit
   */
  record Bar(
      LifeGroup group,
      Predicate<String> subject,
      Predicate<String> series,
      DoublePredicate x,
      String measure,
      double limit) {

    private boolean isAbout(LifeRecord.Key key) {
      return group == key.group()
          && subject.test(key.subject())
          && series.test(key.series())
          && x.test(key.x())
          && measure.equals(key.measure());
    }

    /** As in a table. */
    String text(LifeRecord.Key key) {
      return "%s below %s %s".formatted(measure, LifeRecord.number(limit), key.unit()).strip();
    }

    boolean isMetBy(LifeRecord record) {
      return record.median() < limit;
    }

    /**
     * As in a table.
     *
     * @param processor the same in processor time, or null where there is none
     */
    String verdict(LifeRecord record, LifeRecord processor) {
      if (isMetBy(record)) {
        return "met";
      }
      return processor != null && isMetBy(processor) ? "**missed**, met in CPU" : "**missed**";
    }
  }

  private static final List<Bar> ALL =
      List.of(
          new Bar(
              LifeGroup.CONTEXT_SWITCH,
              LifeNames.EMPTY::equals,
              Engines.nameOf(Isolation.INSTANCE)::equals,
              kilobytes -> true,
              LifeNames.MEDIAN,
              Limits.SWITCH_INSTANCE_US),
          new Bar(
              LifeGroup.CONTEXT_SWITCH,
              LifeNames.EMPTY::equals,
              Engines.nameOf(Isolation.CLASS_LOADER)::equals,
              kilobytes -> kilobytes <= SWITCHED_KILOBYTES,
              LifeNames.MEDIAN,
              Limits.SWITCH_US),
          cold(1, Limits.COLD_SHORT_MS),
          cold(100, Limits.COLD_LONG_MS),
          compile(48, Limits.COMPILE_SMALL_MS),
          compile(524, Limits.COMPILE_LARGE_MS),
          new Bar(
              LifeGroup.ALLOCATION,
              subject -> !subject.equals(LifeNames.NOTHING),
              LifeBars::isOwn,
              kilobytes -> true,
              LifeNames.LESS_MEMORY,
              Limits.EXECUTION_KB * 1024),
          new Bar(
              LifeGroup.RETAINED,
              LifeNames.IDLE::equals,
              LifeBars::isOwn,
              kilobytes -> true,
              LifeNames.RELATIVE,
              Limits.LOADED),
          distinct(LifeNames.GROWTH, Limits.LEFT),
          distinct(LifeNames.COST, Limits.LINEAR));

  private LifeBars() {}

  private static boolean isOwn(String series) {
    return series.startsWith("aspectvm");
  }

  private static Bar cold(int hashes, double milliseconds) {
    return new Bar(
        LifeGroup.COLD_CALL,
        LifeNames.FIRST_CALL::equals,
        Engines.nameOf(Isolation.STRICT)::equals,
        x -> x == hashes,
        LifeNames.MEDIAN,
        milliseconds);
  }

  private static Bar compile(int kilobytes, double milliseconds) {
    return new Bar(
        LifeGroup.COMPILE,
        LifeNames.GENERATED::equals,
        LifeNames.COMPILER::equals,
        x -> x == kilobytes,
        LifeNames.TIME,
        milliseconds);
  }

  private static Bar distinct(String measure, double limit) {
    return new Bar(
        LifeGroup.DISTINCT_ASPECTS,
        LifeNames.DISTINCT::equals,
        LifeBars::isOwn,
        aspects -> aspects >= FULL_CACHE,
        measure,
        limit);
  }

  /** The bar that this measure has to be below, or empty where there is none. */
  static Optional<Bar> of(LifeRecord.Key key) {
    return ALL.stream().filter(bar -> bar.isAbout(key)).findFirst();
  }
}
