package io.aspectvm.fuzz;

import io.aspectvm.runtime.code.CompiledModule;
import java.nio.ByteBuffer;

/** Has the JVM verify all classes of a module, those included that no execution would reach. */
final class VerifyingLoader extends ClassLoader {

  private VerifyingLoader() {
    super(VerifyingLoader.class.getClassLoader());
  }

  /**
   * Defines, verifies and prepares every class.
   *
   * @throws LinkageError where the JVM refuses one
   */
  static void verify(CompiledModule module) {
    VerifyingLoader loader = new VerifyingLoader();
    for (String name : module.classNames()) {
      ByteBuffer file = module.classFile(name);
      loader.defineClass(name.replace('/', '.'), file, null);
    }
    for (String name : module.classNames()) {
      try {
        Class.forName(name.replace('/', '.'), true, loader);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
