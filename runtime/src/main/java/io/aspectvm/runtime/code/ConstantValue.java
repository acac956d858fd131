package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.runtime.Table;

/** The values of initialisers (WebAssembly 2.0, section 3.3.10): one instruction each. */
final class ConstantValue {

  static final int GLOBAL_GET = 0x23;
  static final int I32 = 0x7F;
  private static final int I64 = 0x7E;
  private static final int F32 = 0x7D;
  private static final int F64 = 0x7C;
  private static final int FUNCREF = 0x70;
  private static final int EXTERNREF = 0x6F;

  private ConstantValue() {}

  /**
   * Whether an instruction gives a value of this type; of {@code global.get} the type is not looked
   * at.
   *
   * @param type code of the value type
   * @param limit first index that {@code global.get} or {@code ref.func} may not have
   */
  static boolean isValid(ConstantInstruction instruction, int type, int limit) {
    long value = instruction.getValue();
    switch (instruction.getOpcode()) {
      case GLOBAL_GET:
        return value >= 0 && value < limit;
      case 0x41: // i32.const
        return type == I32;
      case 0x42: // i64.const
        return type == I64;
      case 0x43: // f32.const
        return type == F32;
      case 0x44: // f64.const
        return type == F64;
      case 0xD0: // ref.null
        return type == FUNCREF || type == EXTERNREF;
      case 0xD2: // ref.func
        return type == FUNCREF && value >= 0 && value < limit;
      default:
        return false;
    }
  }

  /**
   * The value as raw bits, 32-bit values sign-extended.
   *
   * @param globals values of the globals that {@code global.get} may mean
   */
  static long of(ConstantInstruction instruction, long[] globals) {
    switch (instruction.getOpcode()) {
      case GLOBAL_GET:
        return globals[(int) instruction.getValue()];
      case 0x41:
      case 0x43:
        return (int) instruction.getValue();
      case 0xD0:
        return Table.NULL;
      default:
        return instruction.getValue();
    }
  }
}
