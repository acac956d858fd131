package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A trip count is never more than the turns that there are, and no less where that can be known.
 */
class LoopOperationsTest {

  private static final int[] EDGES = {
    0,
    1,
    2,
    3,
    7,
    8,
    100,
    -1,
    -2,
    -8,
    -100,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    Integer.MIN_VALUE + 8,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MAX_VALUE - 8
  };
  private static final int MOST = Integer.MAX_VALUE;
  private static final int[] SIZES = {1, 2, 3, 4, 8, 12, 64, 65_536, Integer.MAX_VALUE};

  /** A comparison: what counts it, and whether it holds. */
  private enum Case {
    NE(LoopOperations::tripsNe, (value, bound) -> value != bound, 0),
    LT_U(LoopOperations::tripsLtU, (v, bound) -> Integer.compareUnsigned(v, bound) < 0, 1),
    LE_U(LoopOperations::tripsLeU, (v, bound) -> Integer.compareUnsigned(v, bound) <= 0, 1),
    GT_U(LoopOperations::tripsGtU, (v, bound) -> Integer.compareUnsigned(v, bound) > 0, -1),
    GE_U(LoopOperations::tripsGeU, (v, bound) -> Integer.compareUnsigned(v, bound) >= 0, -1),
    LT_S(LoopOperations::tripsLtS, (value, bound) -> value < bound, 1),
    LE_S(LoopOperations::tripsLeS, (value, bound) -> value <= bound, 1),
    GT_S(LoopOperations::tripsGtS, (value, bound) -> value > bound, -1),
    GE_S(LoopOperations::tripsGeS, (value, bound) -> value >= bound, -1);

    private final Count count;
    private final Holds holds;
    private final int direction;

    Case(Count count, Holds holds, int direction) {
      this.count = count;
      this.holds = holds;
      this.direction = direction;
    }
  }

  private interface Count {
    int trips(int value, int bound, int step);
  }

  private interface Holds {
    boolean test(int value, int bound);
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void holdsForAsManyTrips(Case comparison) {
    Random random = new Random(1);
    for (int step : steps(comparison)) {
      for (int i = 0; i < 3_000; i++) {
        int value = i < EDGES.length * EDGES.length ? EDGES[i % EDGES.length] : random.nextInt();
        int bound = i < EDGES.length * EDGES.length ? EDGES[i / EDGES.length] : near(random, value);
        int trips = comparison.count.trips(value, bound, step) - 1;
        String name = comparison + " " + value + " " + bound + " " + step;
        assertTrue(trips >= 0, name);
        for (int trip : new int[] {0, 1, 2, 3, trips / 3, trips / 2, trips - 2, trips - 1}) {
          if (trip >= 0 && trip < trips) {
            assertTrue(comparison.holds.test(value + trip * step, bound), name + ", trip " + trip);
          }
        }
        for (int trip = 0; trip < Math.min(trips, 300); trip++) {
          assertTrue(comparison.holds.test(value + trip * step, bound), name + ", trip " + trip);
        }
      }
    }
  }

  /** The count is exact where the value comes to the bound without running over. */
  @ParameterizedTest
  @EnumSource(Case.class)
  void missesNone(Case comparison) {
    for (int step : steps(comparison)) {
      for (int trips = 0; trips < 50; trips++) {
        int way = Math.abs((long) step * trips) < 1 << 30 ? step * trips : 0;
        int bound = 12_345 + way;
        int counted = comparison.count.trips(12_345, bound, step) - 1;
        int held = 0;
        for (int value = 12_345; held < trips && comparison.holds.test(value, bound); held++) {
          value += step;
        }
        assertTrue(counted >= (way == 0 ? 0 : held), comparison + " " + step + " " + trips);
      }
    }
  }

  @Test
  void aCountFitsACounter() {
    assertEquals(Integer.MAX_VALUE, LoopOperations.tripsLtU(0, -1, 1));
    assertEquals(Integer.MAX_VALUE, LoopOperations.tripsNe(0, -1, 1));
    assertEquals(Integer.MAX_VALUE, LoopOperations.tripsNe(0, -4, 2));
    assertEquals(Integer.MAX_VALUE, LoopOperations.tripsNe(0, -2, 2));
    assertEquals(Integer.MAX_VALUE, LoopOperations.tripsLtS(0, Integer.MAX_VALUE, 1));
    assertEquals(1, LoopOperations.tripsNe(0, 5, 2));
    assertEquals(2, LoopOperations.tripsGeU(3, 0, Integer.MIN_VALUE));
  }

  /** Where the first look is at the bound itself. */
  @Test
  void aBoundThatBelongsToItCounts() {
    for (int value : EDGES) {
      assertEquals(2, LoopOperations.tripsLeU(value, value, 3));
      assertEquals(2, LoopOperations.tripsGeU(value, value, -3));
      assertEquals(2, LoopOperations.tripsLeS(value, value, 3));
      assertEquals(2, LoopOperations.tripsGeS(value, value, -3));
      assertEquals(1, LoopOperations.tripsLtU(value, value, 3));
      assertEquals(1, LoopOperations.tripsGtU(value, value, -3));
      assertEquals(1, LoopOperations.tripsLtS(value, value, 3));
      assertEquals(1, LoopOperations.tripsGtS(value, value, -3));
      assertEquals(1, LoopOperations.tripsNe(value, value, 3));
      assertEquals(1, LoopOperations.tripsNe(value, value, -3));
    }
  }

  @Test
  void countsAreExactUpToTheMost() {
    assertEquals(MOST - 1, LoopOperations.tripsLtU(0, MOST - 2, 1));
    assertEquals(MOST, LoopOperations.tripsLtU(0, MOST - 1, 1));
    assertEquals(MOST, LoopOperations.tripsLtU(0, MOST, 1));
    assertEquals(MOST - 1, LoopOperations.tripsLeU(0, MOST - 3, 1));
    assertEquals(MOST, LoopOperations.tripsLeU(0, MOST - 2, 1));
    assertEquals(MOST, LoopOperations.tripsLeU(0, MOST - 1, 1));
    assertEquals(MOST - 1, LoopOperations.tripsGtU(MOST - 2, 0, -1));
    assertEquals(MOST, LoopOperations.tripsGtU(MOST, 0, -1));
    assertEquals(MOST - 1, LoopOperations.tripsGeU(MOST - 3, 0, -1));
    assertEquals(MOST, LoopOperations.tripsGeU(MOST - 1, 0, -1));
    assertEquals(MOST - 1, LoopOperations.tripsLtS(0, MOST - 2, 1));
    assertEquals(MOST, LoopOperations.tripsLtS(0, MOST, 1));
    assertEquals(MOST - 1, LoopOperations.tripsLeS(0, MOST - 3, 1));
    assertEquals(MOST, LoopOperations.tripsLeS(0, MOST - 1, 1));
    assertEquals(MOST - 1, LoopOperations.tripsGtS(MOST - 2, 0, -1));
    assertEquals(MOST, LoopOperations.tripsGtS(MOST, 0, -1));
    assertEquals(MOST - 1, LoopOperations.tripsGeS(MOST - 3, 0, -1));
    assertEquals(MOST, LoopOperations.tripsGeS(MOST - 1, 0, -1));
    assertEquals(MOST - 1, LoopOperations.tripsNe(0, MOST - 2, 1));
    assertEquals(MOST, LoopOperations.tripsNe(0, MOST - 1, 1));
    assertEquals(MOST, LoopOperations.tripsNe(0, MOST, 1));
    assertEquals(MOST, LoopOperations.tripsNe(MOST, 0, -1));
  }

  private static List<Integer> steps(Case comparison) {
    Function<Integer, Boolean> fits =
        step -> comparison.direction == 0 || Integer.signum(step) == comparison.direction;
    List<Integer> steps = new ArrayList<>();
    for (int size : SIZES) {
      for (int step : new int[] {size, -size}) {
        if (fits.apply(step)) {
          steps.add(step);
        }
      }
    }
    if (fits.apply(Integer.MIN_VALUE)) {
      steps.add(Integer.MIN_VALUE);
    }
    return steps;
  }

  private static int near(Random random, int value) {
    return random.nextBoolean() ? random.nextInt() : value + random.nextInt(1_000) - 500;
  }
}
