package io.aspectvm.runtime;

import com.google.protobuf.ByteString;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.code.ModuleLoader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loaded modules of a runtime, so that code that was loaded again is warm still. Keeps those
 * used last; an evicted module lives on in the aspects that have it. Thread-safe.
 *
 * <p>The key is a digest over the whole manifest: that has the identity's digest in it, and the
 * digests of the class files too, so that a module that only claims another's identity does not get
 * at its place.
 */
final class ModuleCache {

  private final ModuleLoader loader;
  private final int capacity;
  private final Map<ByteString, Entry> entries;

  /** A module with the ABI's view of it. */
  record Entry(LoadedModule module, io.aspectvm.runtime.abi.AspectCall calls) {}

  /**
   * @param capacity modules to keep, 0 or more
   */
  ModuleCache(ModuleLoader loader, int capacity) {
    this.loader = loader;
    this.capacity = capacity;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteString, ModuleCache.Entry> eldest) {
            return size() > ModuleCache.this.capacity;
          }
        };
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
    Entry entry = new Entry(module, new io.aspectvm.runtime.abi.AspectCall(module));
    synchronized (entries) {
      // Another thread may have been faster: then its module is the warm one.
      Entry faster = entries.putIfAbsent(key, entry);
      return faster == null ? entry : faster;
    }
  }

  void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
