package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.CompiledModule;
import java.util.Objects;
import java.util.Optional;

/**
 * An artefact that was read: whole, its parts the ones its manifest describes, and signed by the
 * key that it says, or not signed. Whether that key is trusted is for a {@link TrustPolicy} to say.
 *
 * @param module what is in it
 * @param signer whose signature it bears
 * @param bytes size of the whole artefact
 */
public record Artefact(CompiledModule module, Optional<VerificationKey> signer, int bytes) {

  public Artefact {
    Objects.requireNonNull(module);
    Objects.requireNonNull(signer);
  }
}
