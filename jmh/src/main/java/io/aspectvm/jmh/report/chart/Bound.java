package io.aspectvm.jmh.report.chart;

/**
 * A line across a chart: what values are held against.
 *
 * @param value where, in the unit of the axis
 * @param label what it is
 */
public record Bound(double value, String label) {}
