package io.aspectvm.jmh.report;

/** The numbers that the bars are at, for tables and charts. */
final class Limits {

  /** What a context switch costs on the reference: its whitepaper, section 8.1. */
  static final double SWITCH_US = 29;

  static final double SWITCH_INSTANCE_US = 5;

  /** Times of native code. */
  static final double STEADY = 1.75;

  static final double APART = 4;

  /** Times of the same without gas. */
  static final double GAS = 1.15;

  static final double OVER_PEER = 1.5;
  static final double SLOWEST = 1.5;

  /** Half of what the fastest peer takes in a new class loader. */
  static final double COLD_SHORT_MS = 1.25;

  static final double COLD_LONG_MS = 7.5;
  static final double COMPILE_SMALL_MS = 10;
  static final double COMPILE_LARGE_MS = 100;

  /** What still counts as linear. */
  static final double LINEAR = 1.25;

  static final double EXECUTION_KB = 16;
  static final double LOADED = 2;

  /** What still counts as scaling, for one thread more. */
  static final double TWO_THREADS = 1.8;

  /** What still counts as flat: caches that fill, and the collector's noise. */
  static final double LEFT = 0.02;

  /** How far time may be off its price, either way. */
  static final double PRICE = 3;

  private Limits() {}
}
