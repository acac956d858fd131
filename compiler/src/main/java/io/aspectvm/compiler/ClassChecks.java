package io.aspectvm.compiler;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Runs generated classes through ASM's verifier: a fault of the compiler shows where it was made.
 */
final class ClassChecks {

  private ClassChecks() {}

  /**
   * Checks every class.
   *
   * @throws IllegalStateException with the verifier's report
   */
  static void check(Map<String, byte[]> classes) {
    ClassLoader loader = new GeneratedLoader(classes);
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      StringWriter report = new StringWriter();
      CheckClassAdapter.verify(
          new ClassReader(entry.getValue()), loader, false, new PrintWriter(report));
      if (!report.toString().isEmpty()) {
        throw new IllegalStateException("class " + entry.getKey() + ":\n" + report);
      }
    }
  }

  /** Lets the verifier look at the generated classes' supertypes; nothing is run. */
  private static final class GeneratedLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    GeneratedLoader(Map<String, byte[]> classes) {
      super(ClassChecks.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = classes.get(name.replace('.', '/'));
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }
  }
}
