package io.aspectvm.runtime.code;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModuleException;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.support.BulkOperations;
import io.aspectvm.runtime.support.ControlOperations;
import io.aspectvm.runtime.support.FloatOperations;
import io.aspectvm.runtime.support.HostCall;
import io.aspectvm.runtime.support.IntegerOperations;
import io.aspectvm.runtime.support.LinkOperations;
import io.aspectvm.runtime.support.LoopOperations;
import io.aspectvm.runtime.support.MemoryOperations;
import io.aspectvm.runtime.support.ModuleCode;
import io.aspectvm.runtime.support.SaturatingOperations;
import io.aspectvm.runtime.support.TableOperations;
import io.aspectvm.runtime.support.WideOperations;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every class outside a module that compiled code may refer to, by exact name: what emitted code
 * uses of {@code java.lang}, its runtime support, and the host classes that the node registered.
 * Immutable, thread-safe.
 *
 * <p>The loaders of compiled code find nothing else, and have no parent to ask. A name on the list
 * is not yet a licence to call everything: of JDK classes compiled code may use the constructor of
 * {@code Object} only, and of host classes the registered functions only.
 */
final class AllowList {

  private static final List<Class<?>> BASE =
      List.of(
          Object.class,
          String.class,
          Throwable.class,
          RuntimeException.class,
          Instance.class,
          LinearMemory.class,
          Table.class,
          Trap.class,
          GuestCrash.class,
          HostContext.class,
          GuestString.class,
          ControlOperations.class,
          FloatOperations.class,
          HostCall.class,
          IntegerOperations.class,
          LinkOperations.class,
          LoopOperations.class,
          MemoryOperations.class,
          BulkOperations.class,
          TableOperations.class,
          SaturatingOperations.class,
          WideOperations.class,
          ModuleCode.class);

  /** What every class has from {@code Object}: it waits, or differs from one JVM to the next. */
  private static final Set<String> OF_OBJECT =
      Arrays.stream(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Fields of {@link Instance} with arrays that all instances of a module share: what is written
   * there, the next execution would see. Support methods read them for compiled code.
   */
  private static final Set<String> SHARED = Set.of("dataSegments", "elementSegments");

  private final Map<String, Class<?>> classes = new HashMap<>();
  private final Set<String> hostOwners = new HashSet<>();
  private final Set<String> hostMethods = new HashSet<>();

  /**
   * @throws HostModuleException if a host class has the name of a runtime class, or is in the
   *     package of compiled code
   */
  AllowList(HostModules hostModules) {
    BASE.forEach(this::add);
    for (Class<?> owner : hostModules.classes()) {
      String name = owner.getName();
      if (classes.containsKey(name) || name.startsWith(CompiledModule.PACKAGE)) {
        throw new HostModuleException(name + " has a name that compiled code uses itself");
      }
      add(owner);
      hostOwners.add(owner.getName().replace('.', '/'));
    }
    for (HostFunction function : hostModules.functions()) {
      hostMethods.add(member(function.owner(), function.method(), function.descriptor()));
    }
  }

  private void add(Class<?> type) {
    classes.put(type.getName(), type);
  }

  /** The class with this binary name ({@code java.lang.Object}), or null where it is not listed. */
  Class<?> find(String name) {
    return classes.get(name);
  }

  /** Whether a class with this internal name ({@code java/lang/Object}) is listed. */
  boolean permits(String internalName) {
    return classes.containsKey(internalName.replace('/', '.'));
  }

  /**
   * Whether compiled code may refer to this method or field of a listed class, or one of its own.
   */
  boolean permitsMember(String owner, String name, String descriptor) {
    if (owner.startsWith("java/")) {
      return owner.equals("java/lang/Object") && name.equals("<init>");
    }
    if (hostOwners.contains(owner)) {
      return hostMethods.contains(member(owner, name, descriptor));
    }
    return !OF_OBJECT.contains(name) && !SHARED.contains(name);
  }

  private static String member(String owner, String name, String descriptor) {
    return owner + '.' + name + descriptor;
  }
}
