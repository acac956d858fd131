package io.aspectvm.cli.spec;

import io.aspectvm.runtime.host.HostImport;
import java.util.Set;

/**
 * The functions of the host module {@code spectest}, which the scripts import. They take their
 * arguments and print nothing.
 */
public final class SpecTestModule {

  /** Import module. */
  static final String NAME = "spectest";

  private static final Set<String> OTHERS =
      Set.of("global_i32", "global_i64", "global_f32", "global_f64", "table", "memory");

  private SpecTestModule() {}

  /** Whether the module has a global, table or memory of this name, which is not offered yet. */
  static boolean isOtherThanFunction(String field) {
    return OTHERS.contains(field);
  }

  /** Whether the module has a function of this name. */
  static boolean isFunction(String field) {
    return field.startsWith("print");
  }

  /** Takes nothing. */
  @HostImport(module = NAME, field = "print", raw = true)
  public static void print() {}

  /** Takes an i32. */
  @HostImport(module = NAME, field = "print_i32", raw = true)
  public static void printI32(int value) {}

  /** Takes an i64. */
  @HostImport(module = NAME, field = "print_i64", raw = true)
  public static void printI64(long value) {}

  /** Takes an f32. */
  @HostImport(module = NAME, field = "print_f32", raw = true)
  public static void printF32(float value) {}

  /** Takes an f64. */
  @HostImport(module = NAME, field = "print_f64", raw = true)
  public static void printF64(double value) {}

  /** Takes an i32 and an f32. */
  @HostImport(module = NAME, field = "print_i32_f32", raw = true)
  public static void printI32F32(int first, float second) {}

  /** Takes two f64. */
  @HostImport(module = NAME, field = "print_f64_f64", raw = true)
  public static void printF64F64(double first, double second) {}
}
