package io.aspectvm.jmh.life;

import java.util.Arrays;
import java.util.Locale;

/** A part of the life of an aspect: what is measured of it, and how its table is headed. */
public enum LifeGroup {
  CONTEXT_SWITCH(
      "Context switch",
      "KB of wasm",
      "A fresh instance, start function, arguments and a call that does nothing (`empty`) or little"
          + " (`small`: adds up 78 bytes, calls eight functions); `guard` is an example with host"
          + " calls. `call of ...` has no ABI around it, as engines in general have none: an"
          + " instance and one call; there peers count no gas. Single executions in warm code.",
      new ContextSwitch()),
  COLD_CALL(
      "Cold first call",
      "hashes",
      "Single calls, each in classes defined anew; how long a call is, is the number of Keccak-256"
          + " hashes that the `merkle` example computes (8 KB of wasm). `first call`: of a module"
          + " that is loaded. `load and first call`: with all checks before it.",
      new ColdCall()),
  COMPILE(
      "Compiling",
      "KB of wasm",
      "From bytes to class files, warm; generated modules.",
      new CompileSpeed()),
  ALLOCATION(
      "Allocation of an execution",
      "KB of wasm",
      "Bytes on the heap for one execution, and without its linear memory. `call of nothing` as"
          + " under context switch.",
      new Allocation()),
  RETAINED(
      "Memory of a loaded aspect",
      "KB of wasm",
      "Bytes on the heap and of metaspace, after collection, that each of many distinct aspects"
          + " adds; the last measure is their sum against the size of its class files.",
      new RetainedMemory()),
  THROUGHPUT(
      "Throughput",
      "threads",
      "Executions of all threads together, in a second by the clock, and in a second of their"
          + " processor time.",
      new Throughput()),
  DISTINCT_ASPECTS(
      "Many distinct aspects through a bounded cache",
      "aspects loaded",
      "Each is loaded, executed once and closed; the cache keeps "
          + DistinctAspects.CACHED
          + ". Heap and metaspace after collection; growth since the stage before, for each load"
          + " and against the class files of one aspect.",
      new DistinctAspects());

  /** What measures a group. */
  @FunctionalInterface
  interface Measured {
    /** Measures, on a thread of the runtime's factory. */
    void measure(Effort effort, Recorder recorder) throws Exception;
  }

  private final String title;
  private final String xName;
  private final String explanation;
  private final Measured measured;

  LifeGroup(String title, String xName, String explanation, Measured measured) {
    this.title = title;
    this.xName = xName;
    this.explanation = explanation;
    this.measured = measured;
  }

  /** As in files and on command lines: {@code context-switch}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The group with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  static LifeGroup named(String id) {
    return Arrays.stream(values())
        .filter(group -> group.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group '" + id + "'"));
  }

  String title() {
    return title;
  }

  /** What {@link LifeRecord.Key#x} is in this group. */
  String xName() {
    return xName;
  }

  String explanation() {
    return explanation;
  }

  Measured measured() {
    return measured;
  }
}
