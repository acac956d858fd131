package io.aspectvm.runtime.code;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Objects of compiled classes, made without a constructor: the classes have none, so that a module
 * has no code which runs outside of executions, and the class that is defined for each execution
 * has next to nothing to parse, to verify and to link. All fields are zero.
 *
 * <p>The way there is {@code sun.misc.Unsafe.allocateInstance}, of the JDK's module {@code
 * jdk.unsupported}; a constructor that is looked up and called once takes several times as long.
 */
final class Unconstructed {

  private static final MethodHandle ALLOCATE = allocate();

  private Unconstructed() {}

  private static MethodHandle allocate() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.publicLookup()
          .findVirtual(unsafe, "allocateInstance", MethodType.methodType(Object.class, Class.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * A new object; links the class, and so verifies it.
   *
   * @throws LinkageError if it does not verify
   */
  static <T> T make(Class<? extends T> type) {
    try {
      @SuppressWarnings("unchecked") // The JVM makes objects of the class that it is given.
      T made = (T) ALLOCATE.invokeExact((Class<?>) type);
      return made;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw (LinkageError) new InstantiationError(type.getName()).initCause(e);
    }
  }
}
