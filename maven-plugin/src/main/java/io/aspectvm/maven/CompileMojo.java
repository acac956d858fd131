package io.aspectvm.maven;

import io.aspectvm.maven.build.AspectBuild;
import io.aspectvm.maven.build.BuildException;
import io.aspectvm.maven.build.BuildLayout;
import io.aspectvm.maven.build.BuildPlan;
import io.aspectvm.maven.build.BuildSettings;
import io.aspectvm.maven.build.OutputTime;
import io.aspectvm.maven.build.SigningKeys;
import io.aspectvm.maven.facade.FacadeNames;
import io.aspectvm.runtime.artefact.SigningKey;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compiles modules to artefacts on the class path. What is up to date by its identity is left
 * alone; what earlier builds made of modules that are gone is deleted.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class CompileMojo extends AbstractAspectMojo {

  private static final String CLAIMS = CompileMojo.class.getName() + ".claims";

  /** Root of the class path that artefacts are put on. */
  @Parameter(
      property = "aspectvm.outputDirectory",
      defaultValue = "${project.build.outputDirectory}")
  private File outputDirectory;

  /** Folder of the artefacts on the class path. */
  @Parameter(property = "aspectvm.path", defaultValue = "META-INF/aspects")
  private String path;

  /** Makes a Java class for each aspect, with a method for each export. */
  @Parameter(property = "aspectvm.facade", defaultValue = "false")
  private boolean facade;

  /** Package of these classes. */
  @Parameter(property = "aspectvm.facadePackage", defaultValue = "${project.groupId}.aspects")
  private String facadePackage;

  /** Root of their sources, which the Java compiler is told of. */
  @Parameter(
      property = "aspectvm.facadeDirectory",
      defaultValue = "${project.build.directory}/generated-sources/aspectvm")
  private File facadeDirectory;

  /** Compiles everything, up to date or not. */
  @Parameter(property = "aspectvm.force", defaultValue = "false")
  private boolean force;

  /** Takes warnings for errors: an import that no host function is there for. */
  @Parameter(property = "aspectvm.failOnWarnings", defaultValue = "false")
  private boolean failOnWarnings;

  /** Seconds between two lines about a module that takes long. */
  @Parameter(property = "aspectvm.progressSeconds", defaultValue = "5")
  private int progressSeconds;

  /**
   * Whether artefacts are signed. By default they are if there is a key; with true it is an error
   * if there is none.
   */
  @Parameter(property = "aspectvm.sign")
  private Boolean sign;

  /**
   * File of the private key that artefacts are signed with, in PEM without password, as {@code
   * aspectvm keygen} writes it. Where none is given, the environment variable ASPECTVM_SIGNING_KEY
   * may name one.
   */
  @Parameter(property = "aspectvm.signingKey")
  private File signingKey;

  /** Time that generated sources give as theirs. Artefacts have none. */
  @Parameter(
      property = "aspectvm.outputTimestamp",
      defaultValue = "${project.build.outputTimestamp}")
  private String outputTimestamp;

  @Override
  void run(BuildPlan plan) throws BuildException {
    if (!FacadeNames.isPackage(facadePackage) && facade) {
      throw new BuildException(
          "facadePackage '" + facadePackage + "' is no name for a Java package");
    }
    Path build = Path.of(project().getBuild().getDirectory());
    String id = execution().getExecutionId();
    BuildLayout layout =
        new BuildLayout(
            projectDirectory(),
            outputDirectory.toPath(),
            path,
            facadeDirectory.toPath(),
            facadePackage,
            build.resolve("aspectvm").resolve(id + ".outputs"));
    Optional<SigningKey> key =
        SigningKeys.find(
            sign,
            signingKey == null ? null : signingKey.toPath(),
            System.getenv(SigningKeys.VARIABLE));
    BuildSettings settings =
        new BuildSettings(
            force,
            failOnWarnings,
            Duration.ofSeconds(Math.max(1, progressSeconds)),
            key,
            OutputTime.parse(outputTimestamp));
    key.ifPresent(k -> getLog().debug("signing as " + k.verificationKey()));
    getLog()
        .info(
            new AspectBuild(layout, settings, buildLog())
                .run(plan, claims(), "execution " + id)
                .toString());
    if (facadeDirectory.isDirectory()) {
      project().addCompileSourceRoot(facadeDirectory.getPath());
    }
  }

  /** What executions in this build of this project have made so far. */
  @SuppressWarnings("unchecked") // Only this method puts it there.
  private Map<Path, String> claims() {
    return (Map<Path, String>)
        getPluginContext().computeIfAbsent(CLAIMS, key -> new HashMap<Path, String>());
  }

  @Override
  boolean makesFacades() {
    return facade;
  }
}
