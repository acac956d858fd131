package io.aspectvm.runtime.code;

import io.aspectvm.runtime.Instance;
import java.lang.invoke.MethodHandles;

/**
 * The isolated loader of one execution: defines the module's instance class anew, and leaves all
 * else to the module's own loader. It has no parent. Confined to the thread that makes the
 * instance.
 */
public final class ExecutionLoader extends ClassLoader {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

  private final TextLoader text;
  private Class<?> instanceClass;
  private Instance instance;

  private ExecutionLoader(TextLoader text) {
    super(null);
    this.text = text;
  }

  /**
   * A new instance, of a class and a loader of its own.
   *
   * <p>Initialising the class makes the instance: cheaper than looking up a constructor of a class
   * that is used once.
   *
   * @param name binary name of the instance class
   * @param file its class file, checked
   * @throws LinkageError if the class does not verify or fails to initialise
   */
  static Instance newInstance(TextLoader text, String name, byte[] file) {
    ExecutionLoader loader = new ExecutionLoader(text);
    Class<?> type = loader.defineClass(name, file, 0, file.length, TextLoader.DOMAIN);
    loader.instanceClass = type;
    try {
      LOOKUP.ensureInitialized(type);
    } catch (IllegalAccessException e) {
      throw (LinkageError) new IllegalAccessError(name + " is not public").initCause(e);
    }
    Instance made = loader.instance;
    if (made == null) {
      throw new LinkageError(name + " does not make an instance when it is initialised");
    }
    loader.instance = null;
    return made;
  }

  /**
   * Takes an instance from its constructor, if its class belongs to a loader of this kind; does
   * nothing otherwise. Needs no thread-local, so nested executions cannot mix their instances up.
   */
  public static void handOver(Instance instance) {
    if (instance.getClass().getClassLoader() instanceof ExecutionLoader) {
      ((ExecutionLoader) instance.getClass().getClassLoader()).instance = instance;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> own = instanceClass;
    return own != null && own.getName().equals(name) ? own : text.loadClass(name, resolve);
  }
}
