package io.aspectvm.runtime.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the active data segments write into a fresh memory, as few copies: segments that touch,
 * overlap or lie close together become one chunk, painted in their order. Compilers emit hundreds
 * of small neighbouring segments, and every instance pays for each copy. Immutable, thread-safe.
 */
final class MemoryImage {

  /** Zero bytes worth copying to save a copy. */
  private static final int LARGEST_GAP = 256;

  private final int[] addresses;
  private final byte[][] chunks;

  private MemoryImage(int[] addresses, byte[][] chunks) {
    this.addresses = addresses;
    this.chunks = chunks;
  }

  /** Writes the image into a fresh memory, all zero and large enough. */
  void copyTo(byte[] memory) {
    for (int i = 0; i < chunks.length; i++) {
      System.arraycopy(chunks[i], 0, memory, addresses[i], chunks[i].length);
    }
  }

  /** Collects segments in the module's order. Not thread-safe. */
  static final class Builder {

    private record Piece(int address, int start, int length) {}

    private final byte[] source;
    private final List<Piece> pieces = new ArrayList<>();
    // Covered stretches by first address, to their end; disjoint, more than the gap apart.
    private final TreeMap<Integer, Integer> stretches = new TreeMap<>();

    /**
     * @param source the array that segments take their content from
     */
    Builder(byte[] source) {
      this.source = source;
    }

    /**
     * Adds {@code length} bytes of the source from {@code start} on, to be written at an address.
     */
    void add(int address, int start, int length) {
      if (length == 0) {
        return;
      }
      pieces.add(new Piece(address, start, length));
      int first = address;
      int end = address + length;
      Map.Entry<Integer, Integer> near = stretches.floorEntry(end + LARGEST_GAP);
      while (near != null && near.getValue() + LARGEST_GAP >= first) {
        first = Math.min(first, near.getKey());
        end = Math.max(end, near.getValue());
        stretches.remove(near.getKey());
        near = stretches.floorEntry(end + LARGEST_GAP);
      }
      stretches.put(first, end);
    }

    MemoryImage build() {
      int[] addresses = new int[stretches.size()];
      byte[][] chunks = new byte[stretches.size()][];
      int i = 0;
      for (Map.Entry<Integer, Integer> stretch : stretches.entrySet()) {
        addresses[i] = stretch.getKey();
        chunks[i] = new byte[stretch.getValue() - stretch.getKey()];
        i++;
      }
      for (Piece piece : pieces) {
        int found = Arrays.binarySearch(addresses, piece.address());
        int chunk = found >= 0 ? found : -found - 2;
        System.arraycopy(
            source,
            piece.start(),
            chunks[chunk],
            piece.address() - addresses[chunk],
            piece.length());
      }
      return new MemoryImage(addresses, chunks);
    }
  }
}
