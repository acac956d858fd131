package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The lowered code of one function, as parallel arrays: a list of {@link LoweredOp}s with their
 * components, written once from front to back.
 */
public final class LoweredCode {

  private static final LoweredOp[] OPS = LoweredOp.values();
  private static final Opcode[] OPCODES = Opcode.values();
  private static final ValueType[] TYPES = ValueType.values();

  /** Components {@code b} of a label. */
  static final int LABEL_OF_LOOP = 1;

  private static final int LABEL_CHECKS = 2;

  /** Components {@code b} of a charge. */
  private static final int CHARGE_UNCHECKED = 1;

  private static final int CHARGE_ENDS_BLOCK = 2;

  private static final int[] NO_TARGETS = {};

  private final long maxSize;
  private byte[] ops = new byte[64];
  private int[] as = new int[64];
  private int[] bs = new int[64];
  private long[] values = new long[64];
  private int[] offsets = new int[64];
  private int size;
  private int labels;
  private final List<int[]> switches = new ArrayList<>();
  private int currentOffset;

  /**
   * @param maxSize greatest number of entries
   */
  LoweredCode(long maxSize) {
    this.maxSize = maxSize;
  }

  /** Code without entries that has the labels and switch tables of this. */
  LoweredCode emptied() {
    LoweredCode copy = new LoweredCode(maxSize);
    copy.labels = labels;
    copy.switches.addAll(switches);
    return copy;
  }

  /** Number of entries. */
  public int size() {
    return size;
  }

  public LoweredOp op(int i) {
    return OPS[ops[i]];
  }

  public int a(int i) {
    return as[i];
  }

  public int b(int i) {
    return bs[i];
  }

  public long value(int i) {
    return values[i];
  }

  /** Byte offset, in the function body, of the wasm instruction that entry {@code i} stems from. */
  public int offset(int i) {
    return offsets[i];
  }

  /** The opcode in component {@code a} of an operation. */
  public Opcode opcode(int i) {
    return OPCODES[as[i]];
  }

  /** The comparison in component {@code b} of a jump or a trip count. */
  public Opcode comparison(int i) {
    return OPCODES[bs[i]];
  }

  /** Component {@code a} as a type. */
  public ValueType typeA(int i) {
    return TYPES[as[i]];
  }

  /** Component {@code b} as a type. */
  public ValueType typeB(int i) {
    return TYPES[bs[i]];
  }

  /** Number of labels, cuts included; labels are numbered from 0. */
  public int labels() {
    return labels;
  }

  /** Labels of switch table {@code n}; the last is the default. */
  public int[] switchLabels(int n) {
    return switches.get(n);
  }

  /** Registers that some entry reads or writes. */
  public BitSet usedRegisters() {
    return usedRegisters(0, size);
  }

  /** Registers that some entry from {@code from} and before {@code to} reads or writes. */
  public BitSet usedRegisters(int from, int to) {
    BitSet used = new BitSet();
    for (int i = from; i < to; i++) {
      switch (op(i)) {
        case LOAD, STORE, TEE -> used.set(as[i]);
        default -> {}
      }
    }
    return used;
  }

  /** Position by label, cuts included. The code is complete. */
  public int[] labelPositions() {
    int[] positions = new int[labels];
    Arrays.fill(positions, -1);
    for (int i = 0; i < size; i++) {
      if (isCutPlace(i)) {
        positions[as[i]] = i;
      }
    }
    return positions;
  }

  /** Whether the function can be cut before this entry: nothing is on the operand stack there. */
  public boolean isCutPlace(int i) {
    return op(i) == LoweredOp.LABEL || op(i) == LoweredOp.CUT;
  }

  /** Labels that an entry may jump to, each entry of a switch table for one; not to be changed. */
  public int[] jumpTargets(int i) {
    return switch (op(i)) {
      case JUMP, JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> new int[] {as[i]};
      case SWITCH -> switchLabels(as[i]);
      default -> NO_TARGETS;
    };
  }

  /** Number of jumps by label, each entry of a switch table for one. */
  int[] jumpsByLabel() {
    int[] jumps = new int[labels];
    for (int i = 0; i < size; i++) {
      for (int label : jumpTargets(i)) {
        jumps[label]++;
      }
    }
    return jumps;
  }

  /** Number of operands that a conditional jump pops. */
  int jumpOperands(int jump) {
    return op(jump) == LoweredOp.JUMP_COMPARE ? Comparisons.operands(comparison(jump)) : 1;
  }

  /** Whether a charge leaves it to a later entry to look whether the gas was enough. */
  public boolean isUnchecked(int charge) {
    return bs[charge] == CHARGE_UNCHECKED;
  }

  void leaveUnchecked(int charge) {
    bs[charge] = CHARGE_UNCHECKED;
  }

  /** Whether a charge looks whether the gas was enough by a jump, which ends its block. */
  public boolean endsBlock(int charge) {
    return bs[charge] == CHARGE_ENDS_BLOCK;
  }

  void endBlock(int charge) {
    bs[charge] = CHARGE_ENDS_BLOCK;
  }

  /** Whether the label at this position looks whether the gas was enough. */
  public boolean checksAt(int label) {
    return (bs[label] & LABEL_CHECKS) != 0;
  }

  void checkAt(int label) {
    bs[label] |= LABEL_CHECKS;
  }

  /** Whether the label at this position is the head of a loop. */
  boolean isLoopHead(int label) {
    return (bs[label] & LABEL_OF_LOOP) != 0;
  }

  /** Whether a charge is the first entry of a loop. */
  boolean isAtLoopHead(int charge) {
    return charge > 0 && op(charge - 1) == LoweredOp.LABEL && isLoopHead(charge - 1);
  }

  /** Whether an entry is straight-line code that cannot trap and that no other frame can see. */
  boolean isPure(int i) {
    return switch (op(i)) {
      case LOAD, STORE, TEE, POP, SELECT, GLOBAL_GET, REF_FUNC, CUT, TRIP_COUNT -> true;
      case OPERATION -> opcode(i).effect() == Effect.PURE;
      default -> false;
    };
  }

  /** Functions that some entry makes a reference to. */
  public BitSet referencedFunctions() {
    BitSet referenced = new BitSet();
    for (int i = 0; i < size; i++) {
      if (op(i) == LoweredOp.REF_FUNC) {
        referenced.set(as[i]);
      }
    }
    return referenced;
  }

  int newLabel() {
    return labels++;
  }

  int newSwitch(int[] switchLabels) {
    switches.add(switchLabels);
    return switches.size() - 1;
  }

  /** Entries added from now on stem from the instruction at this offset in the body. */
  void at(int offset) {
    currentOffset = offset;
  }

  /**
   * @throws LoweredCodeLimitException if there are too many entries already
   */
  void add(LoweredOp op, int a, int b, long value) {
    if (size >= maxSize) {
      throw new LoweredCodeLimitException(maxSize);
    }
    if (size == ops.length) {
      grow();
    }
    ops[size] = (byte) op.ordinal();
    as[size] = a;
    bs[size] = b;
    values[size] = value;
    offsets[size] = currentOffset;
    size++;
  }

  void add(LoweredOp op, int a) {
    add(op, a, 0, 0);
  }

  /** Adds a copy of another code's entry. */
  void add(LoweredCode other, int i) {
    at(other.offsets[i]);
    add(other.op(i), other.as[i], other.bs[i], other.values[i]);
  }

  /** Adds the conditional jump of another code that is taken where that is not. */
  void addOppositeJump(LoweredCode other, int jump, int label) {
    at(other.offsets[jump]);
    switch (other.op(jump)) {
      case JUMP_IF -> add(LoweredOp.JUMP_UNLESS, label);
      case JUMP_UNLESS -> add(LoweredOp.JUMP_IF, label);
      default -> add(LoweredOp.JUMP_COMPARE, label, other.bs[jump], 1 - other.values[jump]);
    }
  }

  /** Makes the charge that was added last greater. */
  void addToCharge(long amount) {
    values[size - 1] += amount;
  }

  private void grow() {
    int capacity = size * 2;
    ops = Arrays.copyOf(ops, capacity);
    as = Arrays.copyOf(as, capacity);
    bs = Arrays.copyOf(bs, capacity);
    values = Arrays.copyOf(values, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
  }

  /** One line for each entry, for people and golden tests. */
  @Override
  public String toString() {
    return new LoweredListing(this).text();
  }
}
