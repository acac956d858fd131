package io.aspectvm.runtime.code;

import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;

/**
 * An isolated loader of all classes of one module, each defined when it is first needed. It has no
 * parent: beyond the module it finds what the allow-list holds, and nothing else.
 *
 * <p>Only for class files that {@link ClassFileCheck} passed. Thread-safe.
 */
final class TextLoader extends ClassLoader {

  /**
   * One protection domain, without permissions, for all compiled code. Without it each loader has
   * one of its own; the JVM of JDK 17 keeps those in a table of fixed size until it collects, so
   * that every further definition takes longer.
   */
  static final ProtectionDomain DOMAIN = new ProtectionDomain(null, null);

  private final AllowList allowList;
  private final Map<String, byte[]> files;
  private final boolean once;
  private final Map<String, Class<?>> defined = new HashMap<>();

  /**
   * @param files class files by binary name; taken over if {@code once}, otherwise only read
   * @param once whether this is the only loader of these files, so that each can be let go of
   */
  TextLoader(AllowList allowList, Map<String, byte[]> files, boolean once) {
    super(null);
    this.allowList = allowList;
    this.files = files;
    this.once = once;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> listed = allowList.find(name);
    if (listed != null) {
      return listed;
    }
    synchronized (this) {
      Class<?> known = defined.get(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] file = files.get(name);
    if (file == null) {
      throw new ClassNotFoundException(name + " is not open to compiled code");
    }
    Class<?> type = defineClass(name, file, 0, file.length, DOMAIN);
    defined.put(name, type);
    if (once) {
      files.remove(name);
    }
    return type;
  }
}
