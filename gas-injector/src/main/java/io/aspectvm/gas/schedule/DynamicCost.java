package io.aspectvm.gas.schedule;

import java.util.Objects;

/**
 * The part of an instruction's price that grows with a size: an operand that is known only when the
 * instruction runs, or, for {@code br_table}, the length of its vector. For operands it is charged
 * when the instruction is executed, before any effect and before any trap of the instruction
 * itself, without charge overhead (gas specification, sections 3.1 and 10).
 *
 * @param unit what is counted
 * @param perUnit WASM gas for each unit, or started unit; not negative
 */
public record DynamicCost(Unit unit, long perUnit) {

  /** The price of an instruction without such a part. */
  public static final DynamicCost NONE = new DynamicCost(Unit.NONE, 0);

  /** What a dynamic cost counts. */
  public enum Unit {
    NONE("none", 0),
    /** Entries of a {@code br_table} vector, the default label not counted. */
    LABEL("label", 0),
    /** Pages of 65,536 bytes. */
    PAGE("page", 0),
    /** Started groups of eight bytes. */
    EIGHT_BYTES("8 bytes", 3),
    /** Elements of a table. */
    ELEMENT("element", 0);

    private final String text;
    private final int shift;

    Unit(String text, int shift) {
      this.text = text;
      this.shift = shift;
    }

    /** The name in the cost file and in messages. */
    public String text() {
      return text;
    }

    /** Binary logarithm of the size of one unit, in what the operand counts. */
    public int shift() {
      return shift;
    }

    static Unit byText(String text) {
      for (Unit unit : values()) {
        if (unit.text.equals(text)) {
          return unit;
        }
      }
      throw new IllegalArgumentException("unknown unit: " + text);
    }
  }

  public DynamicCost {
    Objects.requireNonNull(unit);
    if (perUnit < 0) {
      throw new IllegalArgumentException("negative cost: " + perUnit);
    }
  }

  /** Whether it counts the last operand of the instruction, and not an immediate. */
  public boolean countsOperand() {
    return unit != Unit.NONE && unit != Unit.LABEL;
  }

  /**
   * The price of a size, in WASM gas. It cannot overflow for an operand: the largest product of the
   * schedules is (2^32 - 1) x 50,862,630 &lt; 2^63.
   *
   * @param size the operand, as an unsigned 32-bit value
   * @throws ArithmeticException if the product does not fit
   */
  public long of(long size) {
    long units = (size + (1L << unit.shift()) - 1) >>> unit.shift();
    return Math.multiplyExact(units, perUnit);
  }
}
