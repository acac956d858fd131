package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.F32;
import static io.aspectvm.wasm.opcode.ValueType.F64;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Conversions, measured in pairs: there and back. */
final class ConversionUnits {

  private static final String INTEGERS = "integer conversion";
  private static final String FLOATS = "float conversion";

  private ConversionUnits() {}

  static List<Unit> all() {
    List<Unit> units = new ArrayList<>();
    for (Opcode extend : List.of(Opcode.I64_EXTEND_I32_S, Opcode.I64_EXTEND_I32_U)) {
      units.add(pair(INTEGERS, Opcode.I32_WRAP_I64, extend, I64, Opcode.I64_ROTL));
    }
    for (ValueType integer : List.of(I32, I64)) {
      for (ValueType floating : List.of(F32, F64)) {
        for (String sign : List.of("s", "u")) {
          Opcode convert = opcode(floating, "convert", integer, "_" + sign);
          units.add(there(convert, opcode(integer, "trunc", floating, "_" + sign)));
          units.add(there(convert, opcode(integer, "trunc_sat", floating, "_" + sign)));
        }
      }
    }
    units.add(there(Opcode.F32_REINTERPRET_I32, Opcode.I32_REINTERPRET_F32));
    units.add(there(Opcode.F64_REINTERPRET_I64, Opcode.I64_REINTERPRET_F64));
    units.add(pair(FLOATS, Opcode.F32_DEMOTE_F64, Opcode.F64_PROMOTE_F32, F64, Opcode.F64_ADD));
    return units;
  }

  private static Opcode opcode(ValueType to, String how, ValueType from, String sign) {
    return Opcode.valueOf((to + "_" + how + "_" + from + sign).toUpperCase(Locale.ROOT));
  }

  /** From an integer to a float, to which something is added, and back. */
  private static Unit there(Opcode there, Opcode back) {
    ValueType integer = there.signature().orElseThrow().operands().get(0);
    ValueType floating = there.signature().orElseThrow().results().get(0);
    Opcode plus = floating == F32 ? Opcode.F32_ADD : Opcode.F64_ADD;
    return Unit.of(
        FLOATS,
        (u, i) ->
            u.get(integer, 0)
                .measure(there)
                .get(floating, 1)
                .add(plus)
                .measure(back)
                .set(integer, 0));
  }

  /** There and back again, and something done to what comes of it. */
  private static Unit pair(String family, Opcode there, Opcode back, ValueType type, Opcode plus) {
    return Unit.of(
        family,
        (u, i) -> u.get(type, 0).measure(there).measure(back).get(type, 1).add(plus).set(type, 0));
  }
}
