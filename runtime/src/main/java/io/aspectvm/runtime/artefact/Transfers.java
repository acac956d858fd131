package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Moves much between the heap and channels, piece by piece. In one step the JDK takes as much
 * memory outside of the heap, and keeps it for as long as the thread lives.
 */
public final class Transfers {

  private static final int PIECE_BYTES = 1 << 16;

  private Transfers() {}

  /** Reads until the buffer is full or the channel at its end. */
  public static void read(ReadableByteChannel in, ByteBuffer to) throws IOException {
    int limit = to.limit();
    int read = 0;
    while (read >= 0 && to.position() < limit) {
      read = in.read(to.limit(Math.min(limit, to.position() + PIECE_BYTES)));
    }
    to.limit(limit);
  }

  /** Writes all that remains in the buffer. */
  public static void write(ByteBuffer from, WritableByteChannel out) throws IOException {
    int limit = from.limit();
    while (from.position() < limit) {
      out.write(from.limit(Math.min(limit, from.position() + PIECE_BYTES)));
    }
  }
}
