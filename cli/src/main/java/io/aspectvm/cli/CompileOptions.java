package io.aspectvm.cli;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.Profile;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** How a command makes code: profile, gas schedule and host functions. */
final class CompileOptions {

  @Mixin private ProfileOption profile;
  @Mixin private ScheduleOption schedule;
  @Mixin private HostOptions host;

  /** What to compile with, where the command line does not give a profile. */
  CompilerOptions compilerOptions(Profile defaultProfile) {
    return options(profile.orElse(defaultProfile), schedule.orDefault());
  }

  private CompilerOptions options(Profile chosenProfile, GasSchedule chosenSchedule) {
    return CompilerOptions.of(chosenProfile)
        .withSchedule(chosenSchedule)
        .withHostModules(host.hostModules());
  }

  /** As above, where something more particular than the command line may give both. */
  CompilerOptions compilerOptions(
      Profile defaultProfile, Optional<Profile> ownProfile, Optional<GasSchedule> ownSchedule) {
    return options(
        ownProfile.orElse(profile.orElse(defaultProfile)),
        ownSchedule.orElse(schedule.orDefault()));
  }

  Optional<Profile> givenProfile() {
    return profile.given();
  }

  Optional<GasSchedule> givenSchedule() {
    return schedule.given();
  }

  HostOptions host() {
    return host;
  }
}
