package io.aspectvm.gas.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Code as a tree, for tests that want structure where the binary format has brackets. Positions are
 * those of the flat code: a construct takes one instruction for its head, one for its {@code end}
 * and one for its {@code else}, if it has one.
 */
public sealed interface Node {

  /** One instruction without structure, as text. */
  record Plain(String text) implements Node {}

  /** {@code br}, {@code br_if}, {@code br_table} (the default label last) or {@code return}. */
  record Branch(String mnemonic, List<Integer> labels) implements Node {}

  /**
   * {@code block}, {@code loop} or {@code if}.
   *
   * @param otherwise the second arm of an {@code if}, or null
   */
  record Construct(String mnemonic, List<Node> body, List<Node> otherwise) implements Node {
    public boolean isLoop() {
      return mnemonic.equals("loop");
    }
  }

  /** The flat code of a function body, the final {@code end} included. */
  static List<String> flatten(List<Node> body) {
    List<String> out = new ArrayList<>();
    flatten(body, out);
    out.add("end");
    return out;
  }

  private static void flatten(List<Node> nodes, List<String> out) {
    for (Node node : nodes) {
      if (node instanceof Plain plain) {
        out.add(plain.text());
      } else if (node instanceof Branch branch) {
        out.add(text(branch));
      } else if (node instanceof Construct construct) {
        out.add(construct.mnemonic());
        flatten(construct.body(), out);
        if (construct.otherwise() != null) {
          out.add("else");
          flatten(construct.otherwise(), out);
        }
        out.add("end");
      }
    }
  }

  private static String text(Branch branch) {
    List<Integer> labels = branch.labels();
    if (branch.mnemonic().equals("br_table")) {
      int last = labels.size() - 1;
      StringBuilder entries = new StringBuilder();
      labels.subList(0, last).forEach(label -> entries.append(label).append(' '));
      return "br_table [" + entries.toString().trim() + "] default " + labels.get(last);
    }
    return labels.isEmpty() ? branch.mnemonic() : branch.mnemonic() + " " + labels.get(0);
  }
}
