package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.FUNCREF;
import static io.aspectvm.wasm.opcode.ValueType.I32;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;

/** Tables and references. */
final class TableUnits {

  private static final String TABLES = "tables";

  /** Besides the one of the functions. */
  private static final int TABLE = 1;

  private static final int[] SIZES = {8, UnitModule.SEGMENT_ELEMENTS};

  private TableUnits() {}

  static List<Unit> all() {
    List<Unit> units = new ArrayList<>();
    units.add(
        Unit.of(
            TABLES,
            (u, i) -> {
              u.get(I32, i);
              element(u, i);
              u.measure(Opcode.TABLE_GET, TABLE).measure(Opcode.REF_IS_NULL);
              u.add(Opcode.I32_XOR).set(I32, i);
            }));
    units.add(
        Unit.of(
            TABLES,
            (u, i) -> {
              element(u, i);
              u.measure(Opcode.REF_NULL, FUNCREF).measure(Opcode.TABLE_SET, TABLE);
            }));
    units.add(
        Unit.of(
            TABLES,
            (u, i) -> {
              element(u, i);
              u.measure(Opcode.REF_FUNC, UnitModule.SMALL_FUNCTION);
              u.measure(Opcode.TABLE_SET, TABLE);
            }));
    units.add(
        Unit.of(
            TABLES,
            (u, i) ->
                u.get(I32, i).measure(Opcode.TABLE_SIZE, TABLE).add(Opcode.I32_XOR).set(I32, i)));
    for (int elements : new int[] {0, 8}) {
      units.add(grow(elements));
    }
    for (int size : SIZES) {
      units.add(bulk(Opcode.TABLE_COPY, size, TABLE, TABLE));
      units.add(bulk(Opcode.TABLE_INIT, size, 1, TABLE));
      units.add(fill(size));
    }
    units.add(Unit.of(TABLES, (u, i) -> u.measure(Opcode.ELEM_DROP, 0)));
    return units;
  }

  /** Pushes an index that is another one in each round and repetition. */
  private static void element(UnitWriter u, int i) {
    u.add(Opcode.LOCAL_GET, UnitModule.ADDRESS).add(Opcode.I32_CONST, 3).beside(true);
    u.add(Opcode.I32_SHR_U).add(Opcode.I32_CONST, i).add(Opcode.I32_ADD).beside(false);
  }

  private static Unit grow(int elements) {
    return new Unit(
        TABLES,
        "table.grow, %d elements".formatted(elements),
        (u, i) ->
            u.add(Opcode.REF_NULL, FUNCREF)
                .add(Opcode.I32_CONST, elements)
                .measure(Opcode.TABLE_GROW, TABLE)
                .get(I32, i)
                .add(Opcode.I32_XOR)
                .set(I32, i),
        true);
  }

  private static Unit bulk(Opcode opcode, int size, long... immediates) {
    return Unit.of(
        TABLES,
        name(opcode, size),
        (u, i) ->
            u.add(Opcode.I32_CONST, 0)
                .add(Opcode.I32_CONST, 0)
                .add(Opcode.I32_CONST, size)
                .measure(opcode, immediates));
  }

  private static Unit fill(int size) {
    return Unit.of(
        TABLES,
        name(Opcode.TABLE_FILL, size),
        (u, i) ->
            u.add(Opcode.I32_CONST, 0)
                .add(Opcode.REF_NULL, FUNCREF)
                .add(Opcode.I32_CONST, size)
                .measure(Opcode.TABLE_FILL, TABLE));
  }

  private static String name(Opcode opcode, int size) {
    return "%s, %d elements".formatted(opcode.mnemonic(), size);
  }
}
