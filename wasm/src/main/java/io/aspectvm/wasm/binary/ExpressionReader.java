package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ConstantExpression.Instruction;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads initialisers. Any instruction is read here; that only some of them are constant is a rule
 * of validation.
 */
final class ExpressionReader {

  private final ByteReader in;
  private final InstructionReader instructions;
  private long budget;

  ExpressionReader(ByteReader in, Limits limits) {
    this.in = in;
    this.instructions = new InstructionReader(in, 0);
    // Decoded instructions take some eighty times their bytes, so that their number is bounded: one
    // for each thing that may have an initialiser, as nearly all have, and some more.
    this.budget = (long) limits.globals() + limits.dataSegments() + 4_096;
  }

  ConstantExpression read()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    try {
      return readInstructions();
    } catch (MalformedModuleException e) {
      if (instructions.missingFeature().isPresent()) {
        throw Proposals.unsupported(
            instructions.missingFeature().get(), "initialiser", instructions.offset());
      }
      throw e;
    }
  }

  private ConstantExpression readInstructions()
      throws MalformedModuleException, LimitExceededException {
    int start = in.position();
    int depth = 0;
    spend(1);
    List<Instruction> read = new ArrayList<>(1);
    while (instructions.next()) {
      Opcode opcode = instructions.opcode();
      if (opcode == Opcode.END && depth == 0) {
        return new ConstantExpression(start, read);
      }
      if (opcode.immediate() == ImmediateKind.BLOCK_TYPE) {
        depth++;
      } else if (opcode == Opcode.END) {
        depth--;
      }
      spend(read.isEmpty() ? 0 : 1);
      read.add(new Instruction(opcode, immediate(), instructions.offset()));
    }
    throw in.malformed("unexpected end: END opcode expected behind an initialiser", in.position());
  }

  private void spend(int cost) throws LimitExceededException {
    budget -= cost;
    if (budget < 0) {
      throw in.tooMany("instructions in initialisers", in.position());
    }
  }

  private long immediate() {
    return switch (instructions.opcode().immediate()) {
      case I32_VALUE, I64_VALUE, F32_VALUE, F64_VALUE -> instructions.constant();
      case REFERENCE_TYPE -> instructions.valueTypes().get(0).code();
      case GLOBAL, FUNCTION -> instructions.index1() & 0xFFFF_FFFFL;
      default -> 0;
    };
  }
}
