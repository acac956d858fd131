package io.aspectvm.compiler.determinism;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A function of two i64 around one unsigned operator: its code, and what it must give, computed
 * with {@link BigInteger}. Of 32-bit operators the operands are the low halves.
 *
 * @param operator the mnemonic
 * @param shape what is done with the operator's result
 * @param left a constant in the code in place of the first parameter, or null
 * @param right a constant in the code in place of the second parameter, or null
 */
record UnsignedFunction(String operator, Shape shape, Long left, Long right) {

  /** Type of every function. */
  static final String TYPE = "i64 i64 -> i64";

  private static final int MOST_TURNS = 5;

  private static final List<String> COMPARISONS = List.of("lt_u", "gt_u", "le_u", "ge_u");

  /** What follows on a comparison. */
  enum Shape {
    /** The result itself; the only shape for operators that do not compare. */
    VALUE("%s; i64.extend_i32_u"),
    IF("%s; if i64; i64.const 11; else; i64.const 22; end"),
    BRANCH("block; %s; br_if 0; i64.const 44; return; end; i64.const 33"),
    UNLESS("block; %s; i32.eqz; br_if 0; i64.const 55; return; end; i64.const 66"),
    SELECT("i64.const 77; i64.const 88; %s; select"),
    /** The turns of a loop that counts the first operand up while the condition holds. */
    LOOP(null);

    private final String code;

    Shape(String code) {
      this.code = code;
    }
  }

  /** All: every comparison in every shape, the other operators, each with constants too. */
  static List<UnsignedFunction> all() {
    List<UnsignedFunction> all = new ArrayList<>();
    for (String type : List.of("i32.", "i64.")) {
      for (String comparison : COMPARISONS) {
        for (Shape shape : Shape.values()) {
          addWithConstants(all, type + comparison, shape);
        }
      }
      for (String operator : List.of("div_u", "rem_u", "shr_u")) {
        addWithConstants(all, type + operator, Shape.VALUE);
      }
      for (String operator : List.of("f32.convert_%su", "f64.convert_%su", "%strunc_f64_u")) {
        String name = operator.formatted(operator.startsWith("%") ? type : type.replace('.', '_'));
        all.add(new UnsignedFunction(name, Shape.VALUE, null, null));
      }
    }
    all.add(new UnsignedFunction("i64.extend_i32_u", Shape.VALUE, null, null));
    return all;
  }

  private static void addWithConstants(List<UnsignedFunction> all, String operator, Shape shape) {
    all.add(new UnsignedFunction(operator, shape, null, null));
    long sign = operator.startsWith("i32") ? 1L << 31 : Long.MIN_VALUE;
    for (long constant : new long[] {1, sign, sign - 1, -1}) {
      all.add(new UnsignedFunction(operator, shape, constant, null));
      all.add(new UnsignedFunction(operator, shape, null, constant));
    }
  }

  private boolean isComparison() {
    return COMPARISONS.contains(operator.substring(4));
  }

  /** Whether operands have 32 bits. */
  private boolean isNarrow() {
    return operator.startsWith("i32") || operator.contains("_i32");
  }

  // Code.

  /** In the form that {@code GuestModule} takes. */
  String code() {
    if (!isComparison()) {
      return otherCode();
    }
    if (shape == Shape.LOOP) {
      return loopCode();
    }
    return String.format(Locale.ROOT, shape.code, operand(0) + operand(1) + operator);
  }

  private String type() {
    return isNarrow() ? "i32" : "i64";
  }

  private String operand(int index) {
    Long constant = index == 0 ? left : right;
    if (constant != null) {
      return type() + ".const " + (isNarrow() ? constant.intValue() : constant) + ";";
    }
    return "local.get " + index + ";" + (isNarrow() ? "i32.wrap_i64;" : "");
  }

  private String loopCode() {
    return "local i64 "
        + type()
        + ";"
        + operand(0)
        + "local.set 3; block; loop;"
        + "local.get 2; i64.const 1; i64.add; local.tee 2;"
        + "i64.const "
        + MOST_TURNS
        + "; i64.ge_s; br_if 1;"
        + "local.get 3; "
        + type()
        + ".const 1; "
        + type()
        + ".add; local.tee 3;"
        + operand(1)
        + operator
        + "; br_if 0; end; end; local.get 2";
  }

  private String otherCode() {
    String widen = isNarrow() ? "; i64.extend_i32_u" : "";
    return switch (operator.substring(4)) {
      // A divisor of zero becomes one.
      case "div_u", "rem_u" ->
          operand(0)
              + operand(1)
              + operand(1)
              + (isNarrow() ? "i32.eqz; i32.or;" : "i64.eqz; i64.extend_i32_u; i64.or;")
              + operator
              + widen;
      case "shr_u" -> operand(0) + operand(1) + operator + widen;
      case "convert_i32_u", "convert_i64_u" ->
          operand(0)
              + operator
              + (operator.startsWith("f32")
                  ? "; i32.reinterpret_f32; i64.extend_i32_u"
                  : "; i64.reinterpret_f64");
      // What an f64 holds exactly, there and back again.
      case "trunc_f64_u" -> exact() + "f64.convert_" + type() + "_u; " + operator + widen;
      default -> operand(0) + operator;
    };
  }

  private String exact() {
    return operand(0) + (isNarrow() ? "" : "i64.const -2048; i64.and;");
  }

  // What it gives.

  /** The result of this function. */
  long expected(long first, long second) {
    BigInteger a = unsigned(left == null ? first : left);
    BigInteger b = unsigned(right == null ? second : right);
    return isComparison() ? compared(a, b) : computed(a, b);
  }

  private BigInteger modulus() {
    return BigInteger.ONE.shiftLeft(isNarrow() ? 32 : 64);
  }

  private BigInteger unsigned(long value) {
    return BigInteger.valueOf(value).mod(modulus());
  }

  private boolean holds(BigInteger a, BigInteger b) {
    int order = a.compareTo(b);
    return switch (operator.substring(4)) {
      case "lt_u" -> order < 0;
      case "gt_u" -> order > 0;
      case "le_u" -> order <= 0;
      default -> order >= 0;
    };
  }

  private long compared(BigInteger a, BigInteger b) {
    boolean holds = holds(a, b);
    return switch (shape) {
      case VALUE -> holds ? 1 : 0;
      case IF -> holds ? 11 : 22;
      case BRANCH -> holds ? 33 : 44;
      case UNLESS -> holds ? 55 : 66;
      case SELECT -> holds ? 77 : 88;
      case LOOP -> turns(a, b);
    };
  }

  private long turns(BigInteger a, BigInteger b) {
    for (int turn = 1; turn < MOST_TURNS; turn++) {
      if (!holds(a.add(BigInteger.valueOf(turn)).mod(modulus()), b)) {
        return turn;
      }
    }
    return MOST_TURNS;
  }

  private long computed(BigInteger a, BigInteger b) {
    BigInteger divisor = b.signum() == 0 ? BigInteger.ONE : b;
    return switch (operator.substring(4)) {
      case "div_u" -> a.divide(divisor).longValue();
      case "rem_u" -> a.mod(divisor).longValue();
      case "shr_u" -> a.shiftRight(b.intValue() & (isNarrow() ? 31 : 63)).longValue();
      case "convert_i32_u", "convert_i64_u" ->
          operator.startsWith("f32")
              ? Float.floatToIntBits(a.floatValue())
              : Double.doubleToLongBits(a.doubleValue());
      case "trunc_f64_u" -> isNarrow() ? a.longValue() : a.longValue() & -2048;
      default -> a.longValue();
    };
  }
}
