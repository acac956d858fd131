package io.aspectvm.compiler.testing;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Guests that call themselves until the depth budget ends it. Each counts the frames it enters in
 * its exported global {@code frames}.
 *
 * <p>As a program, it writes what became of all of them to a file.
 */
public final class Recursion {

  /** The budget of compiled modules, in slots. */
  public static final int BUDGET = CompilerOptions.DEFAULT_DEPTH_BUDGET;

  /** How many host calls nest. */
  private static final int REENTRIES = 64;

  /** As an argument of the program: {@link #quickCases()} only. */
  public static final String QUICK = "quick";

  /**
   * Functions in pieces with hundreds of registers, for which C2 takes minutes; -Xcomp waits for
   * it.
   */
  private static final Set<String> SLOW_TO_COMPILE =
      Set.of("operands of all types", "1000 parameters of type i64");

  /** What counting a frame takes: two operands. */
  private static final String COUNT =
      "global.get $frames; i64.const 1; i64.add; global.set $frames;";

  private Recursion() {}

  /**
   * A guest.
   *
   * @param export to call, with zeros
   * @param frames that it enters: a frame takes 16 slots, and one for each parameter, declared
   *     local and operand
   */
  public record Case(String name, GuestModule guest, String export, int parameters, long frames) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Those that C2 compiles in seconds. */
  public static List<Case> quickCases() {
    return cases().stream().filter(guest -> !SLOW_TO_COMPILE.contains(guest.name())).toList();
  }

  private static GuestModule counting() {
    return new GuestModule().global("frames", ValueType.I64, 0).exportGlobal("frames", "frames");
  }

  /** All guests. */
  public static List<Case> cases() {
    return List.of(
        new Case(
            "direct", counting().export("f", "->", COUNT + "call $f"), "f", 0, BUDGET / (16 + 2)),
        new Case(
            "one parameter",
            counting().export("f", "i32 -> i32", COUNT + "local.get 0; call $f"),
            "f",
            1,
            BUDGET / (16 + 1 + 2)),
        new Case(
            "work behind the call",
            counting()
                .export("f", "i64 -> i64", COUNT + "local.get 0; local.get 0; call $f; i64.add"),
            "f",
            1,
            BUDGET / (16 + 1 + 2)),
        new Case(
            "locals",
            counting()
                .export(
                    "f",
                    "i32 ->",
                    "local" + " i64".repeat(50) + ";" + COUNT + "i32.const 0; call $f"),
            "f",
            1,
            BUDGET / (16 + 1 + 50 + 2)),
        wide("100 parameters", "i64", 100),
        wide("126 parameters, the most that a JVM call takes", "i64", 126),
        wide("127 parameters", "f64", 127),
        wide("252 parameters, the most that a JVM call takes", "i32", 252),
        wide("255 parameters", "i32", 255),
        wide("1000 parameters", "i64", 1_000),
        new Case(
            "mutual",
            counting()
                .export("f", "i32 ->", "local i32 i32 i32;" + COUNT + "call $g")
                .function("g", "->", COUNT + "i32.const 0; call $f"),
            "f",
            1,
            mutual(16 + 1 + 3 + 2, 16 + 2)),
        new Case(
            "through a table",
            counting()
                .table(1, "f")
                .export("f", "i32 ->", COUNT + "local.get 0; i32.const 0; call_indirect i32 ->"),
            "f",
            1,
            BUDGET / (16 + 1 + 2)),
        new Case("operands of all types", manyRegisters(), "f", 1, BUDGET / (16 + 1 + 402)),
        new Case("a long function", longFunction(), "f", 1, BUDGET / (16 + 1 + 2)),
        new Case("many loops", manyLoops(), "f", 0, BUDGET / (16 + 1 + 2)),
        new Case("many calls", manyCalls(), "f", 1, BUDGET / (16 + 1 + 2)),
        // CWA-2023-002: allocate calls the host, which has allocate make room for the result.
        new Case(
            "through the host",
            counting()
                .memory(1)
                .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
                .export("allocate", "i32 -> i32", COUNT + "call $gas"),
            "allocate",
            1,
            1 + REENTRIES),
        new Case(
            "through the host, with frames in between",
            counting()
                .memory(1)
                .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
                .export("allocate", "i32 -> i32", COUNT + "i32.const 500; call $deep")
                .function(
                    "deep",
                    "i32 -> i32",
                    COUNT
                        + "local.get 0; i32.eqz; if; call $gas; return; end;"
                        + "local.get 0; i32.const 1; i32.sub; call $deep"),
            "allocate",
            1,
            nested(16 + 1 + 2, 16 + 1 + 2, 501)));
  }

  /** A function that hands on all its parameters. */
  private static Case wide(String name, String type, int parameters) {
    StringBuilder code = new StringBuilder(COUNT);
    for (int i = 0; i < parameters; i++) {
      code.append("local.get ").append(i).append(';');
    }
    String types = (type + " ").repeat(parameters);
    GuestModule guest = counting().export("f", types + "->", code + "call $f");
    return new Case(
        name + " of type " + type, guest, "f", parameters, BUDGET / (16 + 2 * parameters));
  }

  private static long mutual(int first, int second) {
    long both = BUDGET / (first + second);
    return 2 * both + (BUDGET % (first + second) >= first ? 1 : 0);
  }

  /** One outer frame and then {@code inner} frames, again and again. */
  private static long nested(int outerSlots, int innerSlots, int inner) {
    long frames = 0;
    int left = BUDGET;
    while (true) {
      int slots = frames % (inner + 1) == 0 ? outerSlots : innerSlots;
      if (left < slots) {
        return frames;
      }
      left -= slots;
      frames++;
    }
  }

  /** Has operands of each type at each height, so that as many JVM variables as can be exist. */
  private static GuestModule manyRegisters() {
    StringBuilder code = new StringBuilder(COUNT);
    for (String type : List.of("i32", "i64", "f32", "f64")) {
      code.append((type + ".const 1;").repeat(400));
      // A branch target: all operands move to variables.
      code.append("local.get 0; if; nop; end;");
      code.append("drop;".repeat(400));
    }
    code.append("i64.const 1;".repeat(401)).append("local.get 0; call $f;");
    code.append("drop;".repeat(401));
    return counting().export("f", "i32 ->", code.toString());
  }

  /** Too long for one method: it is cut in pieces. */
  private static GuestModule longFunction() {
    String code =
        "local.get 0; i32.const 1; i32.add; local.set 0;".repeat(100)
            + COUNT
            + "local.get 0; call $f;"
            + "local.get 0; i32.const 1; i32.add; local.set 0;".repeat(1_500);
    return counting().export("f", "i32 ->", code);
  }

  /** Loops that the compiler gives counters, as many as one method holds. */
  private static GuestModule manyLoops() {
    String loop =
        "i32.const 0; local.set 0; loop; local.get 0; i32.const 8; i32.add; local.tee 0;"
            + "i32.const 16; i32.ne; br_if 0; end;";
    return counting().export("f", "->", "local i32;" + COUNT + loop.repeat(80) + "call $f");
  }

  /** Values that live over a call, one after the other, as many as one method holds. */
  private static GuestModule manyCalls() {
    String call = "local.get 0; i64.const 1; i64.add; call $g; local.set 0;";
    return counting()
        .function("g", "->", "")
        .export("f", "i64 ->", COUNT + call.repeat(350) + "local.get 0; call $f");
  }

  /** What became of a guest: frames entered, gas used, trap. */
  public static String run(Case guest, Aspect aspect) {
    AspectInstance instance = aspect.newInstance();
    InvocationResult result = instance.invoke(guest.export(), new long[guest.parameters()]);
    return guest
        + ": "
        + instance.globalValue("frames")
        + " frames, "
        + result.gasUsed()
        + " gas, "
        + result.trap()
        + ", "
        + result.crash();
  }

  /** What becomes of these guests, {@code times} times each. */
  public static List<String> runAll(List<Case> guests, int times) throws Exception {
    List<String> lines = new ArrayList<>();
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    for (Case guest : guests) {
      byte[] wasm = guest.guest().toByteArray();
      try (AspectRuntime runtime = Aspects.runtime(options, Isolation.CLASS_LOADER);
          Aspect aspect = runtime.load(new ModuleCompiler(options).compile(wasm).module())) {
        for (int i = 0; i < times; i++) {
          lines.add(run(guest, aspect));
        }
      }
    }
    return lines;
  }

  /** Writes what becomes of all guests to the file that the first argument names. */
  public static void main(String[] arguments) throws Exception {
    boolean quick = arguments.length > 1 && arguments[1].equals(QUICK);
    Files.write(
        Path.of(arguments[0]), runAll(quick ? quickCases() : cases(), 1), StandardCharsets.UTF_8);
  }
}
