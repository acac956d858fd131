package io.aspectvm.jmh.life;

/**
 * Names of what is measured, as in files: {@code LifeCycle} writes them, tables, bars and figures
 * look for them. Groups are {@link LifeGroup}, policies {@link io.aspectvm.jmh.engine.Engines}.
 */
public final class LifeNames {

  // Subjects.

  /** A join point that does nothing, by the ABI. */
  public static final String EMPTY = "empty";

  /** The same where the size is no axis. */
  public static final String EMPTY_50_KB = EMPTY + ", 50 KB";

  /** An instance and a call without ABI. */
  public static final String NOTHING = "call of nothing";

  /** Of a module that is loaded, in classes defined anew. */
  public static final String FIRST_CALL = "first call";

  public static final String GENERATED = "generated module";

  /** Loaded, and never executed. */
  public static final String IDLE = "idle";

  /** Many aspects, each another one. */
  public static final String DISTINCT = "5 KB each";

  // Series other than the policies.

  /** This project's compiler, which knows no policy. */
  public static final String COMPILER = "aspectvm";

  // Measures.

  /** Ends the name of a measure that is in processor time, and else as the one without. */
  public static final String CPU = " CPU";

  public static final String MEDIAN = "p50";

  /** To compile once. */
  public static final String TIME = "time";

  /** The same in processor time, for a KB of wasm. */
  public static final String CPU_PER_KILOBYTE = "CPU for a KB";

  /** Allocated beyond the linear memory. */
  public static final String LESS_MEMORY = "less the memory";

  /** Heap and metaspace against the size of the class files. */
  public static final String RELATIVE = "kept / class bytes";

  /** Executions a second against those of one thread. */
  public static final String OF_ONE_THREAD = "of one thread";

  public static final String HEAP = "heap";
  public static final String METASPACE = "metaspace";

  /** What the memory of a load is judged by. */
  public static final String GROWTH = "growth for a load / class bytes";

  /** What the cost of a load is judged by. */
  public static final String COST = "CPU of the stage before";

  private LifeNames() {}
}
