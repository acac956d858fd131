package io.aspectvm.maven.build;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.codehaus.plexus.util.DirectoryScanner;

/** Finds modules by Maven's patterns, in an order that is the same on every machine. */
final class SourceFinder {

  private final Path project;

  /**
   * @param project folder that messages are relative to
   */
  SourceFinder(Path project) {
    this.project = project;
  }

  /**
   * The files of a set, sorted.
   *
   * @throws BuildException if the folder is required and not there, or is none
   */
  List<SourceFile> find(SourceSet set) throws BuildException {
    Path directory = set.directory();
    if (!Files.isDirectory(directory)) {
      if (Files.exists(directory)) {
        throw new BuildException(
            show(directory) + ": expected a folder with modules, found a file");
      }
      if (set.required()) {
        throw new BuildException(show(directory) + ": no such folder with modules");
      }
      return List.of();
    }
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(directory.toFile());
    scanner.setIncludes(set.includes().toArray(String[]::new));
    scanner.setExcludes(set.excludes().toArray(String[]::new));
    scanner.addDefaultExcludes();
    scanner.scan();
    List<SourceFile> files = new ArrayList<>();
    for (String name : scanner.getIncludedFiles()) {
      Path path = directory.resolve(name);
      files.add(new SourceFile(path, name.replace(File.separatorChar, '/'), show(path)));
    }
    files.sort(Comparator.comparing(SourceFile::relative));
    return files;
  }

  private String show(Path path) {
    return show(project, path);
  }

  /** A path as messages have it: relative to the project if it is inside. */
  static String show(Path project, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(project)
        ? project.relativize(absolute).toString().replace(File.separatorChar, '/')
        : absolute.toString();
  }
}
