package io.aspectvm.compiler.partition;

import java.util.BitSet;

/**
 * A stretch of a lowered function that becomes a method of its own.
 *
 * @param number in the function, from 0
 * @param from first entry
 * @param to behind the last entry
 * @param turning whether it begins with the head of a loop, each turn of which leaves it and enters
 *     it again
 * @param entryLabels labels at which it can be entered; -1 stands for the function's beginning. The
 *     first is the piece's own beginning
 * @param used registers that it reads or writes
 * @param written registers that it writes
 */
public record Piece(
    int number,
    int from,
    int to,
    boolean turning,
    int[] entryLabels,
    BitSet used,
    BitSet written) {}
