package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.I32;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;

/**
 * Branches and calls. What they cost in gas has the charges of the blocks that begin behind them in
 * it, and of a called function those within it.
 */
final class ControlUnits {

  private static final String BRANCHES = "branches";
  private static final String SWITCHES = "br_table";
  private static final String CALLS = "calls";
  private static final String INDIRECT = "call_indirect";

  /** A multiplier and a summand that make the high bits of a number look like any. */
  private static final int MULTIPLIER = 1664525;

  private static final int SUMMAND = 1013904223;
  private static final int SWITCH_ARMS = 8;

  private ControlUnits() {}

  static List<Unit> all() {
    return List.of(
        Unit.of(BRANCHES, (u, i) -> u.measure(Opcode.BLOCK).end()),
        Unit.of(BRANCHES, (u, i) -> u.measure(Opcode.BLOCK).measure(Opcode.BR, 0).end()),
        Unit.of(BRANCHES, "block + br_if, predictable", ControlUnits::predictableBranch),
        Unit.of(BRANCHES, "block + br_if, unpredictable", ControlUnits::unpredictableBranch),
        Unit.of(BRANCHES, "if, predictable", ControlUnits::predictableIf),
        Unit.of(BRANCHES, "loop + br_if, once around", ControlUnits::shortLoop),
        Unit.of(SWITCHES, "br_table, 8 arms, unpredictable", ControlUnits::branchTable),
        Unit.of(CALLS, "call + return, long function", ControlUnits::longCall),
        Unit.of(
            CALLS,
            "call, short function",
            (u, i) -> u.get(I32, 0).measure(Opcode.CALL, UnitModule.SMALL_FUNCTION).set(I32, 0)),
        Unit.of(
            INDIRECT,
            "call_indirect, one function",
            (u, i) ->
                u.get(I32, 0)
                    .add(Opcode.I32_CONST, 0)
                    .measure(Opcode.CALL_INDIRECT, UnitModule.unaryType())
                    .set(I32, 0)),
        Unit.of(INDIRECT, "call_indirect, 8 functions in turn", ControlUnits::callInTurn),
        Unit.of(INDIRECT, "call_indirect, 8 functions, unpredictable", ControlUnits::callOfAny));
  }

  /** {@code if (x != 0) x = x + y}, and x is never zero. */
  private static void predictableBranch(UnitWriter u, int i) {
    u.measure(Opcode.BLOCK).get(I32, 0).add(Opcode.I32_EQZ).measure(Opcode.BR_IF, 0);
    u.get(I32, 0).get(I32, 2).add(Opcode.I32_ROTL).set(I32, 0).end();
  }

  /** {@code if (random() >= 0) store(x)}. */
  private static void unpredictableBranch(UnitWriter u, int i) {
    next(u);
    u.measure(Opcode.BLOCK).add(Opcode.LOCAL_GET, UnitModule.SEED);
    u.add(Opcode.I32_CONST, 0).add(Opcode.I32_LT_S);
    u.measure(Opcode.BR_IF, 0).inShare(0.5);
    u.add(Opcode.LOCAL_GET, UnitModule.ADDRESS).get(I32, 0);
    u.add(Opcode.I32_STORE, 2, UnitModule.ZEROS + 8L * i).inShare(1).end();
  }

  /** Goes on to a number that no branch predictor knows: calls continue the sequence. */
  static void next(UnitWriter u) {
    u.add(Opcode.LOCAL_GET, UnitModule.SEED).add(Opcode.I32_CONST, MULTIPLIER);
    u.add(Opcode.I32_MUL).add(Opcode.I32_CONST, SUMMAND).add(Opcode.I32_ADD);
    u.add(Opcode.LOCAL_SET, UnitModule.SEED);
  }

  private static void predictableIf(UnitWriter u, int i) {
    u.get(I32, 0).measure(Opcode.IF);
    u.get(I32, 0).get(I32, 2).add(Opcode.I32_ROTL).set(I32, 0).end();
  }

  /** A loop that is not gone through again: {@code do x = rotl(x, y) while (x == 0)}. */
  private static void shortLoop(UnitWriter u, int i) {
    u.measure(Opcode.LOOP).get(I32, 0).get(I32, 2).add(Opcode.I32_ROTL);
    u.add(Opcode.LOCAL_TEE, UnitModule.local(I32, 0)).add(Opcode.I32_EQZ);
    u.measure(Opcode.BR_IF, 0).end();
  }

  /** Each arm but one changes x. */
  private static void branchTable(UnitWriter u, int i) {
    next(u);
    long[] labels = new long[SWITCH_ARMS];
    for (int arm = 0; arm < SWITCH_ARMS; arm++) {
      labels[arm] = arm;
      u.add(Opcode.BLOCK);
    }
    index(u);
    u.measure(Opcode.BR_TABLE, labels).end().inShare(1.0 / SWITCH_ARMS);
    for (int arm = 1; arm < SWITCH_ARMS; arm++) {
      u.get(I32, 0).add(Opcode.I32_CONST, arm).add(Opcode.I32_ROTL).set(I32, 0);
      u.add(Opcode.BR, SWITCH_ARMS - 1L - arm).end();
    }
    u.inShare(1);
  }

  /** Pushes the three highest bits of the number that no branch predictor knows. */
  private static void index(UnitWriter u) {
    u.add(Opcode.LOCAL_GET, UnitModule.SEED).add(Opcode.I32_CONST, 29).add(Opcode.I32_SHR_U);
  }

  private static void longCall(UnitWriter u, int i) {
    u.get(I32, 0).measure(Opcode.CALL, UnitModule.LONG_FUNCTION).set(I32, 0);
  }

  private static void callInTurn(UnitWriter u, int i) {
    u.get(I32, 0).add(Opcode.LOCAL_GET, UnitModule.ADDRESS).add(Opcode.I32_CONST, 3);
    u.add(Opcode.I32_SHR_U).add(Opcode.I32_CONST, i).add(Opcode.I32_ADD);
    u.add(Opcode.I32_CONST, UnitModule.CALLEES - 1L).add(Opcode.I32_AND);
    u.measure(Opcode.CALL_INDIRECT, UnitModule.unaryType()).set(I32, 0);
  }

  private static void callOfAny(UnitWriter u, int i) {
    next(u);
    u.get(I32, 0);
    index(u);
    u.measure(Opcode.CALL_INDIRECT, UnitModule.unaryType()).set(I32, 0);
  }
}
