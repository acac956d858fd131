package io.aspectvm.runtime.cache;

import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.cache.CacheEvent.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A process that uses a cache: asks for modules at random on several threads, and compares what it
 * gets with what compiling gives. Prints a line whenever it begins to write an entry; at its end
 * how often each event happened.
 */
public final class CacheUser {

  /** Modules that there are; the cache holds a third of them. */
  static final int MODULES = 12;

  private static final int THREADS = 2;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final ArtefactCache cache;
  private final CompiledModule[] modules = new CompiledModule[MODULES];

  private CacheUser(Path directory, int more) throws IOException {
    for (int i = 0; i < MODULES; i++) {
      modules[i] = CacheModules.module(i, more);
    }
    cache =
        ArtefactCache.builder(directory)
            .maximumBytes(MODULES / 3 * (long) ArtefactWriter.write(modules[0]).length)
            .listener(this::count)
            .files(new AnnouncingDisk())
            .build();
  }

  /** Says when it is about to write, so that somebody can kill the process while it does. */
  private static final class AnnouncingDisk extends DiskOperations {
    @Override
    public NewFile create(Path file) throws IOException {
      print("writing");
      return super.create(file);
    }
  }

  private synchronized void count(CacheEvent event) {
    counts.merge(event.kind(), 1, Integer::sum);
    if (event.refusal() != null || !event.reason().isEmpty()) {
      print("unexpected " + event);
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }

  /**
   * Runs it.
   *
   * @param args directory, seed, gets on each thread, bytes that make modules larger
   */
  public static void main(String[] args) throws Exception {
    CacheUser user = new CacheUser(Path.of(args[0]), Integer.parseInt(args[3]));
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(Long.parseLong(args[1]) + i);
      threads[i] = new Thread(() -> user.use(random, Integer.parseInt(args[2])));
      threads[i].setUncaughtExceptionHandler((thread, thrown) -> print("failed " + thrown));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    print("done " + user.counts);
  }

  private void use(Random random, int gets) {
    for (int i = 0; i < gets; i++) {
      CompiledModule expected = modules[random.nextInt(MODULES)];
      CompiledModule module = cache.get(expected.manifest().getIdentity(), () -> expected);
      if (!module.manifest().equals(expected.manifest())
          || !module.wasm().equals(expected.wasm())) {
        throw new AssertionError("another module");
      }
    }
  }
}
