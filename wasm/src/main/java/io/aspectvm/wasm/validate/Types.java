package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * Lists of types as arrays of their codes, which is how the stacks keep them: of the opcode table's
 * signatures, and of a module's function types (made when first asked for).
 */
final class Types {

  static final byte I32 = (byte) ValueType.I32.code();
  static final byte FUNCREF = (byte) ValueType.FUNCREF.code();

  static final byte[] NONE = {};

  private static final byte[][] SINGLE = new byte[0x80][];
  private static final byte[][] OPERANDS = new byte[Opcode.values().length][];
  private static final byte[][] RESULTS = new byte[Opcode.values().length][];

  static {
    for (ValueType type : ValueType.values()) {
      SINGLE[type.code()] = new byte[] {(byte) type.code()};
    }
    for (Opcode opcode : Opcode.values()) {
      if (opcode.signature().isPresent()) {
        StackSignature signature = opcode.signature().get();
        OPERANDS[opcode.ordinal()] = encode(signature.operands());
        RESULTS[opcode.ordinal()] = encode(signature.results());
      }
    }
  }

  private final List<FunctionType> types;
  private final byte[][] parameters;
  private final byte[][] results;

  Types(List<FunctionType> types) {
    this.types = types;
    this.parameters = new byte[types.size()][];
    this.results = new byte[types.size()][];
  }

  /** Operands of an opcode with a signature, otherwise null. Do not change the array. */
  static byte[] operands(Opcode opcode) {
    return OPERANDS[opcode.ordinal()];
  }

  /** Results of an opcode with a signature, otherwise null. Do not change the array. */
  static byte[] results(Opcode opcode) {
    return RESULTS[opcode.ordinal()];
  }

  static byte code(ValueType type) {
    return (byte) type.code();
  }

  static byte[] single(ValueType type) {
    return SINGLE[type.code()];
  }

  /** Parameter types of the type with this index, which exists. */
  byte[] parameters(int typeIndex) {
    byte[] known = parameters[typeIndex];
    return known != null
        ? known
        : (parameters[typeIndex] = encode(types.get(typeIndex).parameters()));
  }

  /** Result types of the type with this index, which exists. */
  byte[] results(int typeIndex) {
    byte[] known = results[typeIndex];
    return known != null ? known : (results[typeIndex] = encode(types.get(typeIndex).results()));
  }

  /** The codes of these types. Do not change the array. */
  static byte[] encode(List<ValueType> list) {
    if (list.size() <= 1) {
      return list.isEmpty() ? NONE : single(list.get(0));
    }
    byte[] codes = new byte[list.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) list.get(i).code();
    }
    return codes;
  }

  /** For messages: the type's name; {@code unknown} in unreachable code, {@code nothing}. */
  static String text(byte code) {
    if (code == OperandStack.MISSING) {
      return "nothing";
    }
    return ValueType.byCode(code).map(ValueType::text).orElse("unknown");
  }

  /** For messages: {@code [i32 i64]}, shortened in front. */
  static String text(byte[] codes) {
    int shown = Math.min(codes.length, 8);
    StringBuilder text = new StringBuilder(shown < codes.length ? "[..." : "[");
    for (int i = codes.length - shown; i < codes.length; i++) {
      text.append(text.length() == 1 ? "" : " ").append(text(codes[i]));
    }
    return text.append(']').toString();
  }
}
