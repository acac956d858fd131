package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A comparison decides the same as a value, as a condition of a branch, and negated. */
class BranchConditionsTest {

  private static final long[] EDGES = {
    0,
    1,
    2,
    -1,
    -2,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x8000_0000L,
    0xFFFF_FFFFL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };

  private record Comparison(String name, BiPredicate<Long, Long> holds) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Comparison> comparisons() {
    return Stream.of(
        new Comparison("eq", (a, b) -> a.longValue() == b),
        new Comparison("ne", (a, b) -> a.longValue() != b),
        new Comparison("lt_s", (a, b) -> a < b),
        new Comparison("gt_s", (a, b) -> a > b),
        new Comparison("le_s", (a, b) -> a <= b),
        new Comparison("ge_s", (a, b) -> a >= b),
        new Comparison("lt_u", (a, b) -> Long.compareUnsigned(a, b) < 0),
        new Comparison("gt_u", (a, b) -> Long.compareUnsigned(a, b) > 0),
        new Comparison("le_u", (a, b) -> Long.compareUnsigned(a, b) <= 0),
        new Comparison("ge_u", (a, b) -> Long.compareUnsigned(a, b) >= 0));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void decidesTheSameEverywhere(Comparison comparison) throws Exception {
    for (String type : new String[] {"i32", "i64"}) {
      Guest guest = guest(type, comparison.name());
      Instance instance = guest.instance(Long.MAX_VALUE);
      for (long a : EDGES) {
        for (long b : EDGES) {
          // Extended alike, so that one order fits numbers of both sizes.
          long left = type.equals("i32") ? (int) a : a;
          long right = type.equals("i32") ? (int) b : b;
          int expected = comparison.holds.test(left, right) ? 1 : 0;
          for (String export : new String[] {"value", "if", "br_if", "negated"}) {
            assertEquals(
                expected,
                (int) guest.call(instance, export, left, right)[0],
                () -> type + "." + comparison + " " + left + " " + right + ", " + export);
          }
        }
      }
    }
  }

  private static Guest guest(String type, String comparison) throws Exception {
    String condition = "local.get 0; local.get 1; " + type + "." + comparison;
    String signature = type + " " + type + " -> i32";
    GuestModule module =
        new GuestModule()
            .export("value", signature, condition)
            .export("if", signature, condition + "; if; i32.const 1; return; end; i32.const 0")
            .export(
                "br_if",
                signature,
                "block; " + condition + "; br_if 0; i32.const 0; return; end; i32.const 1")
            .export(
                "negated",
                signature,
                "block; "
                    + condition
                    + "; i32.eqz; br_if 0; i32.const 1; return; end; i32.const 0");
    return Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.INSTANCE);
  }
}
