package io.aspectvm.gas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Assembler;
import io.aspectvm.gas.testing.MeteringOracle;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.gas.testing.Node;
import io.aspectvm.gas.testing.RandomCode;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.WasmModule;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The planner against a second implementation that shares nothing with it, on random bodies. */
class MeteringOracleTest {

  private static final int BODIES = 10_000;

  @Test
  void plansAgree() throws WasmException {
    long charges = 0;
    for (int seed = 0; seed < BODIES; seed++) {
      List<Node> body = new RandomCode(seed, 1).body(5 + seed % 60);
      WasmModule module = ModuleBytes.ofCode(Assembler.assemble(Node.flatten(body)));
      for (GasSchedule schedule : GasSchedules.all()) {
        MeteringPlan plan = new MeteringPlanner(module, schedule, MeteringRules.REFERENCE).plan(0);
        TreeMap<Integer, Long> expected = MeteringOracle.charges(body, schedule);
        assertEquals(expected, toMap(plan), "seed " + seed);
        charges += plan.size();
      }
    }
    assertTrue(charges > 10L * BODIES, "the bodies are too simple: " + charges);
  }

  private static TreeMap<Integer, Long> toMap(MeteringPlan plan) {
    TreeMap<Integer, Long> map = new TreeMap<>();
    for (int i = 0; i < plan.size(); i++) {
      assertTrue(i == 0 || plan.position(i) > plan.position(i - 1), "order");
      map.put(plan.position(i), plan.amount(i));
    }
    return map;
  }
}
