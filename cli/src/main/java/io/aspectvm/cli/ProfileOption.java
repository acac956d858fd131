package io.aspectvm.cli;

import io.aspectvm.wasm.Profile;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --profile}. */
final class ProfileOption {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      converter = ProfileConverter.class,
      description = {
        "What a module may use: aspect (what the chain accepts at deployment)",
        "or wasm (everything there is). Default: see the command.",
      })
  private Profile profile;

  /** Reads a profile's name. */
  static final class ProfileConverter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String name) {
      return byName(name)
          .orElseThrow(
              () -> Words.unknown(name, Stream.of(Profile.ASPECT.name(), Profile.WASM.name())));
    }
  }

  /** The profile of this name. */
  static Optional<Profile> byName(String name) {
    return Stream.of(Profile.ASPECT, Profile.WASM)
        .filter(profile -> profile.name().equals(name))
        .findFirst();
  }

  Optional<Profile> given() {
    return Optional.ofNullable(profile);
  }

  Profile orElse(Profile other) {
    return profile == null ? other : profile;
  }
}
