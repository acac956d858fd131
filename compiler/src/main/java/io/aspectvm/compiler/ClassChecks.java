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
   * @throws IllegalStateException with the verifier's report
   */
  static void check(Map<String, byte[]> classes) {
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      StringWriter report = new StringWriter();
      CheckClassAdapter.verify(
          new ClassReader(entry.getValue()),
          ClassChecks.class.getClassLoader(),
          false,
          new PrintWriter(report));
      if (!report.toString().isEmpty()) {
        throw new IllegalStateException("class " + entry.getKey() + ":\n" + report);
      }
    }
  }
}
