package io.aspectvm.jmh.whitepaper;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;

/**
 * Writes arithmetic on 64-bit limbs, which are locals of type i64: with the instructions of wide
 * arithmetic, or with those that there are without it. Both compute the same. Not thread-safe.
 */
final class LimbCode {

  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final CodeWriter code = new CodeWriter();
  private final boolean wide;
  private final int scratch;

  /**
   * @param wide whether with wide arithmetic
   * @param scratch the first of {@link #SCRATCH} locals that it may change
   */
  LimbCode(boolean wide, int scratch) {
    this.wide = wide;
    this.scratch = scratch;
  }

  /** Locals that it needs, of type i64. */
  static final int SCRATCH = 6;

  /** What is written, for whatever else belongs there. */
  CodeWriter code() {
    return code;
  }

  /** {@code local = value}. */
  LimbCode constant(int local, long value) {
    code.add(Opcode.I64_CONST, value).add(Opcode.LOCAL_SET, local);
    return this;
  }

  /** {@code to = from}. */
  LimbCode copy(int from, int to) {
    code.add(Opcode.LOCAL_GET, from).add(Opcode.LOCAL_SET, to);
    return this;
  }

  /** {@code (sum, carry) = a + b}. */
  LimbCode add(int a, int b, int sum, int carry) {
    if (wide) {
      get(a).zero().get(b).zero();
      return pair(Opcode.I64_ADD128, sum, carry);
    }
    get(a).get(b).op(Opcode.I64_ADD).set(scratch);
    get(scratch).get(a).op(Opcode.I64_LT_U).op(Opcode.I64_EXTEND_I32_U).set(carry);
    return copy(scratch, sum);
  }

  /** {@code (sum, carry) = a + b + carry}; the carry is 0 or 1. */
  LimbCode addCarry(int a, int b, int sum, int carry) {
    if (wide) {
      get(a).zero().get(b).zero();
      code.add(Opcode.I64_ADD128);
      get(carry).zero();
      return pair(Opcode.I64_ADD128, sum, carry);
    }
    get(a).get(b).op(Opcode.I64_ADD).set(scratch);
    get(scratch).get(carry).op(Opcode.I64_ADD).set(scratch + 1);
    get(scratch).get(a).op(Opcode.I64_LT_U);
    get(scratch + 1).get(scratch).op(Opcode.I64_LT_U).op(Opcode.I32_OR);
    op(Opcode.I64_EXTEND_I32_U).set(carry);
    return copy(scratch + 1, sum);
  }

  /** {@code (difference, borrow) = a - b - borrow}; the borrow is 0 or 1. */
  LimbCode subtractBorrow(int a, int b, int difference, int borrow) {
    if (wide) {
      get(a).zero().get(b).zero();
      code.add(Opcode.I64_SUB128);
      get(borrow).zero();
      code.add(Opcode.I64_SUB128).add(Opcode.I64_CONST, 1).add(Opcode.I64_AND);
      return set(borrow).set(difference);
    }
    get(a).get(b).op(Opcode.I64_SUB).set(scratch);
    get(scratch).get(borrow).op(Opcode.I64_SUB).set(scratch + 1);
    get(a).get(b).op(Opcode.I64_LT_U);
    get(scratch).get(borrow).op(Opcode.I64_LT_U).op(Opcode.I32_OR);
    op(Opcode.I64_EXTEND_I32_U).set(borrow);
    return copy(scratch + 1, difference);
  }

  /** {@code (low, carry) = a * b + c + carry}: no more than 128 bits, whatever they are. */
  LimbCode multiplyAdd(int a, int b, int c, int low, int carry) {
    if (wide) {
      get(a).get(b).op(Opcode.I64_MUL_WIDE_U).get(c).zero().op(Opcode.I64_ADD128);
      get(carry).zero();
      return pair(Opcode.I64_ADD128, low, carry);
    }
    int high = scratch + 5;
    highProduct(a, b, high);
    get(a).get(b).op(Opcode.I64_MUL).set(scratch);
    addInto(scratch, c, high);
    addInto(scratch, carry, high);
    return copy(scratch, low).copy(high, carry);
  }

  /** {@code to += what}, and the carry to another. */
  private void addInto(int to, int what, int carry) {
    get(to).get(what).op(Opcode.I64_ADD).set(to);
    get(carry).get(to).get(what).op(Opcode.I64_LT_U).op(Opcode.I64_EXTEND_I32_U);
    op(Opcode.I64_ADD).set(carry);
  }

  /** The upper half of a product, from four products of halves. */
  private void highProduct(int a, int b, int high) {
    int t = scratch + 1;
    int w = scratch + 2;
    // t = high(a) * low(b) + (low(a) * low(b) >> 32)
    high(a).low(b).op(Opcode.I64_MUL).low(a).low(b).op(Opcode.I64_MUL).shift();
    op(Opcode.I64_ADD).set(t);
    // w = low(a) * high(b) + low(t)
    low(a).high(b).op(Opcode.I64_MUL).low(t).op(Opcode.I64_ADD).set(w);
    high(a).high(b).op(Opcode.I64_MUL).high(t).op(Opcode.I64_ADD).high(w);
    op(Opcode.I64_ADD).set(high);
  }

  private LimbCode low(int local) {
    get(local);
    code.add(Opcode.I64_CONST, LOW_HALF).add(Opcode.I64_AND);
    return this;
  }

  private LimbCode high(int local) {
    return get(local).shift();
  }

  private LimbCode shift() {
    code.add(Opcode.I64_CONST, 32).add(Opcode.I64_SHR_U);
    return this;
  }

  private LimbCode pair(Opcode opcode, int low, int high) {
    return op(opcode).set(high).set(low);
  }

  private LimbCode zero() {
    code.add(Opcode.I64_CONST, 0);
    return this;
  }

  private LimbCode get(int local) {
    code.add(Opcode.LOCAL_GET, local);
    return this;
  }

  private LimbCode set(int local) {
    code.add(Opcode.LOCAL_SET, local);
    return this;
  }

  private LimbCode op(Opcode opcode) {
    code.add(opcode);
    return this;
  }
}
