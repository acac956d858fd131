package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;

/** Wide arithmetic. */
final class WideUnits {

  private static final String WIDE = "wide arithmetic";

  private WideUnits() {}

  static List<Unit> all() {
    return List.of(
        sum(Opcode.I64_ADD128),
        sum(Opcode.I64_SUB128),
        product(Opcode.I64_MUL_WIDE_S),
        product(Opcode.I64_MUL_WIDE_U));
  }

  /** {@code (x, y) = (x, y) + (y, z)}. */
  private static Unit sum(Opcode opcode) {
    return Unit.of(
        WIDE,
        (u, i) -> {
          u.get(I64, 0).get(I64, 1).get(I64, 1).get(I64, 2);
          u.measure(opcode).set(I64, 1).set(I64, 0);
        });
  }

  /** {@code x = low(x * y) ^ high(x * y)}. */
  private static Unit product(Opcode opcode) {
    return Unit.of(
        WIDE, (u, i) -> u.get(I64, 0).get(I64, 2).measure(opcode).add(Opcode.I64_XOR).set(I64, 0));
  }
}
