package io.aspectvm.maven.build;

import io.aspectvm.compiler.CompilerOptions;

/**
 * A module and what is to be made of it.
 *
 * @param name of the artefact, without suffix; folders with {@code /}
 * @param facadeClass simple name of the facade's class; null where none is wanted
 */
record AspectUnit(SourceFile source, String name, CompilerOptions options, String facadeClass) {

  static final String SUFFIX = ".aspect";

  /** File name of the artefact, relative to the folder of artefacts. */
  String fileName() {
    return name + SUFFIX;
  }
}
