package io.aspectvm.compiler.random;

import io.aspectvm.compiler.testing.GuestModule;
import java.util.StringJoiner;

/**
 * A small module of loops with induction variables of all forms, made from a seed: {@code f} of
 * type i32 to i32 has loops in loops, whose conditions are said in all ways that compilers have and
 * some that none has, about what changed before or since, next to the bound or past it. What is
 * done in between traps, leaves, or changes the variable and the bound.
 *
 * <p>Offers what {@link SweepProgram} does.
 */
final class LoopProgram {

  private static final String[] COMPARISONS = {
    "eq", "ne", "ne", "ne", "lt_s", "le_s", "gt_s", "ge_s", "lt_u", "lt_u", "le_u", "gt_u", "ge_u"
  };

  /** Locals: the argument, variables and bounds by depth, a copy, any number, an i64. */
  private static final int VARIABLE = 1;

  private static final int BOUND = 3;
  private static final int COPY = 5;
  private static final int OTHER = 6;
  private static final int LONG = 7;

  private final SeededRandom random;
  private final StringJoiner code = new StringJoiner("; ");

  /** Open labels. The one farthest out is a block; so are those that go on behind a loop. */
  private int labels = 1;

  private int steps;

  private LoopProgram(SeededRandom random) {
    this.random = random;
  }

  static GuestModule generate(long seed) {
    return SweepProgram.observed()
        .export("f", "i32 -> i32", new LoopProgram(new SeededRandom(seed)).function());
  }

  private String function() {
    code.add("local i32 i32 i32 i32 i32 i32 i64; block");
    for (int i = random.below(2); i >= 0; i--) {
      loop(0);
      statement(0);
    }
    code.add("end");
    return code.add(get(1 + random.below(OTHER))).toString();
  }

  private void add(String instructions) {
    code.add(instructions);
  }

  private static String get(int local) {
    return "local.get " + local;
  }

  private static String set(int local) {
    return "; local.set " + local;
  }

  private static String constant(int value) {
    return "i32.const " + value;
  }

  private void loop(int depth) {
    int step = (int) random.pick(1, -1, 1, 2, -2, 3, 4, -4, 7, 8, 12, 1 << 30, Integer.MIN_VALUE);
    begin(depth, step);
    boolean exits = random.chance(3);
    add(exits ? "block; loop" : "loop");
    labels += exits ? 2 : 1;
    statements(depth);
    if (depth == 0 && random.chance(2)) {
      loop(1);
      statements(depth);
    }
    turn(depth, step);
    jumpBack(exits);
    add(exits ? "end; end" : "end");
    labels -= exits ? 2 : 1;
  }

  /** Sets the variable, and the bound a few steps from it, or next to that. */
  private void begin(int depth, int step) {
    int distance = random.below(7) * step + (random.chance(3) ? random.below(3) - 1 : 0);
    int start =
        (int) random.pick(0, 5, -9, 65_500, Integer.MIN_VALUE, Integer.MAX_VALUE, -step, distance);
    boolean known = random.chance(2);
    add((known ? constant(start) : get(0)) + set(VARIABLE + depth));
    add(known ? constant(start + distance) : get(0) + "; " + constant(distance) + "; i32.add");
    add("local.set " + (BOUND + depth));
    add("i64.const " + (1 + random.below(5)) + set(LONG));
  }

  private void statements(int depth) {
    for (int i = random.below(3); i > 0; i--) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    String variable = get(VARIABLE + depth);
    switch (random.below(16)) {
      case 0, 1, 2 -> mark();
      case 3 -> add(variable + "; global.set $last");
      case 4 -> add(variable + "; i32.load8_u 0 " + random.below(2) * 65_520 + set(OTHER));
      case 5 -> add(variable + "; " + constant(4_092) + "; i32.and; i32.load 0 0" + set(OTHER));
      case 6 ->
          add(constant(7) + "; " + variable + "; " + constant(3) + "; i32.and; i32.div_u; drop");
      case 7 -> add(get(OTHER) + "; " + variable + "; i32.add" + set(OTHER));
      case 8 -> cuts();
      case 9 -> change(depth);
      case 10 -> arm(depth);
      case 11 -> {
        add(variable + "; " + constant(random.below(9)) + "; i32.eq");
        add("br_if " + (random.chance(4) ? random.below(labels) : labels - 1));
      }
      case 12 -> add("block; " + get(OTHER) + "; br_if 0; " + get(OTHER) + set(COPY) + "; end");
      case 13 -> add(random.chance(3) ? "call $counter; i32.wrap_i64" + set(OTHER) : "nop");
      default -> add("nop");
    }
  }

  /** Stores a number of its own behind those before. */
  private void mark() {
    add("global.get $steps; i32.const 4095; i32.and; " + constant(++steps) + "; i32.store8 0 0");
    add("global.get $steps; i32.const 1; i32.add; global.set $steps");
  }

  /** More entries than there are between two places where a function can be cut. */
  private void cuts() {
    add((get(OTHER) + "; " + constant(3) + "; i32.xor" + set(OTHER) + "; ").repeat(35) + "nop");
  }

  /** Changes what a counter relies on. */
  private void change(int depth) {
    int local = random.chance(2) ? VARIABLE + depth : BOUND + depth;
    if (random.chance(2)) {
      add(get(local) + "; " + constant(random.below(3)) + "; i32.add" + set(local));
    } else {
      add(get(local) + set(COPY) + "; " + get(COPY) + set(local));
    }
  }

  private void arm(int depth) {
    add(get(OTHER) + "; i32.const 1; i32.and; if");
    labels++;
    if (random.chance(2)) {
      change(depth);
    } else {
      mark();
    }
    if (random.chance(4)) {
      add("br " + random.below(labels));
    }
    labels--;
    add("end");
  }

  /** Makes the step, and leaves the condition on the stack. */
  private void turn(int depth, int step) {
    if (random.chance(4)) {
      turnWithoutBound(VARIABLE + depth, step);
    } else {
      turnToBound(depth, step);
    }
    while (random.chance(3)) {
      add(pick("i32.eqz", "i32.eqz", "i32.const 0; i32.ne", "local.tee " + OTHER));
    }
  }

  private void turnToBound(int depth, int step) {
    int variable = VARIABLE + depth;
    String next = next(variable, step);
    switch (random.below(6)) {
      case 0 -> compared(depth, next + "; local.tee " + variable);
      case 1 -> {
        compared(depth, get(variable));
        add("local.set " + COPY + "; " + next + set(variable) + "; " + get(COPY));
      }
      case 2 -> {
        add(get(variable) + set(COPY) + "; " + next + set(variable));
        compared(depth, get(COPY));
      }
      case 3 -> {
        add(next + set(COPY));
        compared(depth, get(COPY));
        add(get(COPY) + set(variable));
      }
      case 4 -> compared(depth, get(variable) + "; " + next + set(variable));
      default -> {
        add(next + set(variable));
        compared(depth, get(variable) + "; " + constant(random.below(5) - 2) + "; i32.add");
      }
    }
  }

  private void turnWithoutBound(int variable, int step) {
    add(next(variable, step));
    switch (random.below(3)) {
      case 0 -> {
        add("local.tee " + variable + "; i32.const 1; i32.add");
        add(get(variable) + "; i32." + pick("gt_u", "ge_u"));
      }
      case 1 -> {
        add("local.set " + variable + "; " + get(LONG) + "; i64.const 1; i64.sub");
        add("local.tee " + LONG + "; " + pick("i64.eqz; i32.eqz", "i64.const 0; i64.ne"));
      }
      default -> add("local.tee " + variable + pick("", "; i32.eqz"));
    }
  }

  private String pick(String... of) {
    return of[random.below(of.length)];
  }

  private String next(int variable, int step) {
    return switch (random.below(4)) {
      case 0 -> get(variable) + "; " + constant(-step) + "; i32.sub";
      case 1 -> constant(step) + "; " + get(variable) + "; i32.add";
      case 2 ->
          get(variable) + "; " + constant(step - 5) + "; i32.add; " + constant(5) + "; i32.add";
      default -> get(variable) + "; " + constant(step) + "; i32.add";
    };
  }

  /** Compares what some code leaves with a bound, on either side. */
  private void compared(int depth, String value) {
    String bound =
        switch (random.below(8)) {
          case 0 -> constant(random.below(12) - 6);
          case 1 -> constant((int) random.pick(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0));
          case 2 -> get(BOUND + depth) + "; " + constant(random.below(3)) + "; i32.add";
          case 3 -> get((int) random.pick(COPY, VARIABLE + depth, VARIABLE + 1 - depth));
          default -> get(BOUND + depth);
        };
    add(random.chance(3) ? bound + "; " + value : value + "; " + bound);
    add("i32." + pick(COMPARISONS));
  }

  /** Goes on where the condition holds, or where it does not. */
  private void jumpBack(boolean exits) {
    switch (random.below(exits ? 6 : 4)) {
      case 0 -> {
        add("if");
        labels++;
        statement(0);
        labels--;
        add("br 1; end");
      }
      case 1 -> add("br_if 0; " + get(OTHER) + "; i32.const 1; i32.eq; br_if 0");
      case 4 -> add("i32.eqz; br_if 1; br 0");
      case 5 -> add("br_table 1 0");
      default -> add("br_if 0");
    }
  }
}
