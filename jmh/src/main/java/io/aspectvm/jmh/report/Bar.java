package io.aspectvm.jmh.report;

import io.aspectvm.jmh.MarkdownTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a number must be.
 *
 * @param id part of addresses: the analysis of a miss is a section of this name
 * @param what is measured
 * @param side of the limit that is good
 * @param limit in the unit
 * @param unit of limit and readings; {@link #RATIO} of quotients
 * @param scope the only JDK for which there is a bar, if there is one
 * @param measured what was measured on a JDK
 */
record Bar(
    String id,
    String what,
    Side side,
    double limit,
    String unit,
    Optional<Jdk> scope,
    Function<Jdk, Reading> measured) {

  /** The unit of ratios. */
  static final String RATIO = "x";

  /** Where a good value is. */
  enum Side {
    AT_MOST("at most"),
    AT_LEAST("at least"),
    BELOW("below");

    private final String words;

    Side(String words) {
      this.words = words;
    }
  }

  /** How a number does. */
  enum Verdict {
    MET,
    MISSED,
    /** There is no number. */
    UNKNOWN
  }

  String target() {
    String where = scope.map(jdk -> " on " + jdk).orElse("");
    // As short as it is: 29, 1.75.
    String number = BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    return side.words + " " + withUnit(number) + where;
  }

  /** What was measured on a JDK, with its spread where that is known; a dash for nothing. */
  String cell(Jdk jdk) {
    Reading reading = measured.apply(jdk);
    if (!reading.isPresent()) {
      return "-";
    }
    String value = withUnit(MarkdownTable.number(reading.value()));
    long percent = Math.round(100 * reading.spread());
    return percent > 0 ? value + " ±" + percent + "%" : value;
  }

  /** Missed if it is on one of the JDKs for which there is a bar. */
  Verdict verdict(List<Jdk> jdks) {
    List<Verdict> verdicts =
        jdks.stream()
            .filter(jdk -> scope.isEmpty() || scope.get().equals(jdk))
            .map(jdk -> verdict(measured.apply(jdk)))
            .toList();
    if (verdicts.contains(Verdict.MISSED)) {
      return Verdict.MISSED;
    }
    return verdicts.contains(Verdict.MET) ? Verdict.MET : Verdict.UNKNOWN;
  }

  private Verdict verdict(Reading reading) {
    if (!reading.isPresent()) {
      return Verdict.UNKNOWN;
    }
    boolean good =
        switch (side) {
          case AT_MOST -> reading.value() <= limit;
          case AT_LEAST -> reading.value() >= limit;
          case BELOW -> reading.value() < limit;
        };
    return good ? Verdict.MET : Verdict.MISSED;
  }

  private String withUnit(String number) {
    return unit.equals(RATIO) ? number + unit : number + " " + unit;
  }
}
