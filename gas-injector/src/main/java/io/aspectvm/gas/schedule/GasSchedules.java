package io.aspectvm.gas.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schedules there are. */
public final class GasSchedules {

  /** A9 of the hazards: 40 WASM gas for each declared local (gas specification, section 11). */
  private static final long HARDENED_PER_LOCAL = 40;

  /** Schedule C: what the reference's chain runs; the default (gas specification, section 2). */
  public static final GasSchedule ARTELA_CURRENT =
      schedule("artela-current", true, CostTables.Column.CURRENT);

  /**
   * Schedule L: the instruction costs of the reference's older table, with the same multiplier of
   * 1000 and the same host prices as {@link #ARTELA_CURRENT}.
   */
  public static final GasSchedule ARTELA_LEGACY =
      schedule("artela-legacy", true, CostTables.Column.LEGACY);

  /** Schedule C with its holes closed, for chains that need no equality with the reference. */
  public static final GasSchedule HARDENED = schedule("hardened", false, CostTables.Column.CURRENT);

  private static final List<GasSchedule> ALL = List.of(ARTELA_CURRENT, ARTELA_LEGACY, HARDENED);

  private GasSchedules() {}

  /** All schedules, the default first. */
  public static List<GasSchedule> all() {
    return ALL;
  }

  /** The schedule with this name, or empty where there is none. */
  public static Optional<GasSchedule> byName(String name) {
    return ALL.stream().filter(schedule -> schedule.name().equals(name)).findFirst();
  }

  private static GasSchedule schedule(String name, boolean reference, CostTables.Column column) {
    CostTables.Instructions instructions = CostTables.instructions(column);
    Map<ImportName, HostPrice> prices = CostTables.hostPrices(!reference);
    return new GasSchedule(
        name,
        reference,
        instructions.costs(),
        instructions.dynamic(),
        reference ? 0 : HARDENED_PER_LOCAL,
        prices);
  }
}
