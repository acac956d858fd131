package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A check of gas may come later than the charge, but never behind anything that can be seen: with
 * every gas limit, an execution has done exactly the steps that it paid for.
 */
class GasChecksTest {

  private static final int STEPS = 5;
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  /** Code that does {@link #STEPS} steps, each a store to the next byte and a count. */
  private record Program(String name, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String STEP =
      "local.get 0; i32.const 1; i32.store8 0 0;"
          + "global.get $steps; i64.const 1; i64.add; global.set $steps;"
          + "local.get 0; i32.const 1; i32.add; local.set 0;";

  private static Stream<Program> programs() {
    String condition = "local.get 0; i32.const 5; i32.lt_u;";
    return Stream.of(
        new Program("while", "loop; " + condition + "if; " + STEP + "br 1; end; end"),
        new Program(
            "while with exit",
            "block; loop; " + condition + "i32.eqz; br_if 1; " + STEP + "br 0; end; end"),
        new Program("do while", "loop; " + STEP + condition + "br_if 0; end"),
        new Program(
            "exit to code without a charge",
            "block; loop; "
                + condition
                + "i32.eqz; br_if 1; "
                + STEP
                + "br 0; end; end;"
                + "i32.const 100; i32.const 1; i32.store8 0 0"),
        new Program(
            "exit through a table",
            "block; block; loop; "
                + condition
                + "br_table 1 2 1; end; end; end;"
                + "loop; "
                + STEP
                + condition
                + "br_if 0; end"),
        new Program(
            "arms with effects",
            "loop; local.get 0; i32.const 1; i32.and; if; "
                + STEP
                + "else; "
                + STEP
                + "end;"
                + condition
                + "br_if 0; end"),
        new Program(
            "an arm without",
            "loop; local.get 0; i32.const 9; i32.eq; if; nop; end;"
                + STEP
                + condition
                + "br_if 0; end"),
        new Program(
            "loop in loop",
            "loop; loop; " + condition + "if; " + STEP + "end; end;" + condition + "br_if 0; end"),
        new Program(
            "called",
            "loop; " + condition + "if; local.get 0; call $step; local.set 0; br 1; end; end"),
        new Program("do while, called", condition + "if; " + doWhileCalled(condition) + "end"),
        new Program(
            "do until, called",
            condition
                + "if; loop; local.get 0; call $step; local.set 0;"
                + "local.get 0; i32.const 5; i32.sub; br_if 0; end; end"),
        new Program(
            "loop in loop, called",
            condition
                + "if; loop; local.get 0; call $step; local.set 0;"
                + condition
                + "if; "
                + doWhileCalled("local.get 0; i32.const 3; i32.lt_u;")
                + "end;"
                + condition
                + "br_if 0; end; end"),
        new Program(
            "loops begin together, called",
            "loop; " + doWhileCalled(condition) + condition + "br_if 0; end"));
  }

  private static String doWhileCalled(String condition) {
    return "loop; local.get 0; call $step; local.set 0; " + condition + "br_if 0; end;";
  }

  private static byte[] wasm(Program program) {
    return new GuestModule()
        .memory(1)
        .global("steps", ValueType.I64, 0)
        .function("step", "i32 -> i32", STEP + "local.get 0")
        .export("f", "i32 ->", program.code())
        .toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void everyLimitPaysForWhatIsDone(Program program) throws Exception {
    for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
      CompilerOptions options = OPTIONS.withMethodBytes(methodBytes);
      Guest guest = Guest.load(wasm(program), options, Isolation.INSTANCE);
      Instance whole = guest.instance(Long.MAX_VALUE);
      guest.call(whole, "f", 0);
      assertEquals(STEPS, stores(whole));
      long need = Long.MAX_VALUE - whole.gasLeft();
      int before = 0;
      for (long gas = 0; gas < need; gas++) {
        Instance instance = guest.instance(gas);
        Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f", 0));
        assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
        assertEquals(-1, instance.gasLeft());
        assertEquals(instance.globals[0], stores(instance), "steps are whole");
        int steps = stores(instance);
        assertEquals(before, Math.min(before, steps), "more gas, fewer steps");
        before = steps;
      }
      Instance exact = guest.instance(need);
      guest.call(exact, "f", 0);
      assertEquals(0, exact.gasLeft());
      assertEquals(STEPS, stores(exact));
    }
  }

  /** What traps before a loop with calls does not pay for the loop. */
  @Test
  void trapBeforeALoopPaysForWhatIsBeforeIt() throws Exception {
    long[] left = new long[2];
    for (int i = 0; i < left.length; i++) {
      String loop = i == 0 ? "loop; end" : doWhileCalled("i32.const 0;");
      Program program = new Program("", "i32.const -1; i32.load 0 0; drop; " + loop);
      Guest guest = Guest.load(wasm(program), OPTIONS, Isolation.INSTANCE);
      Instance instance = guest.instance(1_000_000);
      Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f", 0));
      assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap.kind());
      left[i] = instance.gasLeft();
    }
    assertEquals(left[0], left[1]);
  }

  /** A charge in front of a jump back stands where the jump does, also behind the loop's piece. */
  @Test
  void placesAreTheSameInPieces() throws Exception {
    String block = "block; local.get 0; i32.const 77; i32.eq; br_if 0; " + STEP + "end;";
    Program program =
        new Program("", doWhileCalled(block.repeat(9) + "local.get 0; i32.const 200; i32.lt_u;"));
    Set<Long> whole = places(program, CompilerOptions.MAX_JIT_METHOD_BYTES);
    assertEquals(whole, places(program, 200));
    assertTrue(Collections.max(whole) < wasm(program).length, whole::toString);
  }

  /** Offsets in the body at which some limit is not enough. */
  private static Set<Long> places(Program program, int methodBytes) throws Exception {
    CompilerOptions options = OPTIONS.withMethodBytes(methodBytes);
    Guest guest = Guest.load(wasm(program), options, Isolation.INSTANCE);
    Set<Long> places = new TreeSet<>();
    for (long gas = 0; gas < 60_000; gas += 100) {
      Instance instance = guest.instance(gas);
      Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f", 0));
      Backtrace.Frame frame = Backtrace.of(trap, index -> Optional.empty()).frames().get(0);
      places.add(frame.codeOffset());
    }
    return places;
  }

  private static int stores(Instance instance) {
    int stores = 0;
    for (int i = 0; i < STEPS; i++) {
      stores += instance.memory.bytes[i];
    }
    return stores;
  }
}
