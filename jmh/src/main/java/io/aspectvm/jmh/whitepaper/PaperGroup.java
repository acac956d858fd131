package io.aspectvm.jmh.whitepaper;

import java.util.Arrays;
import java.util.Locale;

/** What is measured, each a table. */
public enum PaperGroup {
  /** By how many aspects are bound, or how often one is called. */
  JOIN_POINTS("whitepaper: time of a join point call as their number grows", "join points"),
  /** By iterations. */
  FIBONACCI("whitepaper: computation time as the amount of Fibonacci grows", "iterations"),
  /** By join points. */
  MILLISECOND(
      "whitepaper: computation left within one millisecond as join points grow", "join points"),
  /** By operation. */
  WIDE("256-bit numbers: time", "operation"),
  /** The same in gas. */
  WIDE_GAS("256-bit numbers: gas", "operation");

  private final String title;
  private final String xTitle;

  PaperGroup(String title, String xTitle) {
    this.title = title;
    this.xTitle = xTitle;
  }

  /** As in lines. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in JSON. */
  public String title() {
    return title;
  }

  /** What x is. */
  public String xTitle() {
    return xTitle;
  }

  static PaperGroup named(String id) {
    return Arrays.stream(values())
        .filter(group -> group.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group '" + id + "'"));
  }
}
