package io.aspectvm.gas.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Assembler;
import io.aspectvm.gas.testing.Engine;
import io.aspectvm.gas.testing.MeteredInterpreter;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.gas.testing.Node;
import io.aspectvm.gas.testing.RandomCode;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Instrumented random programs, run on an independent engine, against an interpreter that pays by
 * an independent implementation of metering.
 */
class RandomProgramsTest {

  private static final int PROGRAMS = 400;
  private static final int FUNCTIONS = 4;
  private static final int PAGES = 1;
  private static final int MAXIMUM_PAGES = 4;

  /** Enough for some hundred charges; endless loops run into it. */
  private static final long PLENTY = 600_000L;

  /**
   * Enough for some pages of memory too; every so many programs, because endless loops take long.
   */
  private static final long PLENTY_OF_PAGES = 120_000_000L;

  private static final int PAGES_EVERY = 100;

  private static long plenty(int seed) {
    return seed % PAGES_EVERY == 0 ? PLENTY_OF_PAGES : PLENTY;
  }

  /** Functions of type (i32) -> (); each calls those before it only. */
  private static List<List<Node>> functions(long seed) {
    List<List<Node>> functions = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(new RandomCode(seed * FUNCTIONS + i, i).body(8 + 12 * i));
    }
    return functions;
  }

  private static byte[] instrument(List<List<Node>> functions, GasSchedule schedule)
      throws WasmException {
    return ModuleInstrumenter.instrument(
            module(functions).toModule(), schedule, MeteringRules.REFERENCE)
        .bytes();
  }

  private static ModuleBytes module(List<List<Node>> functions) {
    ModuleBytes module = new ModuleBytes().type("i32 ->").memory(PAGES, MAXIMUM_PAGES);
    functions.forEach(body -> module.function(0, 0, Assembler.assemble(Node.flatten(body))));
    return module.export("f", 0, FUNCTIONS - 1);
  }

  /** Every amount of gas at which the outcome changes in the first charges, and one less. */
  private static List<Long> limits(
      List<List<Node>> functions, GasSchedule schedule, int argument, long plenty) {
    MeteredInterpreter run = new MeteredInterpreter(functions, schedule, PAGES, MAXIMUM_PAGES);
    run.call(FUNCTIONS - 1, argument, plenty);
    List<Long> limits = new ArrayList<>(List.of(plenty, 0L, 1L));
    long sum = 0;
    for (long payment : run.payments().subList(0, Math.min(12, run.payments().size()))) {
      sum += payment;
      limits.add(sum);
      limits.add(sum - 1);
    }
    return limits;
  }

  @Test
  void engineAndInterpreterAgree() throws WasmException {
    int returned = 0;
    int outOfGas = 0;
    int trapped = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      GasSchedule schedule = GasSchedules.all().get(seed % 2);
      List<List<Node>> functions = functions(seed);
      int argument = new Random(seed).nextInt();
      WasmModule wasm = Parser.parse(instrument(functions, schedule));
      for (long limit : limits(functions, schedule, argument, plenty(seed))) {
        MeteredInterpreter expected =
            new MeteredInterpreter(functions, schedule, PAGES, MAXIMUM_PAGES);
        MeteredInterpreter.Trap trap = expected.call(FUNCTIONS - 1, argument, limit);
        Engine.Outcome outcome =
            new Engine(wasm).callWith(limit, "f", Integer.toUnsignedLong(argument));
        String where = "seed " + seed + ", gas " + limit;
        assertEquals(expected.gas(), outcome.counter(), where);
        if (trap == null) {
          assertNull(outcome.trap(), where);
          returned++;
        } else {
          assertNotNull(outcome.trap(), where);
          outOfGas += trap == MeteredInterpreter.Trap.OUT_OF_GAS ? 1 : 0;
          trapped += trap == MeteredInterpreter.Trap.OUT_OF_GAS ? 0 : 1;
        }
      }
    }
    assertTrue(
        returned > 200 && outOfGas > 1000 && trapped > 50,
        "too little variety: " + List.of(returned, outOfGas, trapped));
  }

  /**
   * What is charged is what runs: exactly so without backward branches and traps, never less in any
   * execution that is not cut short by a trap.
   */
  @Test
  void chargesCoverWhatRuns() {
    int exact = 0;
    for (int seed = 0; seed < 60 * PROGRAMS; seed++) {
      List<List<Node>> functions = functions(seed);
      MeteredInterpreter run =
          new MeteredInterpreter(functions, GasSchedules.ARTELA_CURRENT, PAGES, MAXIMUM_PAGES);
      if (run.call(FUNCTIONS - 1, seed, PLENTY) == null) {
        long charged = PLENTY - run.gas() - run.overhead();
        assertTrue(charged >= run.executedCost(), "seed " + seed);
        if (functions.stream().noneMatch(RandomProgramsTest::hasLoop)) {
          assertEquals(run.executedCost(), charged, "seed " + seed);
          exact++;
        }
      }
    }
    assertTrue(exact > 100, "too few programs without loops: " + exact);
  }

  /** What a frame is counted with is what it needs, seen by who executes it (NEAR #6051). */
  @Test
  void framesHaveRoomForTheirOperands() throws WasmException {
    int exact = 0;
    for (int seed = 0; seed < 10 * PROGRAMS; seed++) {
      List<List<Node>> functions = functions(seed);
      ValidatedModule module = Validator.validate(module(functions).toModule(), Profile.WASM);
      MeteredInterpreter run =
          new MeteredInterpreter(functions, GasSchedules.ARTELA_CURRENT, PAGES, MAXIMUM_PAGES);
      run.call(FUNCTIONS - 1, seed, PLENTY);
      for (int function = 0; function < FUNCTIONS; function++) {
        int counted = module.maxOperands(function);
        int most = run.mostOperands(function);
        assertTrue(most <= counted, "seed " + seed + ": " + most + " operands, not " + counted);
        exact += most == counted ? 1 : 0;
      }
    }
    assertTrue(exact > 10 * PROGRAMS, "frames that need all of it: " + exact);
  }

  private static boolean hasLoop(List<Node> nodes) {
    return Node.flatten(nodes).contains("loop");
  }
}
