package io.aspectvm.maven;

import io.aspectvm.maven.build.BuildException;
import io.aspectvm.maven.build.SourceSet;
import java.nio.file.Path;
import java.util.List;

/** A folder with modules, as the configuration has it. */
public class Fileset {

  private String directory;
  private List<String> includes;
  private List<String> excludes;

  /** Takes a folder, where the configuration is a single text. */
  public void set(String text) {
    directory = text;
  }

  public void setDirectory(String directory) {
    this.directory = directory;
  }

  public void setIncludes(List<String> includes) {
    this.includes = includes;
  }

  public void setExcludes(List<String> excludes) {
    this.excludes = excludes;
  }

  SourceSet sourceSet(Path project) throws BuildException {
    if (directory == null || directory.isBlank()) {
      throw new BuildException("a fileset without <directory>");
    }
    return new SourceSet(
        project.resolve(directory),
        AbstractAspectMojo.orEmpty(includes),
        AbstractAspectMojo.orEmpty(excludes),
        true);
  }
}
