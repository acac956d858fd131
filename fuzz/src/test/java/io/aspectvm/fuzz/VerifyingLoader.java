package io.aspectvm.fuzz;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.ColdText;
import io.aspectvm.runtime.code.CompiledModule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Has the JVM verify all classes of a module, those included that no execution would reach. */
final class VerifyingLoader extends ClassLoader {

  private VerifyingLoader() {
    super(VerifyingLoader.class.getClassLoader());
  }

  /**
   * Defines, verifies and prepares every class; those that executions define anew in a loader of
   * their own, with cold text in place of what it stands in for.
   *
   * @throws LinkageError where the JVM refuses one
   */
  static void verify(CompiledModule module) {
    verify(module, false);
    verify(module, true);
  }

  private static void verify(CompiledModule module, boolean anew) {
    VerifyingLoader loader = new VerifyingLoader();
    List<String> names = new ArrayList<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      boolean cold = entry.getRole() == ClassRole.COLD_TEXT;
      boolean replaced = module.classNames().contains(ColdText.entryName(entry.getName()));
      if (anew ? cold || !replaced : !cold) {
        ByteBuffer file = module.classFile(entry.getName());
        names.add(loader.defineClass((String) null, file, null).getName());
      }
    }
    for (String name : names) {
      try {
        Class.forName(name, true, loader);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
