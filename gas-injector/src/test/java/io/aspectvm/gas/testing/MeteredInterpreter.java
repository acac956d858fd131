package io.aspectvm.gas.testing;

import io.aspectvm.gas.schedule.GasSchedule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;

/**
 * Executes the code that {@link RandomCode} makes, on its tree, and pays as the {@link
 * MeteringOracle} says. It shares no code with the planner and the instrumenter.
 */
public final class MeteredInterpreter {

  /** How an execution ends, other than by returning. */
  public enum Trap {
    OUT_OF_GAS,
    UNREACHABLE,
    DIVIDE_BY_ZERO
  }

  private static final class Trapped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Trap trap;

    Trapped(Trap trap) {
      super(trap.name(), null, false, false);
      this.trap = trap;
    }
  }

  /** No branch under way. */
  private static final int NEXT = -1;

  private final List<List<Node>> functions;
  private final List<NavigableMap<Integer, Long>> charges = new ArrayList<>();
  private final GasSchedule schedule;
  private final int maximumPages;
  private int pages;
  private long gas;
  private long executedCost;
  private long overhead;
  private final List<Long> payments = new ArrayList<>();
  private final int[] mostOperands;

  /**
   * @param pages size of the memory
   * @param maximumPages up to which it may grow
   */
  public MeteredInterpreter(
      List<List<Node>> functions, GasSchedule schedule, int pages, int maximumPages) {
    this.functions = functions;
    this.schedule = schedule;
    this.pages = pages;
    this.maximumPages = maximumPages;
    this.mostOperands = new int[functions.size()];
    functions.forEach(body -> charges.add(MeteringOracle.charges(body, schedule)));
  }

  /** Calls a function; null if it returns. */
  public Trap call(int function, int argument, long limit) {
    gas = limit;
    try {
      new Frame(function, argument).run();
      return null;
    } catch (Trapped e) {
      return e.trap;
    }
  }

  /** The counter: -1 when out of gas. */
  public long gas() {
    return gas;
  }

  /** Sum of the costs, static and dynamic, of the instructions that ran. */
  public long executedCost() {
    return executedCost;
  }

  /** Sum of the charges' overheads. */
  public long overhead() {
    return overhead;
  }

  /** Amounts in the order in which they were charged. */
  public List<Long> payments() {
    return payments;
  }

  /** The most operands that a function had at once in what was called. */
  public int mostOperands(int function) {
    return mostOperands[function];
  }

  private void pay(long amount) {
    payments.add(amount);
    if (gas < amount) {
      gas = -1;
      throw new Trapped(Trap.OUT_OF_GAS);
    }
    gas -= amount;
  }

  /** One activation of a function. */
  private final class Frame {
    private final int function;
    private final List<Node> body;
    private final NavigableMap<Integer, Long> charges;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int local;

    Frame(int function, int argument) {
      this.function = function;
      this.body = functions.get(function);
      this.charges = MeteredInterpreter.this.charges.get(function);
      this.local = argument;
    }

    void run() {
      if (sequence(body, 0) == NEXT) {
        reach(size(body)); // the final end
      }
    }

    /** Control comes to the instruction at {@code position}. */
    private void reach(int position) {
      Long amount = charges.get(position);
      if (amount != null) {
        pay(amount);
        overhead += schedule.chargeOverhead();
      }
    }

    /** Gives {@link #NEXT}, or how many frames outwards the branch under way still has to go. */
    private int sequence(List<Node> nodes, int start) {
      int position = start;
      for (Node node : nodes) {
        reach(position);
        executedCost += MeteringOracle.cost(node, schedule);
        int outcome = NEXT;
        if (node instanceof Node.Plain plain) {
          plain(plain.text());
          mostOperands[function] = Math.max(mostOperands[function], stack.size());
        } else if (node instanceof Node.Branch branch) {
          outcome = branch(branch);
        } else if (node instanceof Node.Construct construct) {
          outcome = construct(construct, position);
        }
        if (outcome != NEXT) {
          return outcome;
        }
        position += size(node);
      }
      return NEXT;
    }

    private int construct(Node.Construct construct, int position) {
      boolean first = !construct.mnemonic().equals("if") || stack.pop() != 0;
      int behindFirst = position + 1 + size(construct.body());
      int end = position + size(construct) - 1;
      while (true) {
        int outcome = NEXT;
        if (first) {
          outcome = sequence(construct.body(), position + 1);
          if (outcome == NEXT) {
            reach(behindFirst); // else, or end
          }
        } else if (construct.otherwise() != null) {
          outcome = sequence(construct.otherwise(), behindFirst + 1);
          if (outcome == NEXT) {
            reach(end);
          }
        }
        if (outcome != 0) {
          return outcome == NEXT ? NEXT : outcome - 1;
        }
        if (!construct.isLoop()) {
          return NEXT;
        }
      }
    }

    private int branch(Node.Branch branch) {
      List<Integer> labels = branch.labels();
      return switch (branch.mnemonic()) {
        case "br" -> labels.get(0);
        case "br_if" -> stack.pop() != 0 ? labels.get(0) : NEXT;
        case "br_table" -> labels.get(Math.min(stack.pop(), labels.size() - 1));
        default -> Integer.MAX_VALUE; // return: further than any frame
      };
    }

    private void plain(String text) {
      String[] words = text.split(" ");
      switch (words[0]) {
        case "nop" -> {}
        case "i32.const" -> stack.push(Integer.decode(words[1]));
        case "local.get" -> stack.push(local);
        case "local.set" -> local = stack.pop();
        case "drop" -> stack.pop();
        case "i32.mul", "i32.add", "i32.and", "i32.shr_u" -> {
          int right = stack.pop();
          int left = stack.pop();
          stack.push(binary(words[0], left, right));
        }
        case "i32.div_s" -> throw new Trapped(Trap.DIVIDE_BY_ZERO);
        case "unreachable" -> throw new Trapped(Trap.UNREACHABLE);
        case "memory.grow" -> grow(stack.pop());
        case "call" -> new Frame(Integer.parseInt(words[1]), stack.pop()).run();
        default -> throw new IllegalArgumentException(text);
      }
    }

    private int binary(String mnemonic, int left, int right) {
      return switch (mnemonic) {
        case "i32.mul" -> left * right;
        case "i32.add" -> left + right;
        case "i32.and" -> left & right;
        default -> left >>> right;
      };
    }

    private void grow(int more) {
      long price = more * schedule.growPerPage();
      pay(price);
      executedCost += price;
      boolean fits = pages + more <= maximumPages;
      stack.push(fits ? pages : -1);
      pages += fits ? more : 0;
    }

    private int size(List<Node> nodes) {
      return nodes.stream().mapToInt(this::size).sum();
    }

    private int size(Node node) {
      if (node instanceof Node.Construct construct) {
        int second = construct.otherwise() == null ? 0 : 1 + size(construct.otherwise());
        return 2 + size(construct.body()) + second;
      }
      return 1;
    }
  }
}
