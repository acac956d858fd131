package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.EnumSet;
import java.util.Set;

/** The comparisons that a jump makes itself: all of integers. */
final class Comparisons {

  private static final Set<Opcode> FUSIBLE =
      EnumSet.of(
          Opcode.I32_EQZ,
          Opcode.I32_EQ,
          Opcode.I32_NE,
          Opcode.I32_LT_S,
          Opcode.I32_GT_S,
          Opcode.I32_LE_S,
          Opcode.I32_GE_S,
          Opcode.I32_LT_U,
          Opcode.I32_GT_U,
          Opcode.I32_LE_U,
          Opcode.I32_GE_U,
          Opcode.I64_EQZ,
          Opcode.I64_EQ,
          Opcode.I64_NE,
          Opcode.I64_LT_S,
          Opcode.I64_GT_S,
          Opcode.I64_LE_S,
          Opcode.I64_GE_S,
          Opcode.I64_LT_U,
          Opcode.I64_GT_U,
          Opcode.I64_LE_U,
          Opcode.I64_GE_U);

  private Comparisons() {}

  static boolean isFusible(Opcode opcode) {
    return FUSIBLE.contains(opcode);
  }

  static int operands(Opcode comparison) {
    return comparison.signature().orElseThrow().operands().size();
  }
}
