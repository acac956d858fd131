package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.ClassFileReader.MalformedClassException;
import java.lang.reflect.Modifier;

/**
 * The methods of the instance and the entry class: none, and the one that executions come in by. So
 * a module has no code that runs before there is gas, a depth budget or a way to stop: no
 * constructor and no initialiser, and no finalizer, which would run on a thread of the JVM.
 */
final class FixedMethods {

  private static final String CALL = "call(Lio/aspectvm/runtime/Instance;I[JI)V";

  private FixedMethods() {}

  /**
   * Checks one method.
   *
   * @param role that is not {@link ClassRole#TEXT}
   * @param method name and descriptor
   * @throws MalformedClassException if it is another than the compiler emits
   */
  static void check(ClassRole role, String method, int access) {
    if (role != ClassRole.ENTRY || !method.equals(CALL) || Modifier.isStatic(access)) {
      throw new MalformedClassException("has an unusual method " + method);
    }
  }
}
