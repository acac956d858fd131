package io.aspectvm.maven.build;

import java.nio.file.Path;

/**
 * Where a build puts its files. All paths are made absolute.
 *
 * @param project folder that messages and the list of outputs are relative to
 * @param artefacts root of the class path that artefacts are put on
 * @param folder of the artefacts below that, with {@code /}; may be empty
 * @param facades root of the Java sources
 * @param facadePackage package of the facades
 * @param outputList remembers what was made
 */
public record BuildLayout(
    Path project,
    Path artefacts,
    String folder,
    Path facades,
    String facadePackage,
    Path outputList) {

  public BuildLayout {
    project = project.toAbsolutePath().normalize();
    artefacts = artefacts.toAbsolutePath().normalize();
    facades = facades.toAbsolutePath().normalize();
    outputList = outputList.toAbsolutePath().normalize();
    while (folder.endsWith("/")) {
      folder = folder.substring(0, folder.length() - 1);
    }
  }

  /** Name of an artefact on the class path. */
  String resource(AspectUnit unit) {
    return folder.isEmpty() ? unit.fileName() : folder + "/" + unit.fileName();
  }

  Path artefact(AspectUnit unit) {
    return artefacts.resolve(resource(unit));
  }

  Path facade(AspectUnit unit) {
    return facades.resolve(facadePackage.replace('.', '/')).resolve(unit.facadeClass() + ".java");
  }

  /** Folder for files that are not finished. */
  Path staging() {
    return outputList.resolveSibling("unfinished");
  }

  boolean owns(Path output) {
    return output.startsWith(artefacts.resolve(folder)) || output.startsWith(facades);
  }
}
