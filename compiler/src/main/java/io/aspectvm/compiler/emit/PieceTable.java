package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.partition.Piece;
import java.util.Arrays;
import java.util.List;

/**
 * How pieces of a function name each other's entries: one int, the number of the piece above the
 * number of the entry. {@link #RETURNED} says that the function is done.
 */
final class PieceTable {

  static final int RETURNED = -1;

  /** A piece has fewer bytes than this has values, and every entry takes some. */
  static final int ENTRY_BITS = 13;

  /** As many as leave the number of an entry positive. */
  static final int MAX_PIECES = 1 << (Integer.SIZE - 1 - ENTRY_BITS);

  private final int[] entryCode;
  private final int[] position;

  PieceTable(List<Piece> pieces, LoweredCode code) {
    entryCode = new int[code.labels()];
    Arrays.fill(entryCode, RETURNED);
    position = code.labelPositions();
    for (Piece piece : pieces) {
      int[] entries = piece.entryLabels();
      for (int i = 0; i < entries.length; i++) {
        if (entries[i] >= 0) {
          entryCode[entries[i]] = piece.number() << ENTRY_BITS | i;
        }
      }
    }
  }

  /** Where a label is in the lowered code. */
  int position(int label) {
    return position[label];
  }

  /** The code of the entry at this label. */
  int of(int label) {
    if (entryCode[label] == RETURNED) {
      throw new IllegalStateException("label " + label + " is no entry");
    }
    return entryCode[label];
  }

  /** The code of a piece's own beginning. */
  static int beginning(Piece piece) {
    return piece.number() << ENTRY_BITS;
  }
}
