package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.Links;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.support.HostEdge;
import io.aspectvm.runtime.support.LinkOperations;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls from one instance to another end, and cost, as calls within one module do: each row is run
 * both as two linked modules and as one.
 */
class LinkedCallsTest {

  private static final long PLENTY = 1_000_000_000L;

  /**
   * Ends even where nothing stops it, but late: C2 makes one step of an empty loop's whole slice.
   */
  private static final long SECONDS_OF_GAS = 20_000_000_000_000_000L;

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM)
          .withHostModules(HostModules.builder().add(LinkHost.class).build());
  private static final String MANY = String.join(" ", Collections.nCopies(300, "i64"));

  /** What the modules import from the host. */
  public static final class LinkHost {

    private LinkHost() {}

    @HostImport(module = "host", field = "fail", raw = true)
    public static void fail() {
      throw new IllegalStateException("meant");
    }

    @HostImport(module = "host", field = "text")
    public static String text() {
      return "text";
    }

    @HostImport(module = "host", field = "crash", raw = true)
    public static void crash() {
      throw new GuestCrash("meant");
    }
  }

  /** The type of g, what it does, and what f, of type i32 to i32, does around its call. */
  static Stream<Arguments> calls() {
    return Stream.of(
        row("result", "i32 -> i32", "local.get 0; i32.const 2; i32.mul", "call $g"),
        row("nothing", "i32 ->", "nop", "call $g; i32.const 3"),
        row("trap", "i32 -> i32", "unreachable", "call $g"),
        row(
            "division",
            "i32 -> i32",
            "i32.const 1; local.get 0; i32.const 7; i32.sub; i32.div_s",
            "call $g"),
        row("loop", "i32 -> i32", LOOP, "call $g"),
        row("twice", "i32 -> i32", LOOP, "call $g; call $g; i32.const 1; i32.add"),
        row("host error", "i32 -> i32", "call $fail; local.get 0", "call $g"),
        row("crash", "i32 -> i32", "call $crash; local.get 0", "call $g"),
        row(
            "four results",
            "i32 -> i32 i64 f32 f64",
            "local.get 0; i64.const 5; f32.const 0x40400000; f64.const 0x4010000000000000",
            "call $g; i32.trunc_f64_s; drop; i32.trunc_f32_s; drop; drop"),
        row(
            "all types",
            "i32 i64 f32 f64 -> f64",
            "local.get 3; local.get 2; f64.promote_f32; f64.add; local.get 1; f64.convert_i64_s;"
                + "f64.add; local.get 0; f64.convert_i32_s; f64.add",
            "i64.const -9; f32.const 0x40400000; f64.const 0x4010000000000000; call $g;"
                + "i32.trunc_f64_s"),
        row(
            "300 parameters",
            MANY + " -> i64 i64",
            "local.get 0; local.get 299",
            "drop;" + counting(300) + "call $g; i64.sub; i32.wrap_i64"));
  }

  private static final String LOOP =
      "local i32; loop; local.get 1; i32.const 1; i32.add; local.tee 1; local.get 0; i32.lt_u;"
          + " br_if 0; end; local.get 1";

  private static String counting(int count) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < count; i++) {
      code.append("i64.const ").append(i).append(';');
    }
    return code.toString();
  }

  private static Arguments row(String name, String type, String g, String f) {
    GuestModule both =
        new GuestModule()
            .importing("fail", "host", "fail", "->")
            .importing("crash", "host", "crash", "->");
    String callerCode = "local.get 0;" + f;
    return Arguments.of(
        name,
        both.export("g", type, g).table(1, "g").exportTable("t"),
        new GuestModule().importing("g", "lib", "g", type).export("f", "i32 -> i32", callerCode),
        new GuestModule()
            .importingTable("lib", "t", 1, -1)
            .export("f", "i32 -> i32", indirect(callerCode, type)),
        both.function("g", type, g)
            .table(1, "g")
            .export("f", "i32 -> i32", callerCode)
            .export("i", "i32 -> i32", indirect(callerCode, type)));
  }

  private static String indirect(String code, String type) {
    return code.replace("call $g", "i32.const 0; call_indirect " + type);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void endAndCostAsInOneModule(
      String name, GuestModule library, GuestModule direct, GuestModule indirect, GuestModule one)
      throws Exception {
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance whole = links.instantiate(one);
          links.add("lib", library);
          assertSameRuns(whole, "f", links.instantiate(direct));
          assertSameRuns(whole, "i", links.instantiate(indirect));
        });
  }

  private static void assertSameRuns(AspectInstance whole, String export, AspectInstance linked) {
    InvocationResult expected = call(whole, export, 7, PLENTY);
    assertSame(expected, call(linked, 7, PLENTY));
    long used = expected.gasUsed();
    for (long gas = 0; gas <= used + 1; gas = gas < 3_000 ? gas + 97 : gas + used / 9) {
      assertSame(call(whole, export, 7, gas), call(linked, 7, gas));
    }
    assertSame(call(whole, export, 7, used - 1), call(linked, 7, used - 1));
    assertSame(call(whole, export, 7, used), call(linked, 7, used));
    // It goes on as before after all that.
    assertSame(expected, call(linked, 7, PLENTY));
  }

  private static InvocationResult call(AspectInstance instance, int argument, long gas) {
    return call(instance, "f", argument, gas);
  }

  private static InvocationResult call(
      AspectInstance instance, String export, int argument, long gas) {
    return instance.invoke(new StopSignal(), export, gas, argument);
  }

  /** All but the backtrace, which knows names of the module that was called only. */
  private static void assertSame(InvocationResult expected, InvocationResult actual) {
    assertEquals(expected.toString(), actual.toString());
  }

  private static final GuestModule TABLE = new GuestModule().table(10).exportTable("t");

  private static final String DOWN =
      "local.get 0; if i32; local.get 0; i32.const 1; i32.sub; %s; else; i32.const 0; end";
  private static final String THROUGH_TABLE = "i32.const 0; call_indirect i32 -> i32";

  /** f calls g of another instance, which calls f through a table, and so on. */
  private static AspectInstance pingPong(Links links) throws Exception {
    links.add("table", TABLE);
    links.add(
        "lib",
        new GuestModule()
            .importingTable("table", "t", 1, -1)
            .export("g", "i32 -> i32", DOWN.formatted(THROUGH_TABLE)));
    return links.instantiate(
        new GuestModule()
            .importing("g", "lib", "g", "i32 -> i32")
            .importingTable("table", "t", 1, -1)
            .elements(0, "f")
            .export("f", "i32 -> i32", DOWN.formatted("call $g")));
  }

  private static AspectInstance pingPongInOne(Links links) throws Exception {
    return links.instantiate(
        new GuestModule()
            .table(1, "f")
            .function("g", "i32 -> i32", DOWN.formatted(THROUGH_TABLE))
            .export("f", "i32 -> i32", DOWN.formatted("call $g")));
  }

  @Test
  void instancesCallEachOther() throws Exception {
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance linked = pingPong(links);
          AspectInstance whole = pingPongInOne(links);
          for (int depth : new int[] {0, 1, 2, 3, 50}) {
            InvocationResult expected = call(whole, depth, PLENTY);
            assertSame(expected, call(linked, depth, PLENTY));
            for (long gas = 0; gas < Math.min(30_000, expected.gasUsed()); gas += 1_013) {
              assertSame(call(whole, depth, gas), call(linked, depth, gas));
            }
          }
        });
  }

  /** Each hop takes a fixed number of slots, so recursion ends at one depth on every JVM. */
  @Test
  void depthIsCountedAcrossInstances() throws Exception {
    int hops = 10;
    int inOne = slots(LinkedCallsTest::pingPongInOne, hops);
    assertEquals(inOne + hops * LinkOperations.HOP_SLOTS, slots(LinkedCallsTest::pingPong, hops));
  }

  /** How an instance is made. */
  private interface Making {
    AspectInstance make(Links links) throws Exception;
  }

  /** The smallest depth budget that does. */
  private static int slots(Making making, int argument) throws Exception {
    int low = 1;
    int high = 10_000;
    while (low < high) {
      int budget = (low + high) / 2;
      TrapKind[] trap = new TrapKind[1];
      Links.underEachPolicy(
          OPTIONS.withDepthBudget(budget),
          links -> trap[0] = call(making.make(links), argument, PLENTY).trap());
      if (trap[0] == null) {
        high = budget;
      } else {
        assertEquals(TrapKind.CALL_STACK_EXHAUSTED, trap[0]);
        low = budget + 1;
      }
    }
    return low;
  }

  @Test
  void recursionWithoutEndIsATrap() throws Exception {
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance linked = pingPong(links);
          InvocationResult first = call(linked, -1, PLENTY);
          assertEquals(TrapKind.CALL_STACK_EXHAUSTED, first.trap());
          assertSame(first, call(linked, -1, PLENTY));
        });
  }

  /** Host calls run the guest's allocator, which calls another instance, whose host calls do. */
  @Test
  void levelsOfHostCallsAreCountedTogether() throws Exception {
    String count = "global.get $count; i32.const 1; i32.add; global.set $count;";
    GuestModule library =
        new GuestModule()
            .importing("text", "host", "text", "-> i32")
            .importingTable("table", "t", 1, -1)
            .memory(1)
            .global("count", ValueType.I32, 0)
            .exportGlobal("count", "count")
            .export("g", "-> i32", "call $text");
    GuestModule other =
        library
            .without("g")
            .importing("g", "lib", "g", "-> i32")
            .elements(0, "f")
            .export("allocate", "i32 -> i32", count + "call $g; drop; i32.const 1024")
            .export("f", "-> i32", "call $text");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          links.add("table", TABLE);
          AspectInstance first =
              links.add(
                  "lib",
                  library.export(
                      "allocate",
                      "i32 -> i32",
                      count + "i32.const 0; call_indirect -> i32; drop; i32.const 1024"));
          AspectInstance second = links.instantiate(other);
          for (long i = 1; i <= 2; i++) {
            assertEquals(TrapKind.WRITE_PARAMS_FAILED, second.invoke("f").trap());
            assertEquals(
                i * HostEdge.MAX_REENTRIES,
                first.globalValue("count") + second.globalValue("count"));
          }
        });
  }

  /** A function that is imported and exported again is called as if it were imported directly. */
  @Test
  void exportedAgainCostsNoFurtherHop() throws Exception {
    GuestModule library = new GuestModule().export("g", "i32 -> i32", "local.get 0");
    GuestModule again =
        new GuestModule()
            .importing("g", "lib", "g", "i32 -> i32")
            .exportFunction("g", "g")
            .exportFunction("f", "g");
    Making direct =
        links -> {
          links.add("lib", library);
          return links.instantiate(again);
        };
    Making chained =
        links -> {
          links.add("lib", library);
          links.add("lib", again);
          links.add("lib", again);
          return links.instantiate(again);
        };
    assertEquals(slots(direct, 1), slots(chained, 1));
  }

  /** Names are the called module's alone: nothing tells whose the inner frames are. */
  @Test
  void backtracesNameNoFunctionOfAnotherModule() throws Exception {
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          links.add(
              "lib",
              new GuestModule()
                  .function("deep", "->", "unreachable")
                  .export("g", "i32 -> i32", "call $deep; local.get 0"));
          AspectInstance linked =
              links.instantiate(
                  new GuestModule()
                      .importing("g", "lib", "g", "i32 -> i32")
                      .function("between", "i32 -> i32", "local.get 0; call $g")
                      .export("f", "i32 -> i32", "local.get 0; call $between"));
          List<String> frames =
              call(linked, 1, PLENTY).backtrace().frames().stream()
                  .map(frame -> frame.toString().replaceFirst(" @.*", ""))
                  .toList();
          assertEquals(
              List.of(
                  "function 0 of a linked module",
                  "function 1 of a linked module",
                  "function 1",
                  "f"),
              frames);
        });
  }

  @Test
  @Timeout(60)
  void aStopReachesOtherInstances() throws Exception {
    GuestModule endless =
        new GuestModule().export("g", "i32 -> i32", "loop; br 0; end; local.get 0");
    GuestModule hopping =
        new GuestModule()
            .importing("g", "lib", "g", "i32 -> i32")
            .export("f", "i32 -> i32", "loop; i32.const 1; call $g; drop; br 0; end; local.get 0");
    GuestModule quick = new GuestModule().export("g", "i32 -> i32", "local.get 0");
    Timer operator = new Timer(true);
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          for (GuestModule library : new GuestModule[] {endless, quick}) {
            links.add("lib", library);
            AspectInstance linked = links.instantiate(hopping);
            StopSignal stop = new StopSignal();
            operator.schedule(
                new TimerTask() {
                  @Override
                  public void run() {
                    stop.stop();
                  }
                },
                50);
            InvocationResult result = linked.invoke(stop, "f", SECONDS_OF_GAS, 1);
            assertEquals(TrapKind.INTERRUPTED, result.trap());
            assertTrue(result.gasUsed() > 0);
          }
        });
    operator.cancel();
  }

  /** Whoever grows looks each time, and the signal is with the instance that was called. */
  @Test
  @Timeout(60)
  void aStopReachesAnotherInstanceThatGrows() throws Exception {
    GuestModule growing =
        new GuestModule()
            .memory(1)
            .export("g", "->", "loop; i32.const 1; memory.grow; drop; br 0; end");
    GuestModule calling =
        new GuestModule().importing("g", "lib", "g", "->").export("f", "->", "call $g");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          links.add("lib", growing);
          AspectInstance linked = links.instantiate(calling);
          StopSignal stop = new StopSignal();
          stop.stop();
          InvocationResult result = linked.invoke(stop, "f", SECONDS_OF_GAS);
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          // What the functions and the loop cost, and one page.
          assertTrue(result.gasUsed() < Instance.GAS_SLICE / 100, result::toString);
          assertEquals(SECONDS_OF_GAS - result.gasUsed(), result.gasLeft());
        });
  }
}
