package io.aspectvm.runtime.cache;

import static io.aspectvm.runtime.cache.CacheModules.identity;
import static io.aspectvm.runtime.cache.CacheModules.module;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.cache.FileOperations.NewFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no test can see on a machine whose power stays on: when an entry gets its name. */
class WriteOrderTest {

  @TempDir Path folder;

  /** The same object, that notes what is asked of it. */
  private static <T> T noted(Class<T> type, T object, List<String> calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              try {
                Object result = method.invoke(object, arguments);
                return result instanceof NewFile file ? noted(NewFile.class, file, calls) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Another process takes a file for dead that is closed and has not got its name. */
  @Test
  void anEntryIsOnTheDiskBeforeItHasItsName() throws IOException {
    List<String> calls = new ArrayList<>();
    ArtefactCache cache =
        ArtefactCache.builder(folder.resolve("cache"))
            .files(noted(FileOperations.class, new DiskOperations(), calls))
            .build();
    cache.get(identity(1), () -> module(1));
    assertEquals(List.of("read", "list", "create", "write", "force", "move", "close"), calls);
    calls.clear();
    cache.get(identity(1), () -> module(1));
    assertEquals(List.of("read", "touch"), calls);
  }
}
