package io.aspectvm.gas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class MeteringPlanTest {

  private static MeteringPlan plan(int position, long amount) {
    return new MeteringPlan(new int[] {position, 7}, new long[] {amount, 20});
  }

  @Test
  void amountsByPosition() {
    MeteringPlan plan = plan(3, 10);
    assertEquals(0, plan.amountAt(2));
    assertEquals(10, plan.amountAt(3));
    assertEquals(0, plan.amountAt(4));
    assertEquals(20, plan.amountAt(7));
    assertEquals(0, plan.amountAt(8));
    assertEquals(0, MeteringPlan.NONE.amountAt(0));
  }

  @Test
  void equalPlansHaveEqualCharges() {
    MeteringPlan plan = plan(3, 10);
    assertEquals(plan(3, 10), plan);
    assertEquals(plan(3, 10).hashCode(), plan.hashCode());
    assertNotEquals(plan(4, 10), plan);
    assertNotEquals(plan(4, 10).hashCode(), plan.hashCode());
    assertNotEquals(plan(3, 11), plan);
    assertNotEquals(plan(3, 11).hashCode(), plan.hashCode());
    assertNotEquals(plan, (Object) "3: 10\n7: 20\n");
    assertEquals("3: 10\n7: 20\n", plan.toString());
  }
}
