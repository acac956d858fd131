package io.aspectvm.compiler.partition;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Cuts a lowered function into pieces, each small enough for a method that the JIT compiles.
 *
 * <p>A function can be cut at every label and every {@link LoweredOp#CUT}: nothing is on the JVM
 * operand stack there. Pieces are filled from front to back. Where a piece would be full inside a
 * loop that fits into a piece of its own, the cut is moved to before the loop, so that a loop small
 * enough never crosses a piece, unless it has loops in it that are to be pieces.
 */
public final class Partitioner {

  /** Room that a piece's own frame takes: gas, memory, the switch, the handler, the exit. */
  private static final int FRAME_BYTES = 120;

  /** Loading a register at a piece's entry, and writing it back at its exit. */
  private static final int BYTES_PER_USE = 10;

  private static final int BYTES_PER_WRITE = 10;

  /** Code that leads a jump out of the piece, and an entry in the piece's switch. */
  private static final int BYTES_PER_JUMP = 11;

  private static final int BYTES_PER_LABEL = 4;

  private static final int MAX_LOOP_TRIES = 4;

  private final LoweredCode code;
  private final int[] sizes;
  private final int maxBytes;
  private final long[] bytesBefore;
  private final int[] labelPosition;
  private final int[] cutPlaces;
  private final Loops loops;
  private final BitSet turning;
  private final BitSet cuts = new BitSet();

  private Partitioner(LoweredCode code, int[] sizes, int maxMethodBytes, BitSet turning) {
    this.maxBytes = maxMethodBytes - FRAME_BYTES;
    this.turning = turning;
    this.code = code;
    this.sizes = sizes;
    this.bytesBefore = new long[code.size() + 1];
    for (int i = 0; i < code.size(); i++) {
      bytesBefore[i + 1] = bytesBefore[i] + sizes[i];
    }
    this.labelPosition = code.labelPositions();
    this.loops = Loops.of(code, labelPosition);
    turning.stream().forEach(head -> cuts.set(head));
    turning.stream().forEach(head -> cuts.set(loops.behind(head)));
    int places = 0;
    int[] found = new int[code.size() + 2];
    found[places++] = 0;
    for (int i = 0; i < code.size(); i++) {
      if (i > 0 && code.isCutPlace(i)) {
        found[places++] = i;
      }
    }
    found[places++] = code.size();
    this.cutPlaces = Arrays.copyOf(found, places);
  }

  /**
   * @param sizes greatest number of bytes of JVM code for each entry
   * @param maxMethodBytes longest method wanted; a stretch between two places where the function
   *     can be cut may still be longer
   * @param turning positions of heads of loops that are cut apart, each turn being an execution of
   *     their piece; see {@link LoopNests}
   */
  public static List<Piece> partition(
      LoweredCode code, int[] sizes, int maxMethodBytes, BitSet turning) {
    Partitioner partitioner = new Partitioner(code, sizes, maxMethodBytes, turning);
    return partitioner.pieces(partitioner.boundaries());
  }

  /** Positions where pieces begin, and the end. */
  private List<Integer> boundaries() {
    List<Integer> boundaries = new ArrayList<>();
    boundaries.add(0);
    int place = 0;
    while (place < cutPlaces.length - 1) {
      int next = fill(place);
      next = beforeLoop(place, next);
      boundaries.add(cutPlaces[next]);
      place = next;
    }
    return boundaries;
  }

  /** The farthest cut place up to which a piece that begins at {@code place} fits. */
  private int fill(int place) {
    Cost cost = new Cost();
    int next = place;
    while (next < cutPlaces.length - 1) {
      for (int i = cutPlaces[next]; i < cutPlaces[next + 1]; i++) {
        cost.add(i);
      }
      if (cost.bytes > maxBytes && next > place) {
        return next;
      }
      next++;
      if (cuts.get(cutPlaces[next])) {
        return next;
      }
    }
    return next;
  }

  /**
   * Moves a cut that falls into a loop to before the loop, if the whole loop then fits. Tries the
   * outermost few such loops only, so that the work stays linear.
   */
  private int beforeLoop(int place, int cut) {
    if (cut == cutPlaces.length - 1) {
      return cut;
    }
    int tries = MAX_LOOP_TRIES;
    for (int candidate = place + 1; candidate < cut && tries > 0; candidate++) {
      int end = loops.end(cutPlaces[candidate]);
      if (end > cutPlaces[cut] && bytesBefore[end] - bytesBefore[cutPlaces[candidate]] < maxBytes) {
        tries--;
        if (cutPlaces[fill(candidate)] >= end) {
          return candidate;
        }
      }
    }
    return cut;
  }

  private List<Piece> pieces(List<Integer> boundaries) {
    int count = boundaries.size() - 1;
    BitSet entered = enteredFromOutside(boundaries);
    List<Piece> pieces = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int from = boundaries.get(n);
      int to = boundaries.get(n + 1);
      BitSet used = new BitSet();
      BitSet written = new BitSet();
      List<Integer> entries = new ArrayList<>();
      entries.add(n == 0 ? -1 : code.a(from));
      for (int i = from; i < to; i++) {
        switch (code.op(i)) {
          case LOAD -> used.set(code.a(i));
          case STORE, TEE -> {
            used.set(code.a(i));
            written.set(code.a(i));
          }
          case LABEL -> {
            if (entered.get(code.a(i)) && (i > from || n == 0)) {
              entries.add(code.a(i));
            }
          }
          default -> {}
        }
      }
      int[] labels = entries.stream().mapToInt(Integer::intValue).toArray();
      pieces.add(new Piece(n, from, to, turning.get(from), labels, used, written));
    }
    return pieces;
  }

  /** Labels that some jump in another piece goes to. */
  private BitSet enteredFromOutside(List<Integer> boundaries) {
    BitSet entered = new BitSet();
    int piece = 0;
    for (int i = 0; i < code.size(); i++) {
      while (i >= boundaries.get(piece + 1)) {
        piece++;
      }
      for (int label : code.jumpTargets(i)) {
        int position = labelPosition[label];
        boolean turn = position == boundaries.get(piece) && turning.get(position);
        if (turn || position < boundaries.get(piece) || position >= boundaries.get(piece + 1)) {
          entered.set(label);
        }
      }
    }
    return entered;
  }

  /** Bytes that a piece takes, pessimistic. */
  private final class Cost {
    private final BitSet used = new BitSet();
    private final BitSet written = new BitSet();
    private int bytes;

    void add(int i) {
      bytes += sizes[i];
      switch (code.op(i)) {
        case LOAD -> use(code.a(i));
        case STORE, TEE -> {
          use(code.a(i));
          if (!written.get(code.a(i))) {
            written.set(code.a(i));
            bytes += BYTES_PER_WRITE;
          }
        }
        case LABEL, CUT -> bytes += BYTES_PER_LABEL;
        default -> bytes += BYTES_PER_JUMP * code.jumpTargets(i).length;
      }
    }

    private void use(int register) {
      if (!used.get(register)) {
        used.set(register);
        bytes += BYTES_PER_USE;
      }
    }
  }
}
