package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.ImmediateKind;
import java.util.Arrays;
import java.util.Locale;

/** Lowered code as text: one line for each entry. */
final class LoweredListing {

  private final LoweredCode code;

  LoweredListing(LoweredCode code) {
    this.code = code;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < code.size(); i++) {
      text.append(line(i)).append('\n');
    }
    return text.toString();
  }

  private static String immediates(ImmediateKind kind, long value) {
    return switch (kind) {
      case NONE, MEMORY, MEMORY_AND_MEMORY -> "";
      case ELEMENT_AND_TABLE, TABLE_AND_TABLE ->
          " " + LoweredOp.firstIndex(value) + " " + LoweredOp.secondIndex(value);
      default -> " " + value;
    };
  }

  private String line(int i) {
    String name = code.op(i).name().toLowerCase(Locale.ROOT);
    switch (code.op(i)) {
      case OPERATION:
        return "  "
            + code.opcode(i).mnemonic()
            + immediates(code.opcode(i).immediate(), code.value(i));
      case POP:
      case SELECT:
        return "  " + name + " " + code.typeA(i);
      case GLOBAL_GET:
      case GLOBAL_SET:
      case SCRATCH_GET:
      case SCRATCH_SET:
        return "  " + name + " " + code.a(i) + " " + code.typeB(i);
      case CHARGE:
        return "  charge "
            + code.value(i)
            + (code.isUnchecked(i) ? " unchecked" : code.endsBlock(i) ? " by a jump" : "");
      case CHARGE_SIZE:
        return "  charge " + code.value(i) + " per " + (1 << code.a(i));
      case LABEL:
        return name + " L" + code.a(i) + (code.checksAt(i) ? " check" : "");
      case CUT:
        return name + " L" + code.a(i);
      case JUMP_COMPARE:
        return "  jump L"
            + code.a(i)
            + (code.value(i) == 0 ? " unless " : " if ")
            + code.comparison(i).mnemonic();
      case TRIP_COUNT:
        return "  trips " + code.comparison(i).mnemonic() + " step " + code.value(i);
      case JUMP:
      case JUMP_IF:
      case JUMP_UNLESS:
        return "  " + name + " L" + code.a(i);
      case SWITCH:
        return "  switch " + Arrays.toString(code.switchLabels(code.a(i)));
      case CALL_INDIRECT:
        return "  call_indirect type " + code.a(i) + " table " + code.b(i);
      case RETURN:
      case UNREACHABLE:
        return "  " + name;
      default:
        return "  " + name + " " + code.a(i);
    }
  }
}
