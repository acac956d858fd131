package io.aspectvm.maven.build;

import io.aspectvm.runtime.host.HostModuleException;
import io.aspectvm.runtime.host.HostModules;
import java.util.List;

/** Host functions of the user's own. */
public final class HostClasses {

  private HostClasses() {}

  /**
   * The standard host functions, and those of more classes.
   *
   * @param names of the classes
   * @param loader that finds them; must stay open
   * @throws BuildException if a class is not found, or has no host functions that can be linked
   */
  public static HostModules load(List<String> names, ClassLoader loader) throws BuildException {
    HostModules modules = HostModules.standard();
    for (String name : names) {
      try {
        modules = modules.plus(Class.forName(name, true, loader));
      } catch (ClassNotFoundException e) {
        throw new BuildException(
            "host class " + name + ": not found among the plugin's dependencies", e);
      } catch (LinkageError | HostModuleException e) {
        throw new BuildException("host class " + name + ": refused, " + e.getMessage(), e);
      }
    }
    return modules;
  }
}
