package io.aspectvm.compiler.random;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** What a generated module may use. */
public enum Configuration {
  /** What the reference can meter: integers, one result, one table of functions. */
  ASPECT(Profile.ASPECT),
  /** All of profile {@code wasm}. */
  WASM(Profile.WASM);

  private static final List<ValueType> INTEGERS =
      List.of(ValueType.I32, ValueType.I32, ValueType.I64);

  /** As often as they are here. */
  private static final List<ValueType> NUMBERS =
      List.of(
          ValueType.I32,
          ValueType.I32,
          ValueType.I32,
          ValueType.I64,
          ValueType.I64,
          ValueType.F32,
          ValueType.F64);

  private final Profile profile;

  Configuration(Profile profile) {
    this.profile = profile;
  }

  /** One for each seed; the extensions are the larger part. */
  public static Configuration of(long seed) {
    return Math.floorMod(seed, 3) == 0 ? ASPECT : WASM;
  }

  public Profile profile() {
    return profile;
  }

  /** Whether there is more than the reference can meter. */
  boolean extended() {
    return this == WASM;
  }

  boolean allows(Opcode opcode) {
    return opcode.feature().map(this::allows).orElse(true);
  }

  private boolean allows(Feature feature) {
    return profile.has(feature);
  }

  /** Types of numbers, some more often than once. */
  List<ValueType> numbers() {
    return extended() ? NUMBERS : INTEGERS;
  }
}
