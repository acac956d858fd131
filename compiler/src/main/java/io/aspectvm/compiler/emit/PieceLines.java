package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredOp;
import io.aspectvm.compiler.partition.Piece;

/**
 * What line number 1 stands for in a piece. A label that looks whether the gas was enough has no
 * line of its own but that of the code before, also where that is in another piece.
 */
final class PieceLines {

  private PieceLines() {}

  /**
   * Byte offset in the body: that of the piece's first entry, or of a line before that it needs.
   */
  static int base(LoweredCode code, Piece piece) {
    int line = piece.from();
    if (needsFirst(code, piece)) {
      while (line > 0 && !RangeEmitter.canTrap(code, line)) {
        line--;
      }
    }
    return code.offset(line);
  }

  /** Whether the piece looks for gas before any entry has a line. */
  static boolean needsFirst(LoweredCode code, Piece piece) {
    for (int i = piece.from(); i < piece.to() && !RangeEmitter.canTrap(code, i); i++) {
      if (code.op(i) == LoweredOp.LABEL && code.checksAt(i)) {
        return true;
      }
    }
    return false;
  }
}
