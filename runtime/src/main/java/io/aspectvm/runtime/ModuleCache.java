package io.aspectvm.runtime;

import com.google.protobuf.ByteString;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.code.ModuleLoader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loaded modules of a runtime, so that code that was loaded again is warm still. Keeps those
 * used last, as many as the bounds allow; an evicted module lives on in the aspects that have it.
 * Thread-safe.
 *
 * <p>The key is a digest over the whole manifest: that has the identity's digest in it, and the
 * digests of the class files too, so that a module that only claims another's identity does not get
 * at its place.
 */
final class ModuleCache {

  private final ModuleLoader loader;
  private final int maximumModules;
  private final long maximumClassBytes;

  /** Guarded by itself; in the order of their last use. */
  private final Map<ByteString, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Of all entries; guarded by them. */
  private long classBytes;

  /** Guarded by the entries. */
  private boolean closed;

  /** A module with the ABI's view of it. */
  record Entry(LoadedModule module, io.aspectvm.runtime.abi.AspectCall calls) {

    long classBytes() {
      return module.classBytes();
    }
  }

  /**
   * A cache.
   *
   * @param maximumModules modules to keep, 0 or more
   * @param maximumClassBytes bytes of their class files together, of those that executions under
   *     the loader's policy may define; 0 or more
   */
  ModuleCache(ModuleLoader loader, int maximumModules, long maximumClassBytes) {
    this.loader = loader;
    this.maximumModules = maximumModules;
    this.maximumClassBytes = maximumClassBytes;
  }

  /**
   * The loaded module; loads it if it is not there. A module that is there is not looked at again:
   * its manifest, digests included, is the one that was checked.
   *
   * @param linked whether a linker offers what host modules do not
   * @throws UnloadableModuleException if it does not load; nothing is kept then
   */
  Entry get(CompiledModule compiled, boolean linked) {
    ByteString key = ByteString.copyFrom(Digests.sha256(Digests.canonical(compiled.manifest())));
    synchronized (entries) {
      Entry known = entries.get(key);
      if (known != null && (linked || !known.module().needsLinker())) {
        return known;
      }
    }
    LoadedModule module = linked ? loader.loadForLinking(compiled) : loader.load(compiled);
    return keep(key, new Entry(module, new io.aspectvm.runtime.abi.AspectCall(module)));
  }

  /** Another thread may have been faster: then its module is the warm one. */
  private Entry keep(ByteString key, Entry entry) {
    synchronized (entries) {
      Entry faster = entries.get(key);
      if (faster != null) {
        return faster;
      }
      if (!closed && entry.classBytes() <= maximumClassBytes && maximumModules > 0) {
        makeRoom(entry.classBytes());
        entries.put(key, entry);
        classBytes += entry.classBytes();
      }
      return entry;
    }
  }

  private void makeRoom(long bytes) {
    Iterator<Entry> eldest = entries.values().iterator();
    while (entries.size() >= maximumModules || classBytes + bytes > maximumClassBytes) {
      classBytes -= eldest.next().classBytes();
      eldest.remove();
    }
  }

  /** Lets all modules go, and keeps none from now on, such as those that are being loaded. */
  void close() {
    synchronized (entries) {
      closed = true;
      entries.clear();
      classBytes = 0;
    }
  }
}
