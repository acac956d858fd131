package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.runtime.Table;
import java.util.List;

/**
 * Types and values of initialisers: stack programs of constants, {@code global.get}, references and
 * integer arithmetic (WebAssembly 2.0, section 3.3.10, and extended constants). There is nothing in
 * them that repeats, so either takes one step for each instruction.
 */
final class ConstantValue {

  static final int I32 = 0x7F;
  static final int I64 = 0x7E;
  static final int F32 = 0x7D;
  static final int F64 = 0x7C;
  static final int FUNCREF = 0x70;
  static final int EXTERNREF = 0x6F;

  /** What {@link #type} gives for a program that has no type. */
  static final int INVALID = -1;

  private static final int GLOBAL_GET = 0x23;
  private static final int I32_CONST = 0x41;
  private static final int I64_CONST = 0x42;
  private static final int F32_CONST = 0x43;
  private static final int F64_CONST = 0x44;
  private static final int I32_ADD = 0x6A;
  private static final int I32_SUB = 0x6B;
  private static final int I32_MUL = 0x6C;
  private static final int I64_ADD = 0x7C;
  private static final int I64_SUB = 0x7D;
  private static final int I64_MUL = 0x7E;
  private static final int REF_NULL = 0xD0;
  private static final int REF_FUNC = 0xD2;

  private ConstantValue() {}

  /**
   * Code of the type of the one value that a program leaves, or {@link #INVALID}.
   *
   * @param globals that {@code global.get} may mean
   * @param functions first function index that there is not
   */
  static int type(
      List<ConstantInstruction> program, List<IndexSpaces.Global> globals, int functions) {
    int[] stack = new int[program.size()];
    int height = 0;
    for (ConstantInstruction instruction : program) {
      int operand = operand(instruction.getOpcode());
      if (operand != INVALID) {
        boolean fits = height >= 2 && stack[height - 1] == operand && stack[height - 2] == operand;
        if (!fits) {
          return INVALID;
        }
        height--;
        continue;
      }
      int type = leafType(instruction, globals, functions);
      if (type == INVALID) {
        return INVALID;
      }
      stack[height++] = type;
    }
    return height == 1 ? stack[0] : INVALID;
  }

  /** Type of both operands, and of the result; {@link #INVALID} for what takes none. */
  private static int operand(int opcode) {
    return switch (opcode) {
      case I32_ADD, I32_SUB, I32_MUL -> I32;
      case I64_ADD, I64_SUB, I64_MUL -> I64;
      default -> INVALID;
    };
  }

  private static int leafType(
      ConstantInstruction instruction, List<IndexSpaces.Global> globals, int functions) {
    long value = instruction.getValue();
    return switch (instruction.getOpcode()) {
      case I32_CONST -> I32;
      case I64_CONST -> I64;
      case F32_CONST -> F32;
      case F64_CONST -> F64;
      case REF_NULL -> value == FUNCREF || value == EXTERNREF ? (int) value : INVALID;
      case REF_FUNC -> value >= 0 && value < functions ? FUNCREF : INVALID;
      case GLOBAL_GET ->
          value >= 0 && value < globals.size()
              ? globals.get((int) value).initializerType()
              : INVALID;
      default -> INVALID;
    };
  }

  /**
   * The value as raw bits, 32-bit values sign-extended.
   *
   * @param program that has a {@link #type}
   * @param globals values of the globals that {@code global.get} may mean
   * @param functionBase address of function 0
   */
  static long of(List<ConstantInstruction> program, long[] globals, int functionBase) {
    long[] stack = new long[program.size()];
    int top = -1;
    for (ConstantInstruction instruction : program) {
      long value = instruction.getValue();
      switch (instruction.getOpcode()) {
        case I32_CONST, F32_CONST -> stack[++top] = (int) value;
        case REF_NULL -> stack[++top] = Table.NULL;
        case REF_FUNC -> stack[++top] = functionBase + value;
        case GLOBAL_GET -> stack[++top] = globals[(int) value];
        case I64_CONST, F64_CONST -> stack[++top] = value;
        default -> {
          long right = stack[top--];
          stack[top] = calculate(instruction.getOpcode(), stack[top], right);
        }
      }
    }
    return stack[0];
  }

  private static long calculate(int opcode, long left, long right) {
    return switch (opcode) {
      case I32_ADD -> (int) (left + right);
      case I32_SUB -> (int) (left - right);
      case I32_MUL -> (int) (left * right);
      case I64_ADD -> left + right;
      case I64_SUB -> left - right;
      default -> left * right;
    };
  }
}
