package io.aspectvm.wasm;

/**
 * Bounds on what a module may declare and on what is made of it. All are checked before anything is
 * allocated for the thing limited, and all are part of the identity of a compiled module.
 *
 * <p>{@link #ASPECT} and {@link #WASM} are the defaults of the two profiles. The largest of 201
 * real aspects has 563 functions, 130 locals, bodies of 7.7 KB, nesting 58, a br_table of 98
 * targets and 426 data segments, so that every one of them passes {@code ASPECT} with room.
 *
 * @param moduleBytes size of the module
 * @param types number of types
 * @param functions number of functions, imports included
 * @param globals number of globals, imports included
 * @param parameters of one function or block
 * @param results of one function or block
 * @param locals of one function, parameters included
 * @param bodyBytes size of one function body
 * @param nesting depth of control frames in one function
 * @param brTableTargets label depths of one {@code br_table}, the default included
 * @param imports number of imports
 * @param exports number of exports
 * @param nameBytes of one import, export or section name, in UTF-8
 * @param dataSegments number of data segments
 * @param tableElements of all tables together (declared minima), of one table (growth), and of all
 *     element segments together
 * @param outputFactor output classes may take {@code outputFactor} times the module's bytes ...
 * @param outputBase ... plus this number of bytes
 */
public record Limits(
    int moduleBytes,
    int types,
    int functions,
    int globals,
    int parameters,
    int results,
    int locals,
    int bodyBytes,
    int nesting,
    int brTableTargets,
    int imports,
    int exports,
    int nameBytes,
    int dataSegments,
    int tableElements,
    int outputFactor,
    int outputBase) {

  private static final int MIB = 1 << 20;

  /** Defaults of profile {@code aspect}. */
  public static final Limits ASPECT =
      new Limits(
          4 * MIB,
          10_000,
          20_000,
          1_000,
          100,
          16,
          4_096,
          256 * 1024,
          1_024,
          65_520,
          256,
          256,
          512,
          10_000,
          100_000,
          40,
          MIB);

  /** Defaults of profile {@code wasm}. */
  public static final Limits WASM =
      new Limits(
          64 * MIB,
          1_000_000,
          1_000_000,
          1_000_000,
          1_000,
          1_000,
          50_000,
          7_654_321,
          10_000,
          65_520,
          100_000,
          100_000,
          100_000,
          100_000,
          10_000_000,
          40,
          MIB);
}
