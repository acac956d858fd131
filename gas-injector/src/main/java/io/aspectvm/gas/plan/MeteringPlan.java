package io.aspectvm.gas.plan;

import java.util.Arrays;

/**
 * The charge points of one function body, in the order of its instructions. Immutable.
 *
 * <p>To apply it while walking the body, keep the number of the next charge point: if {@code
 * position(next)} is the index of the instruction at hand, charge {@code amount(next)} before it.
 */
public final class MeteringPlan {

  /** No charges: for code that is not metered. */
  public static final MeteringPlan NONE = new MeteringPlan(new int[0], new long[0]);

  private final int[] positions;
  private final long[] amounts;

  /** Takes ownership of both arrays: equally long, positions strictly increasing. */
  MeteringPlan(int[] positions, long[] amounts) {
    this.positions = positions;
    this.amounts = amounts;
  }

  /** Number of charge points. */
  public int size() {
    return positions.length;
  }

  /** Index of the instruction, from 0, before which charge point {@code i} is paid. */
  public int position(int i) {
    return positions[i];
  }

  /** WASM gas that charge point {@code i} takes, the charge overhead included; positive. */
  public long amount(int i) {
    return amounts[i];
  }

  /** WASM gas charged before the instruction with this index; 0 if it has no charge point. */
  public long amountAt(int position) {
    int i = Arrays.binarySearch(positions, position);
    return i < 0 ? 0 : amounts[i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeteringPlan plan
        && Arrays.equals(positions, plan.positions)
        && Arrays.equals(amounts, plan.amounts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(positions) + Arrays.hashCode(amounts);
  }

  /** One line for each charge point: {@code position: amount}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < positions.length; i++) {
      text.append(positions[i]).append(": ").append(amounts[i]).append('\n');
    }
    return text.toString();
  }
}
