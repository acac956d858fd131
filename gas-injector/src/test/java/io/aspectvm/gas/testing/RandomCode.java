package io.aspectvm.gas.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random valid bodies of type {@code (i32) -> ()}. Every statement leaves the operand stack as it
 * was. Local 0 is the state that conditions are taken from; code changes it.
 */
public final class RandomCode {

  private final Random random;
  private final int callees;
  private int budget;

  /**
   * @param callees the code may call functions 0 to {@code callees - 1}, of type {@code (i32) ->
   *     ()}
   */
  public RandomCode(long seed, int callees) {
    this.random = new Random(seed);
    this.callees = callees;
  }

  /** A body of about {@code size} statements. */
  public List<Node> body(int size) {
    budget = size;
    return statements(1);
  }

  private List<Node> statements(int depth) {
    List<Node> nodes = new ArrayList<>();
    int count = random.nextInt(depth == 1 ? 12 : 5);
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      statement(nodes, depth);
    }
    return nodes;
  }

  private void statement(List<Node> out, int depth) {
    switch (random.nextInt(depth < 7 ? 16 : 10)) {
      case 0, 1 -> plain(out, "nop");
      case 2 -> plain(out, "local.get 0", "drop");
      case 3, 4 -> step(out);
      case 5 -> {
        condition(out, 1);
        out.add(new Node.Branch("br_if", List.of(label(depth))));
      }
      case 6 -> branch(out, depth);
      case 7 -> table(out, depth);
      case 8 -> rare(out);
      case 9 -> call(out);
      case 10, 11 -> out.add(new Node.Construct("block", statements(depth + 1), null));
      case 12, 13 -> out.add(new Node.Construct("loop", statements(depth + 1), null));
      default -> {
        condition(out, 1);
        List<Node> otherwise = random.nextBoolean() ? statements(depth + 1) : null;
        out.add(new Node.Construct("if", statements(depth + 1), otherwise));
      }
    }
  }

  private int label(int depth) {
    return random.nextInt(depth);
  }

  private void branch(List<Node> out, int depth) {
    boolean plain = random.nextInt(3) > 0;
    out.add(
        plain
            ? new Node.Branch("br", List.of(label(depth)))
            : new Node.Branch("return", List.of()));
  }

  private void table(List<Node> out, int depth) {
    condition(out, 3);
    List<Integer> labels = new ArrayList<>();
    int entries = random.nextInt(4);
    for (int i = 0; i <= entries; i++) {
      labels.add(label(depth));
    }
    out.add(new Node.Branch("br_table", labels));
  }

  private void rare(List<Node> out) {
    switch (random.nextInt(6)) {
      case 0 -> plain(out, "unreachable");
      case 1 -> plain(out, "i32.const 1", "i32.const 0", "i32.div_s", "drop");
      case 2, 3 -> plain(out, "i32.const " + random.nextInt(3), "memory.grow", "drop");
      default -> plain(out, "local.get 0", "i32.const 3", "i32.shr_u", "local.set 0");
    }
  }

  private void call(List<Node> out) {
    if (callees > 0) {
      plain(out, "local.get 0", "call " + random.nextInt(callees));
    }
  }

  /** One step of a linear congruential generator. */
  private void step(List<Node> out) {
    plain(out, "local.get 0", "i32.const 1103515245", "i32.mul");
    plain(out, "i32.const 12345", "i32.add", "local.set 0");
  }

  private void condition(List<Node> out, int mask) {
    plain(out, "local.get 0", "i32.const " + random.nextInt(31), "i32.shr_u");
    plain(out, "i32.const " + mask, "i32.and");
  }

  private static void plain(List<Node> out, String... instructions) {
    for (String instruction : instructions) {
      out.add(new Node.Plain(instruction));
    }
  }
}
