package io.aspectvm.runtime.host;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostFunction.ValueKind;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads the host functions of a class and checks that generated code can call them. */
final class HostClassScanner {

  /** JVM argument slots of a method; a bridge passes no more. */
  private static final int MAX_SLOTS = 255;

  private HostClassScanner() {}

  /** The host functions of {@code owner}, by name. */
  static List<HostFunction> scan(Class<?> owner) {
    checkOwner(owner);
    List<HostFunction> functions = new ArrayList<>();
    for (Method method : owner.getDeclaredMethods()) {
      HostImport annotation = method.getAnnotation(HostImport.class);
      if (annotation != null) {
        functions.add(function(owner, method, annotation));
      }
    }
    if (functions.isEmpty()) {
      throw new HostModuleException(owner.getName() + " has no method annotated with @HostImport");
    }
    functions.sort(
        Comparator.comparing(HostFunction::method).thenComparing(HostFunction::descriptor));
    return functions;
  }

  private static void checkOwner(Class<?> owner) {
    if (owner.isPrimitive() || owner.isArray() || owner.isInterface() || owner.isHidden()) {
      throw new HostModuleException(owner.getName() + " is no ordinary class");
    }
    // Enclosing classes do not matter: the JVM looks at the class itself.
    if (!Modifier.isPublic(owner.getModifiers())) {
      throw new HostModuleException(
          owner.getName() + " is not public: compiled code could not call it");
    }
  }

  private static HostFunction function(Class<?> owner, Method method, HostImport annotation) {
    String where = owner.getName() + "." + method.getName();
    int modifiers = method.getModifiers();
    if (!Modifier.isPublic(modifiers) || !Modifier.isStatic(modifiers)) {
      throw new HostModuleException(where + ": a host function must be public and static");
    }
    if (annotation.fixedGas() < 0 || annotation.gasPerByte() < 0) {
      throw new HostModuleException(where + ": a price cannot be negative");
    }
    if (annotation.raw() && annotation.gasPerByte() != 0) {
      throw new HostModuleException(
          where + ": a raw function has no argument bytes, so no price per byte");
    }
    boolean raw = annotation.raw();
    Parameter[] declared = method.getParameters();
    boolean takesContext = declared.length > 0 && declared[0].getType() == HostContext.class;
    List<ValueKind> parameters = new ArrayList<>();
    for (int i = takesContext ? 1 : 0; i < declared.length; i++) {
      boolean unsigned = declared[i].isAnnotationPresent(Unsigned.class);
      parameters.add(kind(where + ": parameter " + (i + 1), declared[i].getType(), unsigned, raw));
    }
    checkCount(where, parameters, raw);
    boolean unsigned = method.isAnnotationPresent(Unsigned.class);
    Class<?> returned = method.getReturnType();
    if (returned == void.class && unsigned) {
      throw new HostModuleException(where + ": @Unsigned needs a long result");
    }
    return new HostFunction(
        annotation.module(),
        annotation.field(),
        owner.getName().replace('.', '/'),
        method.getName(),
        descriptor(method),
        raw,
        takesContext,
        parameters,
        returned == void.class ? null : kind(where + ": result", returned, unsigned, raw),
        annotation.fixedGas(),
        annotation.gasPerByte());
  }

  private static void checkCount(String where, List<ValueKind> parameters, boolean raw) {
    if (!raw && parameters.size() > HostFunction.MAX_VALUE_PARAMETERS) {
      throw new HostModuleException(
          String.format(
              Locale.ROOT,
              "%s: %d parameters; a value-typed host function takes at most %d",
              where,
              parameters.size(),
              HostFunction.MAX_VALUE_PARAMETERS));
    }
    // The instance is one more argument of the bridge.
    int slots = 1;
    for (ValueKind kind : parameters) {
      slots += kind == ValueKind.RAW_I64 || kind == ValueKind.RAW_F64 ? 2 : 1;
    }
    if (slots > MAX_SLOTS) {
      throw new HostModuleException(where + ": too many parameters for the JVM");
    }
  }

  private static ValueKind kind(String where, Class<?> type, boolean unsigned, boolean raw) {
    if (unsigned && (type != long.class || raw)) {
      throw new HostModuleException(
          where + ": @Unsigned belongs to a long of a value-typed function");
    }
    ValueKind kind = raw ? rawKind(type) : valueKind(type, unsigned);
    if (kind == null) {
      throw new HostModuleException(
          String.format(
              Locale.ROOT,
              "%s has type %s; a %s host function takes and gives %s",
              where,
              type.getTypeName(),
              raw ? "raw" : "value-typed",
              raw
                  ? "int, long, float, double"
                  : "String, GuestString, byte[], boolean, int, long"));
    }
    return kind;
  }

  private static ValueKind valueKind(Class<?> type, boolean unsigned) {
    if (type == String.class) {
      return ValueKind.STRING;
    }
    if (type == GuestString.class) {
      return ValueKind.GUEST_STRING;
    }
    if (type == byte[].class) {
      return ValueKind.BYTES;
    }
    if (type == boolean.class) {
      return ValueKind.BOOL;
    }
    if (type == int.class) {
      return ValueKind.INT32;
    }
    if (type == long.class) {
      return unsigned ? ValueKind.UINT64 : ValueKind.INT64;
    }
    return null;
  }

  private static ValueKind rawKind(Class<?> type) {
    if (type == int.class) {
      return ValueKind.RAW_I32;
    }
    if (type == long.class) {
      return ValueKind.RAW_I64;
    }
    if (type == float.class) {
      return ValueKind.RAW_F32;
    }
    if (type == double.class) {
      return ValueKind.RAW_F64;
    }
    return null;
  }

  private static String descriptor(Method method) {
    StringBuilder descriptor = new StringBuilder("(");
    for (Class<?> parameter : method.getParameterTypes()) {
      descriptor.append(parameter.descriptorString());
    }
    return descriptor.append(')').append(method.getReturnType().descriptorString()).toString();
  }
}
