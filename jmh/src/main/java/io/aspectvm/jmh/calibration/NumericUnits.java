package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Operations on numbers of one type, as the opcode table has them, and comparisons. */
final class NumericUnits {

  private static final Set<Opcode> DIVISIONS =
      EnumSet.of(
          Opcode.I32_DIV_S,
          Opcode.I32_DIV_U,
          Opcode.I64_DIV_S,
          Opcode.I64_DIV_U,
          Opcode.F32_DIV,
          Opcode.F64_DIV);
  private static final Set<Opcode> REMAINDERS =
      EnumSet.of(Opcode.I32_REM_S, Opcode.I32_REM_U, Opcode.I64_REM_S, Opcode.I64_REM_U);

  /** Of floats, those that a JIT could fold if their second operand stayed the same. */
  private static final Set<Opcode> CHOICES =
      EnumSet.of(
          Opcode.F32_MIN,
          Opcode.F32_MAX,
          Opcode.F32_COPYSIGN,
          Opcode.F64_MIN,
          Opcode.F64_MAX,
          Opcode.F64_COPYSIGN);

  private NumericUnits() {}

  /** In the order of the table. */
  static List<Unit> all() {
    List<Unit> units = new ArrayList<>();
    for (Opcode opcode : Opcode.values()) {
      if (isNumeric(opcode)) {
        units.add(unit(opcode, opcode.signature().orElseThrow()));
      }
    }
    return units;
  }

  private static boolean isNumeric(Opcode opcode) {
    return opcode.code() >= Opcode.I32_EQZ.code()
        && opcode.code() <= Opcode.I64_EXTEND32_S.code()
        && opcode != Opcode.I32_WRAP_I64
        && opcode.signature().map(NumericUnits::isOfOneType).orElse(false);
  }

  /** Or is a comparison: everything but conversions. */
  private static boolean isOfOneType(StackSignature signature) {
    ValueType result = signature.results().get(0);
    return signature.operands().size() == 2
        || signature.operands().get(0) == result
        || (signature.operands().get(0) == I64 && result == I32);
  }

  private static Unit unit(Opcode opcode, StackSignature signature) {
    ValueType type = signature.operands().get(0);
    boolean comparison =
        signature.results().get(0) != type || opcode.mnemonic().matches("i32\\.(eq|ne|[lg][te]).*");
    if (comparison) {
      return comparison(opcode, type, signature.operands().size());
    }
    String family = family(opcode, type);
    if (signature.operands().size() == 1) {
      return unary(family, opcode, type);
    }
    if (DIVISIONS.contains(opcode)) {
      return division(family, opcode, type);
    }
    if (REMAINDERS.contains(opcode)) {
      return remainder(family, opcode, type);
    }
    return (type.isFloat() && !CHOICES.contains(opcode)) || isShift(opcode)
        ? withConstant(family, opcode, type)
        : binary(family, opcode, type);
  }

  /** Shifts by a number that changes take registers that are not free. */
  private static boolean isShift(Opcode opcode) {
    return opcode.mnemonic().matches("i..\\.(sh|rot).*");
  }

  private static String family(Opcode opcode, ValueType type) {
    if (type.isFloat()) {
      return "float";
    }
    String operation = opcode.mnemonic().substring(type.text().length() + 1);
    return switch (operation.replaceAll("_.*", "")) {
      case "mul" -> type + " multiplication";
      case "div", "rem" -> type + " division";
      case "clz", "ctz", "popcnt" -> type + " bit counts";
      default -> type + " arithmetic";
    };
  }

  /** Each value by the one that was computed before it. */
  private static Unit binary(String family, Opcode opcode, ValueType type) {
    return Unit.of(family, (u, i) -> u.get(type, i).get(type, i + 2).measure(opcode).set(type, i));
  }

  /** With a second operand that stays as it is: sums of floats would else end at infinity. */
  private static Unit withConstant(String family, Opcode opcode, ValueType type) {
    return Unit.of(family, (u, i) -> u.get(type, 0).get(type, 1).measure(opcode).set(type, 0));
  }

  /** {@code x = k / x} goes to and fro between two numbers, of which none is zero. */
  private static Unit division(String family, Opcode opcode, ValueType type) {
    return Unit.of(family, (u, i) -> u.get(type, 2).get(type, 0).measure(opcode).set(type, 0));
  }

  /** {@code x = k % (x | m)}. */
  private static Unit remainder(String family, Opcode opcode, ValueType type) {
    Opcode or = type == I32 ? Opcode.I32_OR : Opcode.I64_OR;
    return Unit.of(
        family,
        (u, i) -> u.get(type, 2).get(type, 0).get(type, 1).add(or).measure(opcode).set(type, 0));
  }

  private static Unit unary(String family, Opcode opcode, ValueType type) {
    Opcode add = plus(type);
    return Unit.of(
        family,
        (u, i) -> {
          int from = type.isFloat() ? 0 : i + 2;
          int other = type.isFloat() ? 1 : i;
          u.get(type, from).measure(opcode).get(type, other).add(add);
          u.set(type, type.isFloat() ? 0 : i);
        });
  }

  private static Opcode plus(ValueType type) {
    return Opcode.valueOf(type.name().toUpperCase(Locale.ROOT) + "_ADD");
  }

  /** What is 0 or 1 is added to a number, or chooses one of two. */
  private static Unit comparison(Opcode opcode, ValueType type, int operands) {
    return Unit.of(
        (type.isFloat() ? "float" : type.text()) + " comparison",
        (u, i) -> {
          if (type.isFloat()) {
            u.get(type, i + 1).get(type, i);
          }
          u.get(type, i + 2);
          if (operands == 2) {
            u.get(type, i + 1);
          }
          u.measure(opcode);
          switch (type) {
            case I32 -> u.get(I32, i).add(Opcode.I32_ADD);
            case I64 -> u.add(Opcode.I64_EXTEND_I32_U).get(I64, i).add(Opcode.I64_ADD);
            default -> u.add(Opcode.SELECT);
          }
          u.set(type, i);
        });
  }
}
