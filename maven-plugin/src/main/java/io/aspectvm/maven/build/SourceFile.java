package io.aspectvm.maven.build;

import io.aspectvm.wasm.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A module to compile.
 *
 * @param path where it is
 * @param relative to the folder that it was found in, with {@code /}
 * @param shown as messages name it: relative to the project where possible
 */
record SourceFile(Path path, String relative, String shown) {

  /**
   * The file's content, bounded by what a module may have in any profile.
   *
   * @throws BuildException if it cannot be read or is larger
   */
  byte[] read() throws BuildException {
    int limit = Limits.WASM.moduleBytes();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BuildException(
            shown + ": limit: too many bytes: " + Files.size(path) + ", limit " + limit);
      }
      return bytes;
    } catch (IOException e) {
      throw new BuildException(shown + ": cannot be read, " + FileProblems.reason(e), e);
    }
  }
}
