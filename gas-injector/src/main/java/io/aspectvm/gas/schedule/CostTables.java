package io.aspectvm.gas.schedule;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of the two resource files, checked for completeness, from which schedules are made.
 */
final class CostTables {

  private static final String INSTRUCTIONS = "instruction-costs.txt";
  private static final String HOST_CALLS = "host-prices.txt";

  /** The two columns of numbers: the reference's two cost tables. */
  enum Column {
    CURRENT(1, 4),
    LEGACY(2, 5);

    private final int fixed;
    private final int dynamic;

    Column(int fixed, int dynamic) {
      this.fixed = fixed;
      this.dynamic = dynamic;
    }
  }

  /** Static costs by ordinal, and the dynamic costs of the opcodes that have one. */
  record Instructions(long[] costs, Map<Opcode, DynamicCost> dynamic) {}

  private CostTables() {}

  static Instructions instructions(Column column) {
    return instructions(INSTRUCTIONS, column);
  }

  static Instructions instructions(String file, Column column) {
    Map<String, Opcode> byMnemonic = new HashMap<>();
    for (Opcode opcode : Opcode.values()) {
      byMnemonic.put(opcode.mnemonic(), opcode);
    }
    long[] costs = new long[Opcode.values().length];
    Arrays.fill(costs, -1);
    Map<Opcode, DynamicCost> dynamic = new EnumMap<>(Opcode.class);
    for (CostFile.Row row : CostFile.read(file, 3, 6)) {
      Opcode opcode = byMnemonic.get(row.text(0));
      if (opcode == null) {
        throw row.failure("unknown instruction: " + row.text(0));
      }
      if (costs[opcode.ordinal()] >= 0) {
        throw row.failure("second row for " + opcode.mnemonic());
      }
      costs[opcode.ordinal()] = row.number(column.fixed);
      if (row.columns().size() > 3) {
        DynamicCost.Unit unit = DynamicCost.Unit.byText(row.text(3));
        dynamic.put(opcode, new DynamicCost(unit, row.number(column.dynamic)));
      }
    }
    for (Opcode opcode : Opcode.values()) {
      if (costs[opcode.ordinal()] < 0) {
        throw new IllegalStateException(file + ": no cost for " + opcode.mnemonic());
      }
    }
    return new Instructions(costs, dynamic);
  }

  /**
   * @param hardened whether the fixed part is charged for empty arguments too, and surcharges apply
   */
  static Map<ImportName, HostPrice> hostPrices(boolean hardened) {
    return hostPrices(HOST_CALLS, hardened);
  }

  static Map<ImportName, HostPrice> hostPrices(String file, boolean hardened) {
    Map<ImportName, HostPrice> prices = new TreeMap<>();
    for (CostFile.Row row : CostFile.read(file, 4, 5)) {
      Surcharge surcharge =
          row.columns().size() > 4 ? Surcharge.valueOf(row.text(4)) : Surcharge.NONE;
      HostPrice price =
          new HostPrice(
              row.number(2), row.number(3), hardened, hardened ? surcharge : Surcharge.NONE);
      if (prices.put(new ImportName(row.text(0), row.text(1)), price) != null) {
        throw row.failure("second row for " + row.text(1));
      }
    }
    return prices;
  }
}
