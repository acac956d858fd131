package io.aspectvm.fuzz;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.CompiledModule;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Has the JVM verify all classes of a module, those included that no execution would reach. */
final class VerifyingLoader extends ClassLoader {

  private VerifyingLoader() {
    super(VerifyingLoader.class.getClassLoader());
  }

  /**
   * Defines, verifies and prepares every class: with cold text in place of other text, and without.
   *
   * @throws LinkageError where the JVM refuses one
   */
  static void verify(CompiledModule module) {
    Map<String, ByteBuffer> files = new HashMap<>();
    Map<String, ByteBuffer> cold = new HashMap<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      String name = entry.getName().replace('/', '.');
      boolean isCold = entry.getRole() == ClassRole.COLD_TEXT;
      (isCold ? cold : files)
          .put(isCold ? name.replace(".cold.", ".") : name, module.classFile(entry.getName()));
    }
    verify(files);
    if (!cold.isEmpty()) {
      Map<String, ByteBuffer> strict = new HashMap<>(files);
      strict.putAll(cold);
      verify(strict);
    }
  }

  private static void verify(Map<String, ByteBuffer> files) {
    VerifyingLoader loader = new VerifyingLoader();
    files.forEach((name, file) -> loader.defineClass(name, file.duplicate(), null));
    for (String name : files.keySet()) {
      try {
        Class.forName(name, true, loader);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
