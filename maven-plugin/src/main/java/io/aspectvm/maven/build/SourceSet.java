package io.aspectvm.maven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A folder with modules. Patterns are Maven's, relative to the folder: {@code **}{@code /*.wasm}.
 *
 * @param includes what is taken; all {@code .wasm} files where there is none
 * @param excludes what is left out of that
 * @param required whether it is an error if the folder is not there
 */
public record SourceSet(
    Path directory, List<String> includes, List<String> excludes, boolean required) {

  /** What is taken where nothing else is said. */
  public static final String ALL_MODULES = "**/*.wasm";

  public SourceSet {
    Objects.requireNonNull(directory);
    includes = includes.isEmpty() ? List.of(ALL_MODULES) : List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }
}
