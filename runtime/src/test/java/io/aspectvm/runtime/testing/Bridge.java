package io.aspectvm.runtime.testing;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostFunction.ValueKind;
import io.aspectvm.runtime.support.HostCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** What a generated bridge does (see {@link HostCall}), by reflection. */
public final class Bridge {

  private Bridge() {}

  /** Calls a host function; gives the pointer to its result, or 0. */
  public static int call(Instance instance, int index, HostFunction function, int... pointers) {
    return function.raw()
        ? raw(instance, index, function, pointers)
        : typed(instance, index, function, pointers);
  }

  private static int typed(Instance instance, int index, HostFunction function, int[] pointers) {
    HostCall call = HostCall.begin(instance, index);
    try {
      for (int pointer : pointers) {
        call.argument(pointer);
      }
      call.enter();
      List<Object> arguments = new ArrayList<>();
      if (function.takesContext()) {
        arguments.add(call.context());
      }
      for (int i = 0; i < function.parameters().size(); i++) {
        ValueKind kind = function.parameters().get(i);
        arguments.add(invoke(method(HostCall.class, kind.reader()), call, i));
      }
      Object result = invoke(owned(function), null, arguments.toArray());
      if (function.result() == null) {
        call.done();
        return 0;
      }
      return (int) invoke(method(HostCall.class, function.result().writer()), call, result);
    } catch (Throwable failure) {
      throw call.failed(failure);
    }
  }

  private static int raw(Instance instance, int index, HostFunction function, int[] pointers) {
    HostCall.enterRaw(instance, index);
    try {
      List<Object> arguments = new ArrayList<>();
      if (function.takesContext()) {
        arguments.add(instance.host());
      }
      for (int pointer : pointers) {
        arguments.add(pointer);
      }
      Object result = invoke(owned(function), null, arguments.toArray());
      return result == null ? 0 : (int) result;
    } catch (Throwable failure) {
      throw HostCall.rawFailed(failure);
    }
  }

  private static Method owned(HostFunction function) throws ClassNotFoundException {
    return method(Class.forName(function.owner().replace('/', '.')), function.method());
  }

  private static Method method(Class<?> owner, String name) {
    for (Method method : owner.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(owner + " has no " + name);
  }

  private static Object invoke(Method method, Object target, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
