package io.aspectvm.fuzz;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** What a hostile guest's code would compute: its memory, and where it allocates. */
public final class FuzzHost {

  static final String MODULE = "fuzz";

  private static volatile HostCallInput input;
  private static final AtomicInteger allocations = new AtomicInteger();

  private FuzzHost() {}

  /** The input of the next execution, on whatever thread it is. */
  static void prepare(HostCallInput next) {
    input = next;
    allocations.set(0);
  }

  /** Writes the image to address 0. */
  @HostImport(module = MODULE, field = "image", raw = true)
  public static void image(HostContext context) {
    ByteBuffer memory = context.memory();
    memory.put(0, input.image(), 0, Math.min(input.image().length, memory.capacity()));
  }

  /** Where {@code allocate} says that there is room. */
  @HostImport(module = MODULE, field = "room", raw = true)
  public static int room() {
    int[] rooms = input.rooms();
    return rooms[allocations.getAndIncrement() % rooms.length];
  }

  /** Pages by which {@code allocate} grows the memory. */
  @HostImport(module = MODULE, field = "growth", raw = true)
  public static int growth() {
    return input.growth();
  }
}
