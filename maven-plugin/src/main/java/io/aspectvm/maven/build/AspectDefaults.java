package io.aspectvm.maven.build;

import io.aspectvm.runtime.host.HostModules;
import java.util.Objects;

/**
 * What holds for every module for which no rule says otherwise.
 *
 * @param profile name of the profile
 * @param schedule name of the gas schedule
 * @param hostModules host functions that imports are linked to
 * @param facade whether Java facades are made
 */
public record AspectDefaults(
    String profile, String schedule, HostModules hostModules, boolean facade) {

  public AspectDefaults {
    Objects.requireNonNull(profile);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(hostModules);
  }
}
