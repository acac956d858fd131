package io.aspectvm.jmh.report;

/**
 * What was measured.
 *
 * @param value NaN where nothing was
 * @param spread half of the distance between the quartiles, as a part of the value; NaN where it is
 *     not known
 */
record Reading(double value, double spread) {

  static final Reading NONE = new Reading(Double.NaN, Double.NaN);

  boolean isPresent() {
    return !Double.isNaN(value);
  }
}
