package io.aspectvm.maven;

import io.aspectvm.maven.build.AspectDefaults;
import io.aspectvm.maven.build.AspectRule;
import io.aspectvm.maven.build.BuildException;
import io.aspectvm.maven.build.BuildLog;
import io.aspectvm.maven.build.BuildPlan;
import io.aspectvm.maven.build.HostClasses;
import io.aspectvm.maven.build.SourceSet;
import io.aspectvm.runtime.host.HostModules;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What the goals have in common: which modules, and by which rules. */
abstract class AbstractAspectMojo extends AbstractMojo {

  private static final String DEFAULT_FOLDER = "src/main/aspects";

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /** Leaves the goal out. */
  @Parameter(property = "aspectvm.skip", defaultValue = "false")
  private boolean skip;

  /** Folder with modules. The default need not exist. Not looked at where there are filesets. */
  @Parameter(
      property = "aspectvm.sourceDirectory",
      defaultValue = "${project.basedir}/" + DEFAULT_FOLDER)
  private File sourceDirectory;

  /** Patterns of the files that are taken from the source directory, default all .wasm files. */
  @Parameter(property = "aspectvm.includes")
  private List<String> includes;

  /** Patterns of the files that are left out of that. */
  @Parameter(property = "aspectvm.excludes")
  private List<String> excludes;

  /**
   * Several folders, each with its patterns, instead of the source directory. They must exist. As a
   * property: folders, separated by commas.
   */
  @Parameter(property = "aspectvm.filesets")
  private List<Fileset> filesets;

  /**
   * What holds for some modules only: a pattern of files, and name, profile, schedule, facade,
   * facadeClass or skip. As a property: {@code FILE;name=NAME;schedule=SCHEDULE;...}, separated by
   * commas.
   */
  @Parameter(property = "aspectvm.aspects")
  private List<AspectOptions> aspects;

  /** What a module may use: aspect (what the chain accepts at deployment) or wasm. */
  @Parameter(property = "aspectvm.profile", defaultValue = "aspect")
  private String profile;

  /** Gas schedule: artela-current, artela-legacy or hardened. */
  @Parameter(property = "aspectvm.schedule", defaultValue = "artela-current")
  private String schedule;

  /**
   * Classes with host functions of your own, on top of the standard ones. They must be among the
   * plugin's dependencies, and a runtime that loads the artefacts must have them too.
   */
  @Parameter(property = "aspectvm.hostClasses")
  private List<String> hostClasses;

  @Override
  public final void execute() throws MojoFailureException {
    if (skip) {
      getLog().info("skipped, as aspectvm.skip says");
      return;
    }
    try {
      BuildPlan plan = BuildPlan.of(projectDirectory(), sourceSets(), defaults(), rules());
      run(plan);
    } catch (BuildException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  /** Does what the goal is for. */
  abstract void run(BuildPlan plan) throws BuildException;

  /** Whether modules get facades, where no rule says otherwise. */
  abstract boolean makesFacades();

  final MavenProject project() {
    return project;
  }

  final MojoExecution execution() {
    return execution;
  }

  final Path projectDirectory() {
    return project.getBasedir().toPath();
  }

  private List<SourceSet> sourceSets() throws BuildException {
    if (filesets == null || filesets.isEmpty()) {
      Path folder = sourceDirectory.toPath();
      boolean required = !folder.equals(projectDirectory().resolve(DEFAULT_FOLDER));
      return List.of(new SourceSet(folder, orEmpty(includes), orEmpty(excludes), required));
    }
    List<SourceSet> sets = new ArrayList<>();
    for (Fileset fileset : filesets) {
      sets.add(fileset.sourceSet(projectDirectory()));
    }
    return sets;
  }

  private List<AspectRule> rules() {
    return orEmpty(aspects).stream().map(AspectOptions::rule).toList();
  }

  private AspectDefaults defaults() throws BuildException {
    return new AspectDefaults(profile, schedule, hostModules(), makesFacades());
  }

  private HostModules hostModules() throws BuildException {
    return HostClasses.load(orEmpty(hostClasses), getClass().getClassLoader());
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Maven's log. */
  final BuildLog buildLog() {
    return new BuildLog() {
      @Override
      public void info(String line) {
        getLog().info(line);
      }

      @Override
      public void warn(String line) {
        getLog().warn(line);
      }

      @Override
      public void debug(String line) {
        getLog().debug(line);
      }
    };
  }
}
