package io.aspectvm.maven.build;

import io.aspectvm.runtime.artefact.SigningKey;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.Optional;

/** Finds the key that artefacts are signed with. */
public final class SigningKeys {

  /** Environment variable with the path of the key's file. */
  public static final String VARIABLE = "ASPECTVM_SIGNING_KEY";

  private SigningKeys() {}

  /**
   * The key, if artefacts are to be signed.
   *
   * @param sign whether they are; null if that depends on whether there is a key
   * @param configured file of the key; null where none is configured
   * @param variable value of {@link #VARIABLE}, which counts where none is configured; or null
   * @throws BuildException if the key cannot be read, or there is none and there must be
   */
  public static Optional<SigningKey> find(Boolean sign, Path configured, String variable)
      throws BuildException {
    if (Boolean.FALSE.equals(sign)) {
      return Optional.empty();
    }
    if (configured != null) {
      return Optional.of(read("signingKey " + configured, configured));
    }
    if (variable != null && !variable.isBlank()) {
      String what = VARIABLE + "=" + variable;
      try {
        return Optional.of(read(what, Path.of(variable)));
      } catch (InvalidPathException e) {
        throw new BuildException(what + ": no path of a file", e);
      }
    }
    if (Boolean.TRUE.equals(sign)) {
      throw new BuildException(
          "sign: no key; signingKey, aspectvm.signingKey or " + VARIABLE + " names its file");
    }
    return Optional.empty();
  }

  private static SigningKey read(String what, Path file) throws BuildException {
    try {
      return SigningKey.read(file);
    } catch (IOException e) {
      throw new BuildException(what + ": cannot be read, " + FileProblems.reason(e), e);
    } catch (InvalidKeyException e) {
      throw new BuildException(what + ": " + e.getMessage(), e);
    }
  }
}
