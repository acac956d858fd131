package io.aspectvm.jmh;

/**
 * The numbers that speed and memory are judged by: design, section 7. Where it says "flat",
 * "linear" or "scales", the number is what measurements of something that is so still show.
 */
public final class Limits {

  /** A context switch, in microseconds: the reference's own, by its whitepaper, section 8.1. */
  public static final double SWITCH_US = 29;

  /** The same without classes of its own, in microseconds. */
  public static final double SWITCH_INSTANCE_US = 5;

  /** Kernels with gas, as a multiple of native code's time. */
  public static final double STEADY = 1.75;

  /** {@link KernelResults#APART} with gas, as a multiple of native code's time. */
  public static final double APART = 4;

  /** Kernels with gas, as a multiple of the time without. */
  public static final double GAS = 1.15;

  /** Times of the fastest peer, as a multiple of this project's. */
  public static final double OVER_PEER = 1.5;

  /** One kernel, as a multiple of the best peer's time on a JVM. */
  public static final double SLOWEST = 1.5;

  /** A short first call, in milliseconds: half of what the fastest peer takes. */
  public static final double COLD_SHORT_MS = 1.25;

  /** A long first call, in milliseconds: half of what the fastest peer takes. */
  public static final double COLD_LONG_MS = 7.5;

  /** The same two, of what Endive takes in a class loader of its own. */
  public static final double COLD_OF_PEER = 0.5;

  /** Compiling 48 KB, in milliseconds. */
  public static final double COMPILE_SMALL_MS = 10;

  /** Compiling 524 KB, in milliseconds. */
  public static final double COMPILE_LARGE_MS = 100;

  /** Linear: cost of one, as a multiple of one before. */
  public static final double LINEAR = 1.25;

  /** Heap of an execution beyond its linear memory, in units of 1,024 bytes. */
  public static final double EXECUTION_KB = 16;

  /** Memory of a loaded aspect, as a multiple of its class files. */
  public static final double LOADED = 2;

  /** Scales: throughput of two threads, as a multiple of one's. */
  public static final double TWO_THREADS = 1.8;

  /** Flat: memory that a load leaves behind, as a part of the class files. */
  public static final double LEFT = 0.02;

  /** How often its price time may be, or the price the time. */
  public static final double PRICE = 3;

  private Limits() {}
}
