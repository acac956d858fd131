package io.aspectvm.wasm;

import io.aspectvm.wasm.opcode.Feature;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a module may use: features, limits, and the rules that the reference adds at deploy time
 * (aspect-abi, section 2.1).
 *
 * @param name as on the command line and in a module's identity
 * @param features that are on
 * @param startAllowed whether a start section is accepted
 * @param entryPointRequired whether a function export {@value #ENTRY_POINT} is required
 */
public record Profile(
    String name,
    Set<Feature> features,
    Limits limits,
    boolean startAllowed,
    boolean entryPointRequired) {

  /** The export that initialises an aspect. */
  public static final String ENTRY_POINT = "__aspect_start__";

  /** The export that the reference's instrumentation adds. */
  public static final String GAS_COUNTER = "__gas_counter__";

  /**
   * Exactly what the reference's deploy-time validation accepts; that includes imports of memories,
   * tables and globals, although no such module can be instantiated.
   */
  public static final Profile ASPECT =
      new Profile(
          "aspect",
          EnumSet.of(
              Feature.MUTABLE_GLOBAL, Feature.SIGN_EXTENSION, Feature.MULTI_VALUE, Feature.LINKING),
          Limits.ASPECT,
          false,
          true);

  /** Everything that the compiler supports. */
  public static final Profile WASM =
      new Profile(
          "wasm",
          EnumSet.of(
              Feature.FLOATS,
              Feature.MUTABLE_GLOBAL,
              Feature.SIGN_EXTENSION,
              Feature.MULTI_VALUE,
              Feature.SATURATING_FLOAT_TO_INT,
              Feature.BULK_MEMORY,
              Feature.REFERENCE_TYPES,
              Feature.EXTENDED_CONST,
              Feature.WIDE_ARITHMETIC,
              Feature.LINKING),
          Limits.WASM,
          true,
          false);

  public Profile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(limits);
    features = Set.copyOf(features);
  }

  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The same profile with other limits. */
  public Profile withLimits(Limits other) {
    return new Profile(name, features, other, startAllowed, entryPointRequired);
  }
}
