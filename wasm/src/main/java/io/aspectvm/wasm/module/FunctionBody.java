package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * The code of a function that the module defines. The instructions stay in the module's bytes and
 * are read by an {@code InstructionReader} whenever a phase needs them.
 *
 * @param start byte offset of the body in the module, behind its size
 * @param codeStart byte offset of the first instruction, behind the local declarations
 * @param end byte offset behind the final {@code end}
 */
public record FunctionBody(List<LocalRun> localRuns, int start, int codeStart, int end) {

  public FunctionBody {
    localRuns = List.copyOf(localRuns);
  }

  /** Number of declared locals, parameters not counted; at most 2^32 - 1. */
  public long declaredLocals() {
    long total = 0;
    for (LocalRun run : localRuns) {
      total += run.count();
    }
    return total;
  }

  /** A run of declared locals of one type; {@code count} is unsigned 32-bit. */
  public record LocalRun(long count, ValueType type) {}
}
