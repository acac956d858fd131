package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.F32;
import static io.aspectvm.wasm.opcode.ValueType.F64;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Constants, locals, globals, and what chooses between values or drops them. */
final class VariableUnits {

  private static final String LOCALS = "constants and locals";
  private static final String GLOBALS = "globals";
  private static final String CHOICE = "select and drop";

  private VariableUnits() {}

  static List<Unit> all() {
    return List.of(
        Unit.of(
            LOCALS,
            (u, i) ->
                u.measure(Opcode.LOCAL_GET, UnitModule.local(I32, i))
                    .measure(Opcode.LOCAL_SET, UnitModule.local(I32, i + 1))),
        Unit.of(
            LOCALS,
            (u, i) ->
                u.measure(Opcode.LOCAL_GET, UnitModule.local(I64, i))
                    .measure(Opcode.LOCAL_TEE, UnitModule.local(I64, i + 1))
                    .add(Opcode.LOCAL_SET, UnitModule.local(I64, i + 2))),
        constant(I32, Opcode.I32_CONST, Opcode.I32_ROTL, Opcode.I32_XOR),
        constant(I64, Opcode.I64_CONST, Opcode.I64_ROTL, Opcode.I64_XOR),
        floating(F32, Opcode.F32_CONST, Float.floatToRawIntBits(1.5f), Opcode.F32_ADD),
        floating(F64, Opcode.F64_CONST, Double.doubleToRawLongBits(1.5), Opcode.F64_ADD),
        Unit.of(GLOBALS, VariableUnits::global),
        Unit.of(
            CHOICE,
            (u, i) ->
                u.get(I32, i + 1).get(I32, i + 2).get(I32, i).measure(Opcode.SELECT).set(I32, i)),
        Unit.of(
            CHOICE,
            (u, i) -> {
              u.get(I64, i + 1).get(I64, i + 2).get(I32, 0);
              u.measure(Opcode.SELECT_TYPED, I64).set(I64, i);
            }),
        Unit.of(CHOICE, "select, unpredictable", VariableUnits::unpredictable),
        Unit.of(CHOICE, (u, i) -> u.get(I32, i).measure(Opcode.DROP)),
        Unit.of(CHOICE, (u, i) -> u.measure(Opcode.NOP)));
  }

  /**
   * {@code g = x = x ^ g}: a global that is only read in a loop is read once, and one that is only
   * written is written behind it.
   */
  private static void global(UnitWriter u, int i) {
    u.get(I64, 0).measure(Opcode.GLOBAL_GET, i % UnitModule.GLOBALS).add(Opcode.I64_XOR);
    u.add(Opcode.LOCAL_TEE, UnitModule.local(I64, 0));
    u.measure(Opcode.GLOBAL_SET, i % UnitModule.GLOBALS);
  }

  private static void unpredictable(UnitWriter u, int i) {
    ControlUnits.next(u);
    u.get(I32, i + 1).get(I32, i + 2);
    u.add(Opcode.LOCAL_GET, UnitModule.SEED).add(Opcode.I32_CONST, 31).add(Opcode.I32_SHR_U);
    u.measure(Opcode.SELECT).set(I32, i);
  }

  /** {@code x = rotl(x, y) ^ constant}: of a chain of one kind only, a JIT would make one. */
  private static Unit constant(ValueType type, Opcode constant, Opcode rotate, Opcode xor) {
    return Unit.of(
        LOCALS,
        (u, i) ->
            u.get(type, 0)
                .get(type, 1)
                .add(rotate)
                .measure(constant, 0x1234_5678 + 977L * i)
                .add(xor)
                .set(type, 0));
  }

  private static Unit floating(ValueType type, Opcode constant, long bits, Opcode plus) {
    return Unit.of(LOCALS, (u, i) -> u.get(type, 0).measure(constant, bits).add(plus).set(type, 0));
  }
}
