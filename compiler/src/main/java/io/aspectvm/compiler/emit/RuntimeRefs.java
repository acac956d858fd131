package io.aspectvm.compiler.emit;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.support.BulkOperations;
import io.aspectvm.runtime.support.ControlOperations;
import io.aspectvm.runtime.support.FloatOperations;
import io.aspectvm.runtime.support.HostCall;
import io.aspectvm.runtime.support.IntegerOperations;
import io.aspectvm.runtime.support.LinkOperations;
import io.aspectvm.runtime.support.LoopOperations;
import io.aspectvm.runtime.support.MemoryOperations;
import io.aspectvm.runtime.support.SaturatingOperations;
import io.aspectvm.runtime.support.TableOperations;
import io.aspectvm.runtime.support.WideOperations;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * The runtime's methods and types that emitted code names, resolved by reflection in one place: a
 * rename over there fails here, in the compiler's own tests, and not in a user's class.
 */
public final class RuntimeRefs {

  public static final String INSTANCE = Type.getInternalName(Instance.class);
  public static final String INSTANCE_DESCRIPTOR = Type.getDescriptor(Instance.class);
  static final String HOST_CALL = Type.getInternalName(HostCall.class);

  private static final Map<String, MethodRef> SUPPORT = new HashMap<>();

  static {
    for (Class<?> owner :
        List.of(
            IntegerOperations.class,
            FloatOperations.class,
            MemoryOperations.class,
            BulkOperations.class,
            TableOperations.class,
            SaturatingOperations.class,
            WideOperations.class,
            ControlOperations.class,
            LoopOperations.class,
            LinkOperations.class)) {
      for (Method method : owner.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          MethodRef previous = SUPPORT.put(method.getName(), ref(method));
          if (previous != null) {
            throw new IllegalStateException("two support methods named " + method.getName());
          }
        }
      }
    }
  }

  private RuntimeRefs() {}

  private static MethodRef ref(Method method) {
    return new MethodRef(
        Type.getInternalName(method.getDeclaringClass()),
        method.getName(),
        Type.getMethodDescriptor(method));
  }

  /** The support method of this name. */
  static MethodRef support(String name) {
    MethodRef found = SUPPORT.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no support method " + name);
    }
    return found;
  }

  static boolean hasSupport(String name) {
    return SUPPORT.containsKey(name);
  }

  /** The method of {@link HostCall} with this name, which must be unique. */
  static MethodRef hostCall(String name) {
    for (Method method : HostCall.class.getDeclaredMethods()) {
      if (method.getName().equals(name) && Modifier.isPublic(method.getModifiers())) {
        return ref(method);
      }
    }
    throw new IllegalArgumentException("no method HostCall." + name);
  }
}
