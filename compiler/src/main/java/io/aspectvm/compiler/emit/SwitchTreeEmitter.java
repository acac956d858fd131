package io.aspectvm.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits a static method that forwards its arguments to one of many others, chosen by an int, the
 * selector. Where there are too many for one method, a tree of methods in classes of their own.
 *
 * <p>The method takes the arguments, the selector, the instance, the depth and the gas; the targets
 * take the same without the selector. For a selector without target it throws {@code
 * indirectFailure(selector)}, or calls one more method, which takes the selector too.
 */
final class SwitchTreeEmitter {

  /** Bytes of code that one method of the tree may take. */
  private static final int MAX_BYTES = 6_000;

  private final GeneratedClasses classes;
  private final List<Type> arguments;
  private final Type result;
  private final MethodRef otherwise;
  private final int fanOut;
  private int nodeClasses;

  /**
   * @param otherwise what a selector without target goes to, with it; null for {@code
   *     indirectFailure}
   */
  SwitchTreeEmitter(
      GeneratedClasses classes, List<Type> arguments, Type result, MethodRef otherwise) {
    this.classes = classes;
    this.otherwise = otherwise;
    this.arguments = arguments;
    this.result = result;
    // For each target: its case, up to 4 bytes for each argument, the call and the return.
    this.fanOut = Math.max(2, MAX_BYTES / (28 + 4 * arguments.size()));
  }

  /** A method to forward to: a target, or a node for all selectors from {@code first} on. */
  record Branch(int first, MethodRef method, boolean isTarget) {}

  /**
   * @param selecting emitted at the beginning; leaves the selector on the stack
   */
  void emit(MethodRef root, List<Branch> targets, Selecting selecting) {
    List<Branch> branches = targets;
    while (branches.size() > fanOut) {
      branches = group(root, branches);
    }
    Method method = new Method(root);
    selecting.emit(method.code, method.selector, method.instance);
    method.code.store(Type.INT_TYPE, method.selector);
    method.choose(branches);
  }

  /** Computes the selector from what the root method got in its place. */
  @FunctionalInterface
  interface Selecting {
    void emit(CodeBuilder code, int selectorSlot, int instanceSlot);
  }

  private List<Branch> group(MethodRef root, List<Branch> branches) {
    List<Branch> parents = new ArrayList<>();
    for (int from = 0; from < branches.size(); from += fanOut) {
      List<Branch> part = branches.subList(from, Math.min(branches.size(), from + fanOut));
      String owner = root.owner() + "_" + nodeClasses++;
      MethodRef node = new MethodRef(owner, root.name(), root.descriptor());
      new Method(node).choose(part);
      classes.finish(owner);
      parents.add(new Branch(part.get(0).first(), node, false));
    }
    return parents;
  }

  private final class Method {
    private final CodeBuilder code;
    private final int[] slots = new int[arguments.size()];
    private final int selector;
    private final int instance;
    private final int depth;
    private final int gas;

    Method(MethodRef ref) {
      code = new CodeBuilder(classes.method(ref));
      for (int i = 0; i < slots.length; i++) {
        slots[i] = code.declare(arguments.get(i));
      }
      selector = code.declareInt();
      instance = code.declareReference(RuntimeRefs.INSTANCE);
      depth = code.declareInt();
      gas = code.declareLong();
    }

    void choose(List<Branch> branches) {
      boolean targets = branches.isEmpty() || branches.get(0).isTarget();
      Label[] labels = new Label[branches.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = new Label();
      }
      if (targets) {
        chooseTarget(branches, labels);
      } else {
        chooseNode(branches, labels);
      }
      GeneratedClasses.end(code.visitor());
    }

    private void chooseTarget(List<Branch> branches, Label[] labels) {
      int[] keys = branches.stream().mapToInt(Branch::first).toArray();
      Label failed = new Label();
      code.load(Type.INT_TYPE, selector);
      code.visitor().visitLookupSwitchInsn(failed, keys, labels);
      for (int i = 0; i < labels.length; i++) {
        code.bind(labels[i]);
        forward(branches.get(i));
      }
      code.bind(failed);
      if (otherwise != null) {
        forward(new Branch(0, otherwise, false));
        return;
      }
      code.load(Type.INT_TYPE, selector);
      code.support("indirectFailure");
      code.insn(Opcodes.ATHROW);
    }

    /** The last node whose first selector is not above ours. */
    private void chooseNode(List<Branch> branches, Label[] labels) {
      for (int i = labels.length - 1; i > 0; i--) {
        code.load(Type.INT_TYPE, selector);
        code.push(branches.get(i).first());
        code.jump(Opcodes.IF_ICMPGE, labels[i]);
      }
      forward(branches.get(0));
      for (int i = 1; i < labels.length; i++) {
        code.bind(labels[i]);
        forward(branches.get(i));
      }
    }

    private void forward(Branch branch) {
      for (int i = 0; i < slots.length; i++) {
        code.load(arguments.get(i), slots[i]);
      }
      if (!branch.isTarget()) {
        code.load(Type.INT_TYPE, selector);
      }
      code.loadReference(instance);
      code.load(Type.INT_TYPE, depth);
      code.load(Type.LONG_TYPE, gas);
      code.call(branch.method());
      code.insn(result.getOpcode(Opcodes.IRETURN));
    }
  }
}
