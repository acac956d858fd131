package io.aspectvm.maven;

import io.aspectvm.maven.build.AspectValidation;
import io.aspectvm.maven.build.BuildException;
import io.aspectvm.maven.build.BuildPlan;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Validates modules as a deployment does, and makes nothing of them. */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class ValidateMojo extends AbstractAspectMojo {

  @Override
  void run(BuildPlan plan) throws BuildException {
    int valid = AspectValidation.run(plan, buildLog());
    getLog().info(valid == 1 ? "1 aspect is valid" : valid + " aspects are valid");
  }

  @Override
  boolean makesFacades() {
    return false;
  }
}
