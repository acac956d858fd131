package io.aspectvm.compiler.random;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A small module with all kinds of control, made from a seed: {@code f} of type i32 to i32, whose
 * branches go anywhere, also back without end, between steps that can be seen. A step stores a
 * number of its own behind those of the steps before, so that memory has the order of all.
 */
final class SweepProgram {

  /** What {@code f} is called with. */
  static final int[] ARGUMENTS = {0, 1, 6};

  /** Bytes of memory that change, at its beginning. */
  static final int USED_BYTES = 4_096;

  private static final int LOCALS = 3;

  private final SeededRandom random;
  private StringJoiner code;

  /** Whether each open frame is a loop, the function's own left out. */
  private final List<Boolean> frames = new ArrayList<>();

  private int steps;
  private int budget;
  private boolean callsOthers;

  private SweepProgram(SeededRandom random) {
    this.random = random;
  }

  /** What the sweep looks at: steps and the last value, in globals, and the gas counter. */
  static GuestModule observed() {
    return new GuestModule()
        .importing("counter", ProtocolHost.MODULE, "counter", "-> i64")
        .memory(1, 1)
        .global("steps", ValueType.I32, 0)
        .global("last", ValueType.I32, 0)
        .exportGlobal("steps", "steps")
        .exportGlobal("last", "last");
  }

  static GuestModule generate(long seed) {
    SweepProgram program = new SweepProgram(new SeededRandom(seed));
    return observed()
        .table(4, "g", "empty", "free")
        .function("g", "i32 -> i32", program.function(8, false))
        .function("empty", "->", "")
        .function("free", "i32 -> i32", "local.get 0")
        .export("f", "i32 -> i32", program.function(22, true));
  }

  /** All is in a block, so that there always is a label that takes nothing. */
  private String function(int statements, boolean calls) {
    code = new StringJoiner("; ");
    code.add("local i32 i32; block");
    callsOthers = calls;
    budget = statements;
    frames.add(false);
    while (budget > 0) {
      statement();
    }
    frames.remove(0);
    code.add("end; local.get " + random.below(LOCALS));
    return code.toString();
  }

  private void add(String instructions) {
    code.add(instructions);
  }

  private void statement() {
    budget--;
    switch (random.below(callsOthers ? 14 : 12)) {
      case 0, 1 -> step();
      case 2 -> move();
      case 3 -> structure("block", false);
      case 4 -> whileLoop();
      case 5 -> structure("loop", true);
      case 6, 7 -> ifElse();
      case 8 -> {
        condition();
        add("br_if " + label());
      }
      case 9 -> leave();
      case 10 -> mayTrap();
      case 11 -> {
        if (random.chance(3)) {
          table();
        } else {
          step();
        }
      }
      default -> call();
    }
  }

  private void step() {
    add("global.get $steps; i32.const " + ++steps + "; i32.store8 0 0");
    add("global.get $steps; i32.const 1; i32.add; global.set $steps");
  }

  private void move() {
    if (random.chance(4)) {
      add("local.get " + random.below(LOCALS) + "; global.set $last");
      return;
    }
    add("local.get " + random.below(LOCALS) + "; i32.const " + (random.below(9) - 4));
    add(random.chance(4) ? "i32.mul" : "i32.add");
    add("local.set " + random.below(LOCALS));
  }

  private void condition() {
    add("local.get " + random.below(LOCALS));
    switch (random.below(5)) {
      case 0 -> add("i32.eqz");
      case 1 -> add("i32.const 3; i32.and");
      case 2 -> add("global.get $steps; i32.gt_u");
      case 3 -> add("i32.const " + random.below(6) + "; i32.lt_s");
      default -> {}
    }
    if (random.chance(3)) {
      add("i32.eqz");
    }
  }

  private void structure(String opcode, boolean loop) {
    add(opcode);
    body(loop);
    add("end");
  }

  private void body(boolean loop) {
    frames.add(loop);
    for (int i = random.below(4); i > 0 && budget > 0; i--) {
      statement();
    }
    if (loop && random.chance(2)) {
      move();
      condition();
      add("br_if 0");
    }
    frames.remove(frames.size() - 1);
  }

  /** A loop as compilers write it: with its condition in front, and a jump back at the end. */
  private void whileLoop() {
    boolean exits = random.chance(2);
    add(exits ? "block; loop" : "loop");
    if (exits) {
      frames.add(false);
    }
    frames.add(true);
    condition();
    add(exits ? "br_if 1" : "if");
    if (!exits) {
      frames.add(false);
    }
    for (int i = random.below(3); i > 0 && budget > 0; i--) {
      statement();
    }
    move();
    add(exits ? "br 0; end; end" : "br 1; end; end");
    frames.subList(frames.size() - 2, frames.size()).clear();
  }

  private void ifElse() {
    condition();
    add("if");
    body(false);
    if (random.chance(2)) {
      add("else");
      body(false);
    }
    add("end");
  }

  private int label() {
    return random.below(frames.size());
  }

  private void table() {
    add("local.get " + random.below(LOCALS));
    StringJoiner labels = new StringJoiner(" ");
    for (int i = random.below(4); i >= 0; i--) {
      labels.add(String.valueOf(label()));
    }
    add("br_table " + labels);
  }

  /** Mostly in an arm, as code behind it is dead. */
  private void leave() {
    boolean always = random.chance(6);
    if (!always) {
      condition();
      add("if");
      frames.add(false);
    }
    if (random.chance(3)) {
      add("local.get " + random.below(LOCALS) + "; return");
    } else if (random.chance(8)) {
      add("unreachable");
    } else {
      add("br " + label());
    }
    if (!always) {
      frames.remove(frames.size() - 1);
      add("end");
    }
  }

  /** What traps for some values, and what is paid by size. */
  private void mayTrap() {
    String local = "local.get " + random.below(LOCALS);
    switch (random.below(3)) {
      case 0 -> add("i32.const 7; " + local + "; i32.const 7; i32.and; i32.div_u; drop");
      case 1 -> add(local + "; i32.load8_u 0 65534; drop");
      default -> {
        int end = 65_536 - random.below(2) * (65_536 - USED_BYTES);
        add("i32.const " + (end - 16) + "; i32.const " + ++steps);
        add(local + "; i32.const 31; i32.and; memory.fill");
      }
    }
  }

  private void call() {
    String local = "local.get " + random.below(LOCALS);
    switch (random.below(5)) {
      case 0 -> add("call $empty");
      case 1 -> add(local + "; call $free; drop");
      case 2 -> add(local + "; call $g; local.set " + random.below(LOCALS));
      case 3 -> add("call $counter; i32.wrap_i64; local.set " + random.below(LOCALS));
      default -> {
        // Also of another type, null, and behind the end of the table.
        add("local.get 0; " + local + "; i32.const 7; i32.and");
        add("call_indirect i32 -> i32; local.set " + random.below(LOCALS));
      }
    }
  }
}
