package io.aspectvm.runtime.code;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contents of memories whose execution has ended, cleared, for later executions of the same module
 * on the same thread. A page costs a fraction of a new one so: it is in the processor's cache, and
 * nothing has to be collected (a collection visits every class loader there is, and under {@link
 * io.aspectvm.runtime.Isolation#CLASS_LOADER} there are thousands). What lies here at a collection
 * goes: an idle module keeps no memory.
 *
 * <p>No module gets what another one had: class files that the compiler did not make may have kept
 * a way to it, with the help of a host function.
 *
 * <p>Confined to one thread; executions that run in each other have a thread each.
 */
public final class SpareMemories {

  /** What a thread keeps at most, in bytes: those used last. A larger memory is always new. */
  static final int MAX_BYTES = 2 << 20;

  private record Spare(Object owner, int length, WeakReference<byte[]> content) {}

  /** In the order of their last use. */
  private final List<Spare> spares = new ArrayList<>();

  private int bytes;

  /**
   * An array, all zero.
   *
   * @param owner the module, or what stands for it
   * @param length in bytes, exactly
   */
  byte[] take(Object owner, int length) {
    for (int i = spares.size() - 1; i >= 0; i--) {
      Spare spare = spares.get(i);
      if (spare.owner() == owner && spare.length() == length) {
        spares.remove(i);
        bytes -= length;
        byte[] content = spare.content().get();
        return content == null ? new byte[length] : content;
      }
    }
    return new byte[length];
  }

  /**
   * Clears an array and keeps it for {@link #take}, if there is room when others go, and memory for
   * the note.
   *
   * @param content that nobody else uses any more
   */
  void give(Object owner, byte[] content) {
    if (content.length == 0 || content.length > MAX_BYTES) {
      return;
    }
    Arrays.fill(content, (byte) 0);
    while (bytes + content.length > MAX_BYTES) {
      bytes -= spares.remove(0).length();
    }
    try {
      spares.add(new Spare(owner, content.length, new WeakReference<>(content)));
    } catch (OutOfMemoryError e) {
      return; // What the execution came to stands.
    }
    bytes += content.length;
  }
}
