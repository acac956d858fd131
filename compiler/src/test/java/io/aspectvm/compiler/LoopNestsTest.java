package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredOp;
import io.aspectvm.compiler.partition.LoopNests;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.wasm.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which loops are nests, by the number of the loop in the code. */
class LoopNestsTest {

  private static final int WORK = 100;
  private static final String BODY = "local.get 4; i32.const 3; i32.mul; local.set 4; ";
  private static final String MUCH = BODY.repeat(10);
  private static final String NEXT = "local.get %1$d; i32.const %2$d; i32.add; local.";

  /** Tested at the bottom: goes on while the counter differs. */
  private static String bottom(int counter, int start, int step, int bound, String body) {
    return ("i32.const %3$d; local.set %1$d; loop; %5$s" + NEXT + "tee %1$d; ")
            .formatted(counter, step, start, bound, body)
        + "i32.const %d; i32.ne; br_if 0; end; ".formatted(bound);
  }

  /** Tested at the top: leaves where the counter has got there. */
  private static String top(int counter, int bound, String body) {
    return ("i32.const 0; local.set %1$d; block; loop; local.get %1$d; i32.const %3$d; i32.lt_s; "
            + "i32.eqz; br_if 1; %4$s"
            + NEXT
            + "set %1$d; br 0; end; end; ")
        .formatted(counter, 1, bound, body);
  }

  /** A loop whose number of turns is the argument's. */
  private static String outer(String body) {
    return "loop; "
        + body
        + "local.get 0; i32.const 1; i32.sub; local.tee 0; i32.const 0; i32.gt_s; br_if 0; end; ";
  }

  private static Arguments row(String name, String code, Integer... nests) {
    return Arguments.of(name, code, List.of(nests));
  }

  private static Stream<Arguments> codes() {
    String unknown = "loop; " + MUCH + "local.get 4; br_if 0; end; ";
    String inner = bottom(1, 0, 1, 10, MUCH);
    return Stream.of(
        row("tested at the bottom", outer(inner), 0),
        row("tested at the top", outer(top(1, 10, MUCH)), 0),
        row("both tested at the top", top(2, 1_000, top(1, 10, MUCH)), 0),
        row("down to zero", outer(bottom(1, 10, -1, 0, MUCH)), 0),
        row(
            "down to zero by the value alone",
            outer(
                "i32.const 10; local.set 1; loop; "
                    + MUCH
                    + "local.get 1; i32.const 1; i32.sub; local.tee 1; br_if 0; end; "),
            0),
        row("counted in steps of two", outer(bottom(1, 0, 2, 20, MUCH)), 0),
        row("counted in steps of eight", outer(bottom(1, 64, 8, 128, MUCH)), 0),
        row("two inner loops", outer(inner + top(2, 5, MUCH)), 0),
        row("behind one another", outer(inner) + unknown + outer(inner), 0, 3),
        row("most turns", outer(bottom(1, 0, 1, 64, MUCH)), 0),
        row("too many turns", outer(bottom(1, 0, 1, 65, MUCH))),
        row("too many turns in steps", outer(bottom(1, 0, 2, 130, MUCH))),
        row("little work", outer(bottom(1, 0, 1, 2, ""))),
        row("one loop", inner),
        row("unknown turns", outer(unknown)),
        row("one of two unknown", outer(inner + unknown)),
        row(
            "a bound in a register",
            outer(inner.replace("i32.const 10; i32.ne", "local.get 5; i32.ne"))),
        row("no constant before", outer(inner.replace("i32.const 0; local.set 1", "nop"))),
        row(
            "another value before",
            outer(inner.replace("i32.const 0; local.set 1", "local.get 4; local.set 1"))),
        row("two stores", outer(bottom(1, 0, 1, 10, "local.get 4; local.set 1; " + MUCH))),
        row("a product", outer(inner.replace("i32.add; local.tee 1", "i32.mul; local.tee 1"))),
        row("three levels, the middle one fixed", outer(outer(inner)), 1),
        row("four levels", outer(outer(outer(inner))), 2),
        row("a nest beside a loop", outer(outer(inner) + unknown), 1),
        row("a call inside", outer(bottom(1, 0, 1, 10, MUCH + "call $g; ")), 0),
        row(
            "a table inside",
            outer(bottom(1, 0, 1, 10, MUCH + "block; local.get 4; br_table 0 0; end; ")),
            0),
        row(
            "goes on with the outer loop only",
            outer("loop; " + MUCH + "local.get 4; br_if 1; end; ")));
  }

  private static List<LoweredCode> lowered(String code) throws Exception {
    byte[] wasm =
        new GuestModule()
            .export("f", "i32 ->", "local i32 i32 i32 i32 i32; " + code)
            .function("g", "->", "")
            .toByteArray();
    List<LoweredCode> all = new ArrayList<>();
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withTurnWork(Integer.MAX_VALUE);
    new ModuleCompiler(options).compile(wasm, function -> all.add(function.code()));
    return all;
  }

  /** Positions of labels that are jumped back to, but for those that CountedLoops puts around. */
  private static List<Integer> heads(LoweredCode code) {
    int[] positions = code.labelPositions();
    BitSet heads = new BitSet();
    for (int i = 0; i < code.size(); i++) {
      switch (code.op(i)) {
        case JUMP, JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> {
          if (positions[code.a(i)] <= i) {
            heads.set(positions[code.a(i)]);
          }
        }
        default -> {}
      }
    }
    BitSet counters = new BitSet();
    for (int head = heads.nextSetBit(0); head >= 0; head = heads.nextSetBit(head + 1)) {
      for (int i = head + 1; i < code.size() && code.op(i) != LoweredOp.LABEL; i++) {
        if (code.op(i) == LoweredOp.TRIP_COUNT) {
          counters.set(head);
        }
      }
    }
    heads.andNot(counters);
    return heads.stream().boxed().toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("codes")
  void findsNests(String name, String code, List<Integer> nests) throws Exception {
    LoweredCode lowered = lowered(code).get(0);
    List<Integer> heads = heads(lowered);
    List<Integer> found = new ArrayList<>();
    LoopNests.find(lowered, WORK).stream().forEach(head -> found.add(heads.indexOf(head)));
    assertEquals(nests, found, lowered::toString);
  }

  /** With no bound on work, every loop that has loops inside of which none has one. */
  @Test
  void findsAllLoopsOfLoopsIfAsked() throws Exception {
    String unknown = "loop; local.get 4; br_if 0; end; ";
    LoweredCode code = lowered(outer(unknown) + outer(outer(unknown)) + unknown).get(0);
    List<Integer> heads = heads(code);
    BitSet found = LoopNests.find(code, 0);
    assertEquals(List.of(heads.get(0), heads.get(3)), found.stream().boxed().toList());
  }

  /** In time that grows with the code: each of these takes minutes if it grows with its square. */
  @Test
  void looksAtLargeCodeInBoundedTime() throws Exception {
    String comparison = "local.get 1; i32.const 7; i32.eq; br_if 0; ";
    String start = "i32.const 0; local.set 1; ";
    for (String code :
        List.of(
            outer(bottom(1, 0, 1, 10, "")).repeat(20_000),
            outer(("loop; ".repeat(5_000) + "local.get 4; br_if 0; end; ".repeat(5_000)) + BODY),
            outer(start + "loop; " + comparison.repeat(200_000) + "end; "),
            outer(
                ("loop; ".repeat(2_000) + comparison.repeat(100_000))
                    + "local.get 4; br_if 0; end; ".repeat(2_000)))) {
      LoweredCode lowered = lowered(code).get(0);
      assertTimeout(Duration.ofSeconds(5), () -> LoopNests.find(lowered, WORK));
    }
  }
}
