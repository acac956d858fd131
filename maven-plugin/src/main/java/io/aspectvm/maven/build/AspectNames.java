package io.aspectvm.maven.build;

import io.aspectvm.wasm.Diagnostics;

/** Names of artefacts: relative paths on the class path, fit for every file system. */
final class AspectNames {

  private static final String WASM = ".wasm";

  private AspectNames() {}

  /** The name of an artefact that was given none: the file's, without suffix. */
  static String of(SourceFile source) {
    String relative = source.relative();
    return relative.endsWith(WASM)
        ? relative.substring(0, relative.length() - WASM.length())
        : relative;
  }

  /**
   * Refuses what is no name.
   *
   * @throws BuildException if it is empty, leaves the folder, or has characters that not every file
   *     system takes
   */
  static void check(String name, SourceFile source) throws BuildException {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw bad(name, source, "expected a relative path without empty parts, . and ..");
      }
    }
    if (name.indexOf('\\') >= 0) {
      throw bad(name, source, "folders are separated by /");
    }
    if (name.chars().anyMatch(c -> Character.isISOControl(c) || "<>:\"|?*".indexOf(c) >= 0)) {
      throw bad(name, source, "control characters and < > : \" | ? * are not for file names");
    }
  }

  private static BuildException bad(String name, SourceFile source, String why) {
    return new BuildException(
        source.shown() + ": cannot be called " + Diagnostics.quote(name) + ", " + why);
  }
}
