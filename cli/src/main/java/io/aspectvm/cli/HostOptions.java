package io.aspectvm.cli;

import io.aspectvm.runtime.host.HostModuleException;
import io.aspectvm.runtime.host.HostModules;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --host} and {@code --classpath}: host functions of the user's own. */
final class HostOptions {

  @Option(
      names = "--host",
      paramLabel = "CLASS",
      description = {
        "A class with host functions: public static methods with @HostImport.",
        "Repeat it for several.",
      })
  private List<String> classes = List.of();

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Where these classes are: folders and jars.")
  private String classpath;

  private HostModules modules;

  /**
   * The standard host functions, and those of the classes given.
   *
   * @throws CommandException if a class is not found, or cannot be linked
   */
  HostModules hostModules() {
    if (modules == null) {
      modules = link(HostModules.standard());
    }
    return modules;
  }

  /** As {@link #hostModules()}, but on top of {@code base}. */
  HostModules link(HostModules base) {
    if (classes.isEmpty()) {
      return base;
    }
    // Stays open: linked classes load others when they first need them.
    ClassLoader loader = loader();
    HostModules all = base;
    for (String name : classes) {
      try {
        all = all.plus(Class.forName(name, true, loader));
      } catch (ClassNotFoundException e) {
        String where = classpath == null ? "; --classpath says where it is" : " on " + classpath;
        throw new CommandException(name + ": host class not found" + where, e);
      } catch (LinkageError e) {
        throw new CommandException(name + ": host class does not load, " + e, e);
      } catch (HostModuleException e) {
        throw new CommandException(name + ": host class refused, " + e.getMessage(), e);
      }
    }
    return all;
  }

  private ClassLoader loader() {
    ClassLoader own = HostOptions.class.getClassLoader();
    if (classpath == null) {
      return own;
    }
    List<URL> urls = new ArrayList<>();
    for (String part : classpath.split(File.pathSeparator, -1)) {
      if (part.isEmpty()) {
        continue;
      }
      Path path = Path.of(part);
      if (!Files.exists(path)) {
        throw new CommandException(part + ": no such file or folder, given as --classpath");
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new CommandException(part + ": not usable as --classpath, " + e.getMessage(), e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), own);
  }
}
