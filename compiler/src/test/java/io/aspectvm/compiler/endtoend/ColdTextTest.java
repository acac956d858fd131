package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loops of loops, whose turns are calls in cold text: what an execution does, pays, and tells of
 * its end is the same under every policy, whatever the gas is.
 */
@Timeout(120)
class ColdTextTest {

  private static final int WHOLE = CompilerOptions.MAX_JIT_METHOD_BYTES;
  private static final int SHORT = 200;

  /** Cheap instructions, so that few limits reach the end. */
  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withSchedule(GasSchedules.ARTELA_LEGACY).withTurnWork(0);

  private static final long MOST_GAS = 1_000_000_000;
  private static final int MOST_LIMITS = 6_000;
  private static final int FEW_LIMITS = 100;

  /** What one that does not end gets. */
  private static final long ENDLESS = 500;

  /** Backtraces take longer than all else: one of so many is looked at. */
  private static final int TRACED = 11;

  private static final int USED_BYTES = 256;

  /** Marks the order of everything in memory, and in a global how much of it there is. */
  private static final GuestModule GUEST =
      new GuestModule()
          .memory(1, 3)
          .global("steps", ValueType.I32, 0)
          .table(3, "twice", "mark", "grow")
          .function("twice", "i32 -> i32", "local.get 0; i32.const 2; i32.mul")
          .function(
              "mark",
              "i32 ->",
              "global.get $steps; local.get 0; i32.store8 0 0;"
                  + "global.get $steps; i32.const 1; i32.add; global.set $steps")
          .function("grow", "i32 -> i32", "local.get 0; memory.grow")
          .function("pair", "i32 i64 -> i64 i32", "local.get 1; local.get 0")
          .function("inner", "i32 -> i32", "local i32;" + inner(1, 2, add(0, 3)) + "; local.get 0");

  /**
   * A case.
   *
   * @param code of {@code f}, whose locals 1 to 3 of type i32 are the counters
   */
  private record Nest(String name, String type, String code, long... arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String add(int local, int amount) {
    return "local.get %d; i32.const %d; i32.add; local.set %d".formatted(local, amount, local);
  }

  /** Tested at the bottom, as LLVM writes it: label 0 is the loop's. */
  private static String inner(int counter, int turns, String body) {
    return "i32.const 0; local.set %d; loop; %s; local.get %d; i32.const 1; i32.add; "
            .formatted(counter, body, counter)
        + "local.tee %d; i32.const %d; i32.ne; br_if 0; end".formatted(counter, turns);
  }

  /** Tested at the top, as AssemblyScript writes it: label 0 is the loop's, 1 leaves it. */
  private static String outer(int counter, int turns, String body) {
    return "i32.const 0; local.set %d; block; loop; local.get %d; i32.const %d; i32.ge_s; br_if 1; "
            .formatted(counter, counter, turns)
        + body
        + "; "
        + add(counter, 1)
        + "; br 0; end; end";
  }

  private static String mark(int local) {
    return "local.get " + local + "; call $mark";
  }

  private static Nest nest(String name, String body) {
    return nest(name, "i32 -> i32", "local i32 i32 i32;" + body + "; local.get 0", 3);
  }

  private static Nest nest(String name, String type, String code, long... arguments) {
    return new Nest(name, type, code, arguments);
  }

  private static Stream<Nest> nests() {
    String sum = "local.get 0; local.get 1; i32.mul; local.get 2; i32.add; local.set 0";
    String third = "local.get 1; i32.const 1; i32.eq; ";
    return Stream.of(
        nest("results", outer(1, 3, inner(2, 3, sum))),
        nest("tested at the bottom", inner(1, 3, inner(2, 3, sum))),
        nest("two nests", outer(1, 2, inner(2, 2, sum)) + ";" + inner(1, 2, inner(2, 3, sum))),
        nest("two inner loops", outer(1, 3, inner(2, 2, sum) + ";" + inner(3, 3, add(0, 5)))),
        nest("three levels", outer(1, 2, outer(2, 2, inner(3, 2, sum) + ";" + mark(3)))),
        nest(
            "stores",
            outer(1, 3, inner(2, 4, "local.get 2; local.get 0; i32.store 2 64;" + add(0, 7)))),
        nest("calls", outer(1, 3, mark(1) + ";" + inner(2, 3, mark(2)) + ";" + mark(0))),
        nest(
            "calls of nests",
            outer(1, 2, inner(2, 2, "local.get 0; call $inner; local.set 0") + ";" + mark(0))),
        nest(
            "indirect calls",
            outer(1, 3, inner(2, 3, "local.get 2; local.get 1; call_indirect i32 ->") + "; br 0")
                .replace("br 0; local.get 1", "local.get 1")),
        nest(
            "early return of the inner loop",
            outer(1, 3, inner(2, 3, mark(2) + ";" + third + "if; i32.const 42; return; end"))),
        nest(
            "early return of the outer loop",
            outer(1, 3, inner(2, 3, mark(2)) + ";" + third + "if; i32.const 42; return; end")),
        nest(
            "leaves both loops",
            outer(1, 4, inner(2, 3, mark(2) + ";" + third + "br_if 2") + ";" + mark(1))),
        nest(
            "goes on with the outer loop",
            outer(1, 4, add(1, 1) + ";" + inner(2, 3, mark(2) + ";" + third + "br_if 1"))),
        nest(
            "goes on with the outer loop only",
            "loop;"
                + add(1, 1)
                + "; loop;"
                + mark(1)
                + "; local.get 1; i32.const 4; i32.lt_s;"
                + "br_if 1;"
                + add(2, 1)
                + "; local.get 2; i32.const 3; i32.lt_s; br_if 0; end;"
                + "local.get 2; i32.const 5; i32.lt_s; br_if 0; end"),
        nest(
            "tables in the inner loop",
            outer(
                1,
                9,
                add(1, 1)
                    + "; block;"
                    + inner(2, 4, mark(2) + ";" + add(2, 1) + "; local.get 1; br_table 0 1 2 3")
                    + "; end;"
                    + mark(1))),
        nest(
            "tables in the outer loop",
            outer(
                1,
                6,
                add(1, 1)
                    + "; block; block;"
                    + inner(2, 3, mark(2))
                    + "; local.get 1; br_table 0 1 2 0 1 3; end;"
                    + mark(1)
                    + "; end;"
                    + mark(0))),
        nest(
            "values of all types",
            "i32 i64 f32 f64 -> f64",
            "local i32 i32 funcref;"
                + outer(
                    4,
                    3,
                    "ref.func $twice; local.set 6;"
                        + inner(
                            5,
                            3,
                            "local.get 0; i32.const 3; i32.mul; local.set 0;"
                                + "local.get 1; i64.const 0x100000001; i64.mul; local.set 1;"
                                + "local.get 2; f32.const 0x40490fdb; f32.mul; local.set 2;"
                                + "local.get 3; local.get 2; f64.promote_f32; f64.add; local.set 3")
                        + "; local.get 6; ref.is_null; local.get 0; i32.add; local.set 0;"
                        + "ref.null funcref; local.set 6")
                + "; local.get 6; ref.is_null; local.get 0; i32.add; f64.convert_i32_s;"
                + "local.get 1; f64.convert_i64_s; f64.add; local.get 3; f64.add",
            5,
            7,
            0x3F800000L,
            0x4000000000000000L),
        nest(
            "several results",
            "i32 i64 -> i64 i32",
            "local i32 i32;"
                + outer(
                    2,
                    3,
                    inner(
                            3,
                            2,
                            "local.get 0; local.get 1; call $pair; local.set 0; local.set 1;"
                                + "local.get 1; i64.const 3; i64.mul; local.set 1")
                        + ";"
                        + add(0, 1))
                + "; local.get 1; local.get 0",
            4,
            9),
        nest(
            "operands below",
            "i32 -> i32",
            "local i32 i32; local.get 0; i32.const 17; i32.mul;"
                + outer(1, 3, "local.get 0; i64.const 5;" + inner(2, 3, mark(2)) + "; drop; drop")
                + "; local.get 1; i32.add",
            3),
        nest(
            "nothing before",
            "i32 -> i32",
            "local i32; loop;"
                + inner(1, 3, mark(1))
                + ";"
                + add(0, -1)
                + "; local.get 0; br_if 0; end; local.get 0",
            3),
        nest(
            "nothing behind",
            "i32 ->",
            "local i32; loop;"
                + inner(1, 3, mark(1))
                + ";"
                + add(0, -1)
                + "; local.get 0; br_if 0; end",
            3),
        nest("no way out", "loop;" + inner(1, 2, add(2, 1)) + "; br 0; end; unreachable"),
        nest(
            "more pages",
            outer(
                1,
                3,
                inner(
                    2,
                    2,
                    "local.get 1; i32.const 70000; i32.mul; i32.const 1; memory.grow;"
                        + "call $mark; local.get 2; i32.store 2 0; i32.const 70000; i32.load 2 0;"
                        + "call $mark; i32.const 65536; local.get 2; i32.store8 0 0"))),
        nest(
            "more pages by a call",
            outer(
                1,
                3,
                inner(
                    2,
                    2,
                    "i32.const 1; i32.const 2; call_indirect i32 -> i32; call $mark;"
                        + "i32.const 65536; local.get 2; i32.store8 0 0"))),
        nest(
            "unreachable",
            outer(1, 3, inner(2, 3, mark(2) + ";" + third + "if; unreachable; end"))),
        nest(
            "out of bounds",
            outer(
                1,
                3,
                inner(
                    2,
                    3,
                    mark(2) + "; local.get 1; i32.const 40000; i32.mul; i32.load" + "; drop"))),
        nest(
            "division by zero",
            outer(
                1,
                3,
                inner(2, 3, "nop")
                    + ";"
                    + mark(1)
                    + "; i32.const 5; i32.const 1; local.get 1; i32.sub; i32.div_s; drop")),
        nest("trap in a call", outer(1, 3, inner(2, 5, "local.get 2; call_indirect ->"))),
        nest(
            "much code around",
            add(0, 3)
                + ";"
                + (add(0, 5) + "; ").repeat(700)
                + outer(
                    1,
                    2,
                    inner(2, 2, mark(2) + ";" + third + "if; i32.const 9; return; end")
                        + ";"
                        + mark(1))
                + ";"
                + (add(0, 7) + "; ").repeat(100)
                + "nop"),
        nest(
            "much code within",
            outer(
                1,
                2,
                (add(0, 5) + "; ").repeat(40)
                    + inner(2, 2, mark(2) + ";" + (add(0, 5) + "; ").repeat(40) + "nop")
                    + "; "
                    + (add(0, 9) + "; ").repeat(40)
                    + mark(1))));
  }

  private static CompiledModule compile(Nest nest, int methodBytes) throws Exception {
    byte[] wasm = GUEST.export("f", nest.type(), nest.code()).toByteArray();
    CompiledModule module = Aspects.compile(wasm, OPTIONS.withMethodBytes(methodBytes));
    assertTrue(
        module.manifest().getClassesList().stream()
            .anyMatch(entry -> entry.getRole() == ClassRole.COLD_TEXT));
    return module;
  }

  /** Of a module under each policy, one instance: used again and again. */
  private static final class Runs {

    private final Nest nest;
    private final Map<Isolation, Guest> guests = new EnumMap<>(Isolation.class);
    private final Map<Isolation, Instance> instances = new EnumMap<>(Isolation.class);

    Runs(Nest nest, int methodBytes) throws Exception {
      this.nest = nest;
      CompiledModule module = compile(nest, methodBytes);
      for (Isolation isolation : Isolation.values()) {
        guests.put(isolation, Guest.load(module, OPTIONS, isolation));
        renew(isolation);
      }
    }

    private void renew(Isolation isolation) {
      instances.put(isolation, guests.get(isolation).instance(0));
    }

    /** Everything there is to see of an execution. */
    String run(Isolation isolation, long gas) {
      Instance instance = instances.get(isolation);
      instance.setGas(gas);
      String end;
      try {
        end = Arrays.toString(guests.get(isolation).call(instance, "f", nest.arguments()));
      } catch (Trap trap) {
        boolean traced = trap.kind() != TrapKind.OUT_OF_GAS || gas % TRACED == 0;
        Backtrace trace = traced ? Backtrace.of(trap, f -> Optional.empty()) : Backtrace.EMPTY;
        end = trap.kind() + " at " + trace.frames();
      }
      byte[] memory = instance.memory.bytes;
      String seen =
          "%s, gas left %d, %d steps, memory %d of %d"
              .formatted(
                  end,
                  instance.gasLeft(),
                  instance.globals[0],
                  Arrays.hashCode(Arrays.copyOf(memory, USED_BYTES)),
                  memory.length);
      if (memory.length > 1 << 16) {
        renew(isolation);
      } else {
        Arrays.fill(memory, 0, USED_BYTES, (byte) 0);
        instance.globals[0] = 0;
      }
      return seen;
    }

    /** What all policies agree on. */
    String run(long gas) {
      String expected = run(Isolation.INSTANCE, gas);
      for (Isolation isolation : Isolation.values()) {
        assertEquals(expected, run(isolation, gas), () -> isolation + ", gas " + gas);
      }
      return expected;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nests")
  void endsTheSameUnderEveryLimit(Nest nest) throws Exception {
    Runs whole = new Runs(nest, WHOLE);
    Runs inPieces = new Runs(nest, SHORT);
    boolean ends = !nest.name().equals("no way out");
    String most = whole.run(ends ? MOST_GAS : ENDLESS);
    long left = Long.parseLong(most.replaceAll("(?s).*gas left (-?\\d+).*", "$1"));
    long need = ends ? MOST_GAS - left : ENDLESS;
    assertEquals(ends, left >= 0, most);
    // Memory is dear: not every limit then.
    long step = need < MOST_LIMITS ? 1 : need / FEW_LIMITS;
    for (long gas = 0; gas <= need + 1; gas += step) {
      assertEquals(whole.run(gas), inPieces.run(gas), "gas " + gas);
    }
    assertEquals(most, inPieces.run(ends ? MOST_GAS : ENDLESS));
  }

  private static final String NEST = outer(1, 3, inner(2, 3, "nop"));

  /** Each call has a nest behind it, and one before it. */
  @Test
  void recursionIsAsDeepUnderEveryPolicy() throws Exception {
    String recursion = "local i32 i32 i32;" + NEST + "; local.get 0; call $f;" + NEST;
    byte[] wasm = GUEST.export("f", "i32 ->", recursion).toByteArray();
    InvocationResult[] first = new InvocationResult[1];
    Aspects.underEachPolicy(
        wasm,
        OPTIONS,
        aspect -> {
          InvocationResult result = aspect.invoke("f", new long[1], Aspects.PLENTY);
          first[0] = first[0] == null ? result : first[0];
          assertEquals(TrapKind.CALL_STACK_EXHAUSTED, result.trap(), result::toString);
          assertEquals(first[0].gasUsed(), result.gasUsed());
        });
  }

  /** The stop signal is seen in a nest without end. */
  @Test
  void stopsUnderEveryPolicy() throws Exception {
    String endless = "local i32 i32 i32; loop;" + inner(2, 3, add(3, 1)) + "; br 0; end";
    byte[] wasm = GUEST.export("f", "i32 ->", endless).toByteArray();
    Timer operator = new Timer("operator", true);
    Aspects.underEachPolicy(
        wasm,
        OPTIONS,
        aspect -> {
          StopSignal stop = new StopSignal();
          TimerTask task =
              new TimerTask() {
                @Override
                public void run() {
                  stop.stop();
                }
              };
          operator.schedule(task, 100);
          ExecutionContext context = ExecutionContext.builder().build();
          InvocationResult result = aspect.invoke(context, stop, "f", new long[1], Long.MAX_VALUE);
          assertEquals(TrapKind.INTERRUPTED, result.trap(), result::toString);
          assertEquals(Long.MAX_VALUE - result.gasUsed(), result.gasLeft());
        });
    operator.cancel();
  }
}
