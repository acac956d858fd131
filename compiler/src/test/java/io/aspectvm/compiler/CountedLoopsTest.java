package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops that end with all comparisons of all forms take as many turns as they say, and pay for each
 * of them: whether they get a counter or not, and whether the counter knows their end or not.
 */
class CountedLoopsTest {

  /** Turns that the gas is enough for. */
  private static final int TURNS = 300;

  private static final int[] VALUES = {
    0, 1, 5, 64, 100, 4_096, -1, -5, -64, -100, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30
  };
  private static final int[] STEPS = {1, -1, 2, -2, 3, 8, -8, 12, 1 << 30, Integer.MIN_VALUE};

  private enum Comparison {
    eq,
    ne,
    lt_s,
    le_s,
    gt_s,
    ge_s,
    lt_u,
    le_u,
    gt_u,
    ge_u;

    boolean holds(int a, int b) {
      int unsigned = Integer.compareUnsigned(a, b);
      return switch (this) {
        case eq -> a == b;
        case ne -> a != b;
        case lt_s -> a < b;
        case le_s -> a <= b;
        case gt_s -> a > b;
        case ge_s -> a >= b;
        case lt_u -> unsigned < 0;
        case le_u -> unsigned <= 0;
        case gt_u -> unsigned > 0;
        case ge_u -> unsigned >= 0;
      };
    }
  }

  /**
   * How a loop says its condition. Locals: 0 the variable, 1 the bound, 2 turns, 3 a copy.
   *
   * @param code of the step and the condition; {@code STEP} and {@code CMP} stand for the case's
   * @param lag what the compared value is behind the variable, in steps
   * @param mirrored whether the bound is the first operand
   * @param negated whether the loop goes on where the comparison does not hold
   */
  private record Form(String name, String code, int lag, boolean mirrored, boolean negated) {

    boolean goesOn(Comparison comparison, int variable, int bound, int step) {
      int value = variable - lag * step;
      boolean holds = mirrored ? comparison.holds(bound, value) : comparison.holds(value, bound);
      return holds != negated;
    }
  }

  private static final String NEXT = "local.get 0; i32.const STEP; i32.add; ";

  private static final List<Form> FORMS =
      List.of(
          new Form("after", NEXT + "local.tee 0; local.get 1; i32.CMP; br_if 0", 0, false, false),
          new Form(
              "before",
              "local.get 0; local.get 1; i32.CMP; local.set 3; "
                  + NEXT
                  + "local.set 0; local.get 3; br_if 0",
              1,
              false,
              false),
          new Form(
              "mirrored", "local.get 1; " + NEXT + "local.tee 0; i32.CMP; br_if 0", 0, true, false),
          new Form(
              "negated",
              NEXT + "local.tee 0; local.get 1; i32.CMP; i32.eqz; br_if 0",
              0,
              false,
              true),
          new Form(
              "in two steps",
              NEXT
                  + "i32.const 7; i32.sub; local.set 0; local.get 0; i32.const 7; i32.add; "
                  + "local.tee 0; local.get 1; i32.CMP; br_if 0",
              0,
              false,
              false),
          new Form(
              "behind a label",
              "block; local.get 1; i32.const 77; i32.eq; br_if 0; end; "
                  + NEXT
                  + "local.tee 0; local.get 1; i32.CMP; br_if 0",
              0,
              false,
              false));

  private record Case(Form form, Comparison comparison) {
    @Override
    public String toString() {
      return form.name() + " " + comparison;
    }
  }

  private static Stream<Case> cases() {
    return FORMS.stream()
        .flatMap(form -> Stream.of(Comparison.values()).map(c -> new Case(form, c)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void takesItsTurnsAndPaysForThem(Case loop) throws Exception {
    Guest guest = guest(loop);
    for (int step : STEPS) {
      Price price = price(guest, loop, step);
      for (int start : VALUES) {
        for (int bound : bounds(start, step)) {
          int turns = turns(loop, start, bound, step);
          String name = start + " to " + bound + " in steps of " + step;
          Instance instance = guest.instance(price.of(TURNS));
          if (turns <= TURNS) {
            assertEquals(turns, call(guest, instance, step, start, bound), name);
            assertEquals(price.of(TURNS) - price.of(turns), instance.gasLeft(), name);
          } else {
            Trap trap =
                assertThrows(Trap.class, () -> call(guest, instance, step, start, bound), name);
            assertEquals(TrapKind.OUT_OF_GAS, trap.kind(), name);
          }
        }
      }
    }
  }

  /** Nothing is known of i64s, and {@code i64.eqz} has one operand. */
  @ParameterizedTest
  @ValueSource(strings = {"i64.eqz; i32.eqz", "i64.const 0; i64.ne", "i64.const 0; i64.gt_u"})
  void loopsThatCompareLongsAreLeftAlone(String condition) throws Exception {
    String code = "loop; local.get 0; i64.const 1; i64.sub; local.tee 0; " + condition;
    GuestModule module =
        new GuestModule().export("f", "i64 -> i64", code + "; br_if 0; end; local.get 0");
    Guest guest =
        Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.INSTANCE);
    assertArrayEquals(new long[] {0}, guest.call(guest.instance(Long.MAX_VALUE), "f", 9));
  }

  /** More turns than a counter of 31 bits has. */
  @Test
  void aCounterDoesNotRunOver() throws Exception {
    String code = "loop; local.get 0; i32.const 1; i32.add; local.tee 0; local.get 1; i32.lt_u";
    GuestModule module =
        new GuestModule().export("f", "i32 i32 -> i32", code + "; br_if 0; end; local.get 0");
    Guest guest =
        Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.INSTANCE);
    int bound = Integer.MIN_VALUE + 1;
    assertEquals(bound, (int) guest.call(guest.instance(1L << 42), "f", 0, bound)[0]);
  }

  private static int call(Guest guest, Instance instance, int step, int start, int bound) {
    return (int) guest.call(instance, "f" + step, start, bound)[0];
  }

  /** What a loop costs besides its turns, and one turn, in WASM gas. */
  private record Price(long once, long turn) {
    long of(int turns) {
      return once + turn * turns;
    }
  }

  /** Learned from two loops that end, or from one where all that end take as many turns. */
  private static Price price(Guest guest, Case loop, int step) {
    Map<Integer, Long> used = new TreeMap<>();
    for (int start : VALUES) {
      for (int bound : bounds(start, step)) {
        int turns = turns(loop, start, bound, step);
        if (turns <= TURNS && used.size() < 2 && !used.containsKey(turns)) {
          Instance instance = guest.instance(Long.MAX_VALUE);
          call(guest, instance, step, start, bound);
          used.put(turns, Long.MAX_VALUE - instance.gasLeft());
        }
      }
    }
    List<Integer> turns = List.copyOf(used.keySet());
    List<Long> gas = List.copyOf(used.values());
    if (turns.size() < 2) {
      return new Price(gas.get(0), 0);
    }
    long turn = (gas.get(1) - gas.get(0)) / (turns.get(1) - turns.get(0));
    return new Price(gas.get(0) - turn * turns.get(0), turn);
  }

  /** A function for each step. */
  private static Guest guest(Case loop) throws Exception {
    GuestModule module = new GuestModule();
    for (int step : STEPS) {
      String code =
          loop.form
              .code()
              .replace("STEP", Integer.toString(step))
              .replace("CMP", loop.comparison.name());
      module = module.export("f" + step, "i32 i32 -> i32", counted(code));
    }
    return Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.INSTANCE);
  }

  private static String counted(String stepAndCondition) {
    return "local i32 i32; loop; local.get 2; i32.const 1; i32.add; local.set 2; "
        + stepAndCondition
        + "; end; local.get 2";
  }

  /** Some that are met after a few turns, some that are just missed, and all edges. */
  private static List<Integer> bounds(int start, int step) {
    List<Integer> bounds = new ArrayList<>();
    for (int turns : new int[] {0, 1, 2, 3, 30, TURNS - 1, TURNS, TURNS + 1}) {
      bounds.add(start + turns * step);
      bounds.add(start + turns * step + 1);
      bounds.add(start + turns * step - 1);
    }
    for (int edge : VALUES) {
      bounds.add(edge);
    }
    return bounds;
  }

  private static int turns(Case loop, int start, int bound, int step) {
    int variable = start;
    for (int turns = 1; turns <= TURNS; turns++) {
      variable += step;
      if (!loop.form.goesOn(loop.comparison, variable, bound, step)) {
        return turns;
      }
    }
    return TURNS + 1;
  }
}
