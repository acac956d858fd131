package io.aspectvm.gas.testing;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metering a second time, from what it means and not from how it is computed: every instruction has
 * one payer, the position whose charge covers it. Going through a sequence of instructions,
 *
 * <ul>
 *   <li>an instruction has the payer of the one before it, unless that is a branch: then it is its
 *       own;
 *   <li>the first instruction in a {@code block} has the payer of the {@code block} itself; in a
 *       {@code loop} and in each arm of an {@code if} it is its own;
 *   <li>the instruction behind a construct has the payer of the construct, unless the construct
 *       contains, at any depth, a branch to the end of a frame further out: then it is its own.
 * </ul>
 *
 * <p>No stack, no merging, no sorting; slow on purpose (each construct is searched again and
 * again).
 */
public final class MeteringOracle {

  private static final Map<String, Opcode> OPCODES = new HashMap<>();

  static {
    for (Opcode opcode : Opcode.values()) {
      OPCODES.put(opcode.mnemonic(), opcode);
    }
  }

  private final GasSchedule schedule;
  private final TreeMap<Integer, Long> costByPayer = new TreeMap<>();

  /** The constructs around the current position, outermost first; null stands for the function. */
  private final List<Node.Construct> around = new ArrayList<>();

  private int position;

  private MeteringOracle(GasSchedule schedule) {
    this.schedule = schedule;
  }

  /** Position to amount, overhead included. */
  public static TreeMap<Integer, Long> charges(List<Node> body, GasSchedule schedule) {
    MeteringOracle oracle = new MeteringOracle(schedule);
    oracle.around.add(null);
    oracle.sequence(body, 0);
    TreeMap<Integer, Long> charges = new TreeMap<>();
    oracle.costByPayer.forEach(
        (payer, cost) -> charges.put(payer, cost + schedule.chargeOverhead()));
    return charges;
  }

  /** Static cost of one instruction. */
  public static long cost(Node node, GasSchedule schedule) {
    if (node instanceof Node.Plain plain) {
      return schedule.cost(OPCODES.get(plain.text().split(" ")[0]));
    } else if (node instanceof Node.Branch branch) {
      return branch.mnemonic().equals("br_table")
          ? schedule.brTableCost(branch.labels().size() - 1)
          : schedule.cost(OPCODES.get(branch.mnemonic()));
    }
    return schedule.cost(OPCODES.get(((Node.Construct) node).mnemonic()));
  }

  private void sequence(List<Node> nodes, int firstPayer) {
    int payer = firstPayer;
    for (Node node : nodes) {
      costByPayer.merge(payer, cost(node, schedule), Long::sum);
      position++;
      if (node instanceof Node.Branch) {
        payer = position;
      } else if (node instanceof Node.Construct construct) {
        around.add(construct);
        sequence(construct.body(), construct.mnemonic().equals("block") ? payer : position);
        if (construct.otherwise() != null) {
          position++;
          sequence(construct.otherwise(), position);
        }
        position++;
        boolean mayLeave = mayLeave(construct, around.size() - 1);
        around.remove(around.size() - 1);
        if (mayLeave) {
          payer = position;
        }
      }
    }
  }

  /**
   * Whether a branch in {@code construct} may lead to the end of a frame outside frame {@code k}.
   */
  private boolean mayLeave(Node.Construct construct, int k) {
    List<Node> inside = new ArrayList<>(construct.body());
    if (construct.otherwise() != null) {
      inside.addAll(construct.otherwise());
    }
    for (Node node : inside) {
      if (node instanceof Node.Branch branch && mayLeave(branch, k)) {
        return true;
      }
      if (node instanceof Node.Construct inner) {
        around.add(inner);
        boolean leaves = mayLeave(inner, k);
        around.remove(around.size() - 1);
        if (leaves) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayLeave(Node.Branch branch, int k) {
    if (branch.mnemonic().equals("return")) {
      return true;
    }
    for (int label : branch.labels()) {
      int target = around.size() - 1 - label;
      boolean backward = around.get(target) != null && around.get(target).isLoop();
      if (target < k && !backward) {
        return true;
      }
    }
    return false;
  }
}
