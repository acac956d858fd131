package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers structured control. Keeps the control stack and what is reachable.
 *
 * <p>A branch leaves the operands that its label carries in the registers of the label's height,
 * and nothing on the JVM operand stack.
 */
final class ControlLowering {

  /** Targets of one JVM switch, at most: 4 bytes each, and up to 8 more where the target is far. */
  private static final int MAX_SWITCH = 256;

  private final LoweredCode code;
  private final LoweringStack stack;
  private final List<ControlFrame> frames = new ArrayList<>();
  private boolean reachable = true;
  private boolean loops;

  ControlLowering(LoweredCode code, LoweringStack stack, FunctionType type) {
    this.code = code;
    this.stack = stack;
    frames.add(new ControlFrame(ControlFrame.Kind.FUNCTION, type, 0, -1, -1));
  }

  /** Whether there is a loop so far. */
  boolean loops() {
    return loops;
  }

  boolean reachable() {
    return reachable;
  }

  void setUnreachable() {
    reachable = false;
  }

  /** Follows the nesting of an instruction that cannot be reached. */
  void skip(Opcode opcode) {
    switch (opcode) {
      case BLOCK, LOOP, IF ->
          frames.add(new ControlFrame(ControlFrame.Kind.DEAD, FunctionType.EMPTY, 0, -1, -1));
      case ELSE -> {
        if (top().kind == ControlFrame.Kind.IF) {
          openElse();
        }
      }
      case END -> {
        if (top().kind == ControlFrame.Kind.DEAD) {
          frames.remove(frames.size() - 1);
        } else {
          close();
        }
      }
      default -> {}
    }
  }

  void openBlock(FunctionType type) {
    stack.keepAll();
    open(ControlFrame.Kind.BLOCK, type, -1);
  }

  void openLoop(FunctionType type) {
    stack.keepAll();
    ControlFrame frame = open(ControlFrame.Kind.LOOP, type, -1);
    code.add(LoweredOp.LABEL, frame.label, LoweredCode.LABEL_OF_LOOP, 0);
    loops = true;
  }

  void openIf(FunctionType type, Condition condition) {
    stack.keepAll();
    int elseLabel = code.newLabel();
    open(ControlFrame.Kind.IF, type, elseLabel);
    condition.jump(code, elseLabel, false);
  }

  private ControlFrame open(ControlFrame.Kind kind, FunctionType type, int elseLabel) {
    int base = stack.height() - type.parameters().size();
    ControlFrame frame = new ControlFrame(kind, type, base, code.newLabel(), elseLabel);
    frames.add(frame);
    return frame;
  }

  void openElse() {
    ControlFrame frame = top();
    if (reachable) {
      stack.keepAll();
      jumpTo(frame);
    }
    frame.kind = ControlFrame.Kind.ELSE;
    code.add(LoweredOp.LABEL, frame.elseLabel);
    enter(frame, frame.type.parameters());
  }

  void close() {
    ControlFrame frame = top();
    if (frame.kind == ControlFrame.Kind.FUNCTION) {
      if (reachable) {
        leave();
      }
      frames.remove(frames.size() - 1);
      return;
    }
    frames.remove(frames.size() - 1);
    boolean merges = frame.targeted && frame.kind != ControlFrame.Kind.LOOP;
    if (frame.kind == ControlFrame.Kind.IF) {
      if (reachable) {
        stack.keepAll();
      }
      // Without an else arm, the parameters are the results and lie in the same registers.
      code.add(LoweredOp.LABEL, frame.elseLabel);
      enter(frame, frame.type.results());
    }
    if (merges) {
      if (reachable) {
        stack.keepAll();
      }
      code.add(LoweredOp.LABEL, frame.label);
      enter(frame, frame.type.results());
    }
  }

  /** Code goes on with the frame's base and these operands, all in registers. */
  private void enter(ControlFrame frame, List<ValueType> operands) {
    stack.truncate(frame.base);
    for (ValueType type : operands) {
      stack.pushKept(type);
    }
    reachable = true;
  }

  void branch(int depth) {
    ControlFrame target = frame(depth);
    int carried = target.labelTypes().size();
    if (target.kind == ControlFrame.Kind.FUNCTION) {
      leave();
      return;
    }
    if (carried == 0) {
      stack.discardJvm();
      jumpTo(target);
    } else {
      stack.keepAll();
      transfer(target);
    }
    reachable = false;
  }

  void branchIf(int depth, Condition condition) {
    ControlFrame target = frame(depth);
    // The operands of the condition are on top of the JVM operand stack, and nothing else is there:
    // see
    // PendingComparison.take.
    if (isInPlace(target)) {
      target.targeted = true;
      condition.jump(code, target.label, true);
      return;
    }
    int skip = code.newLabel();
    condition.jump(code, skip, false);
    transfer(target);
    code.add(LoweredOp.LABEL, skip);
  }

  void branchTable(int[] depths) {
    stack.load(1);
    if (stack.onJvm() > 1) {
      stack.keepAll();
      stack.load(1);
    }
    stack.pop();
    Map<Integer, Integer> detours = new LinkedHashMap<>();
    int[] labels = new int[depths.length];
    for (int i = 0; i < depths.length; i++) {
      ControlFrame target = frame(depths[i]);
      if (isInPlace(target)) {
        target.targeted = true;
        labels[i] = target.label;
      } else {
        labels[i] = detours.computeIfAbsent(depths[i], depth -> code.newLabel());
      }
    }
    addSwitch(labels);
    for (Map.Entry<Integer, Integer> detour : detours.entrySet()) {
      code.add(LoweredOp.LABEL, detour.getValue());
      transfer(frame(detour.getKey()));
    }
    reachable = false;
  }

  /** A switch too large for one JVM instruction becomes a tree of comparisons over several. */
  private void addSwitch(int[] labels) {
    if (labels.length <= MAX_SWITCH) {
      code.add(LoweredOp.SWITCH, code.newSwitch(labels));
      return;
    }
    stack.push(ValueType.I32);
    stack.keepAll();
    int index = stack.register(stack.height() - 1);
    stack.truncate(stack.height() - 1);
    addSwitchTree(labels, index, 0, labels.length);
  }

  /** Covers indices {@code from} to {@code to - 1}; the last label of all is the default. */
  private void addSwitchTree(int[] labels, int index, int from, int to) {
    code.add(LoweredOp.LOAD, index);
    if (to - from <= MAX_SWITCH) {
      int[] part = new int[to - from + 1];
      System.arraycopy(labels, from, part, 0, to - from);
      part[to - from] = labels[labels.length - 1];
      code.add(LoweredOp.OPERATION, Opcode.I32_CONST.ordinal(), 0, from);
      code.add(LoweredOp.OPERATION, Opcode.I32_SUB.ordinal());
      code.add(LoweredOp.SWITCH, code.newSwitch(part));
      return;
    }
    int middle = (from + to) >>> 1;
    int upper = code.newLabel();
    code.add(LoweredOp.OPERATION, Opcode.I32_CONST.ordinal(), 0, middle);
    code.add(LoweredOp.OPERATION, Opcode.I32_GE_U.ordinal());
    code.add(LoweredOp.JUMP_IF, upper);
    addSwitchTree(labels, index, from, middle);
    code.add(LoweredOp.LABEL, upper);
    addSwitchTree(labels, index, middle, to);
  }

  /** Returns from the function. */
  void leave() {
    List<ValueType> results = frames.get(0).type.results();
    if (results.size() == 1) {
      stack.load(1);
      code.add(LoweredOp.RETURN, 0);
    } else if (results.isEmpty()) {
      code.add(LoweredOp.RETURN, 0);
    } else {
      stack.keepAll();
      transfer(frames.get(0));
    }
    reachable = false;
  }

  /** True if the operands for the target's label are where it wants them, and it is no return. */
  private boolean isInPlace(ControlFrame target) {
    int carried = target.labelTypes().size();
    return target.kind != ControlFrame.Kind.FUNCTION
        && stack.onJvm() == 0
        && (carried == 0 || stack.height() - carried == target.base);
  }

  /**
   * Moves the carried operands, all of which are in registers, and jumps. Going up from the lowest,
   * no move overwrites a register that a later one reads: a target lies at or below its source.
   */
  private void transfer(ControlFrame target) {
    List<ValueType> types = target.labelTypes();
    int first = stack.height() - types.size();
    if (target.kind == ControlFrame.Kind.FUNCTION) {
      transferToCaller(types, first);
      return;
    }
    if (first != target.base) {
      for (int i = 0; i < types.size(); i++) {
        code.add(LoweredOp.LOAD, stack.register(first + i));
        code.add(LoweredOp.STORE, stack.registerAt(target.base + i, types.get(i)));
      }
    }
    jumpTo(target);
  }

  private void transferToCaller(List<ValueType> types, int first) {
    for (int i = 1; i < types.size(); i++) {
      code.add(LoweredOp.LOAD, stack.register(first + i));
      code.add(LoweredOp.SCRATCH_SET, i - 1, types.get(i).ordinal(), 0);
    }
    if (!types.isEmpty()) {
      code.add(LoweredOp.LOAD, stack.register(first));
    }
    code.add(LoweredOp.RETURN, 0);
  }

  private void jumpTo(ControlFrame target) {
    target.targeted = true;
    code.add(LoweredOp.JUMP, target.label);
  }

  private ControlFrame frame(int depth) {
    return frames.get(frames.size() - 1 - depth);
  }

  private ControlFrame top() {
    return frames.get(frames.size() - 1);
  }
}
