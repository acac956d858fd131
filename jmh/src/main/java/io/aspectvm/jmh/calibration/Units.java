package io.aspectvm.jmh.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All units, those that others need as companions first. */
final class Units {

  /** What other units have among their companions. */
  static final List<String> FIRST =
      List.of(
          "i32.add",
          "i32.xor",
          "i32.or",
          "i32.rotl",
          "i32.mul",
          "i32.shr_u",
          "i32.and",
          "i32.eqz",
          "i64.add",
          "i64.xor",
          "i64.or",
          "i64.rotl",
          "f32.add",
          "f64.add",
          "select");

  /** One or two of each family, besides those. */
  static final Set<String> QUICK =
      Set.of(
          "local.get + local.set",
          "i32.const",
          "i32.lt_u",
          "i32.popcnt",
          "i32.div_s",
          "i32.rem_u",
          "i64.mul",
          "i64.lt_u",
          "i64.clz",
          "i64.div_u",
          "f32.sqrt",
          "f64.mul",
          "f64.div",
          "f64.min",
          "f64.lt",
          "i32.wrap_i64 + i64.extend_i32_s",
          "f64.convert_i32_s + i32.trunc_f64_s",
          "i32.load",
          "i64.load",
          "i32.load8_u",
          "i32.store",
          "i64.store",
          "memory.size",
          "memory.grow, 1 page",
          "memory.copy, 8 bytes",
          "memory.copy, 1 KiB",
          "memory.copy, 64 KiB",
          "memory.fill, 1 KiB",
          "memory.init, 1 KiB",
          "global.get + global.set",
          "select, unpredictable",
          "block + br_if, predictable",
          "block + br_if, unpredictable",
          "br_table, 8 arms, unpredictable",
          "call + return, long function",
          "call, short function",
          "call_indirect, one function",
          "call_indirect, 8 functions, unpredictable",
          "table.get + ref.is_null",
          "ref.func + table.set",
          "table.copy, 1024 elements",
          "i64.add128",
          "i64.mul_wide_u");

  private Units() {}

  /** Everything that is measured. */
  static List<Unit> full() {
    List<Unit> rest = new ArrayList<>();
    rest.addAll(VariableUnits.all());
    rest.addAll(NumericUnits.all());
    rest.addAll(WideUnits.all());
    rest.addAll(ConversionUnits.all());
    rest.addAll(MemoryUnits.all());
    rest.addAll(ControlUnits.all());
    rest.addAll(TableUnits.all());
    List<Unit> units = new ArrayList<>();
    for (String name : FIRST) {
      rest.stream().filter(unit -> unit.name().equals(name)).forEach(units::add);
    }
    rest.stream().filter(unit -> !FIRST.contains(unit.name())).forEach(units::add);
    return units;
  }

  /** Some of each family. */
  static List<Unit> quick() {
    return full().stream()
        .filter(unit -> FIRST.contains(unit.name()) || QUICK.contains(unit.name()))
        .toList();
  }
}
