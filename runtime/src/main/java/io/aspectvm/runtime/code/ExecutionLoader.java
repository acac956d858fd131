package io.aspectvm.runtime.code;

import io.aspectvm.runtime.Instance;

/**
 * The isolated loader of one execution: defines the module's instance class anew, and leaves all
 * else to the module's own loader. It has no parent. Confined to the thread that makes the
 * instance.
 */
final class ExecutionLoader extends ClassLoader {

  private final TextLoader text;
  private Class<?> instanceClass;

  private ExecutionLoader(TextLoader text) {
    super(null);
    this.text = text;
  }

  /**
   * A new instance, of a class and a loader of its own.
   *
   * @param name binary name of the instance class
   * @param file its class file, checked
   * @throws LinkageError if the class does not verify
   */
  static Instance newInstance(TextLoader text, String name, byte[] file) {
    ExecutionLoader loader = new ExecutionLoader(text);
    Class<?> type = loader.defineClass(name, file, 0, file.length, TextLoader.DOMAIN);
    loader.instanceClass = type;
    return Unconstructed.make(type.asSubclass(Instance.class));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> own = instanceClass;
    return own != null && own.getName().equals(name) ? own : text.loadClass(name, resolve);
  }
}
