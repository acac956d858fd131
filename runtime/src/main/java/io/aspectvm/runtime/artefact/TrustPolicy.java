package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whose code is run, and what happens to other code. Immutable, thread-safe.
 *
 * <pre>{@code
 * TrustPolicy.signedBy(key).recompiling(Recompilation.UNUSABLE, compiler, reason -> log(reason));
 * }</pre>
 */
public final class TrustPolicy {

  /** When the wasm inside an artefact is compiled here, instead of the artefact being refused. */
  public enum Recompilation {
    /** Never. */
    NEVER,
    /**
     * Where code cannot be used as it is (stale, damaged, of another version) and the wasm can: it
     * is the one of the manifest, and signed by a trusted key if signatures are asked for.
     */
    UNUSABLE,
    /**
     * As {@link #UNUSABLE}, and where no trusted key signed it (foreign code): what runs is then
     * what this compiler made, and nobody vouches for the wasm. For nodes that know the wasm
     * otherwise.
     */
    UNTRUSTED
  }

  /** Null where anybody's code will do. */
  private final Set<VerificationKey> keys;

  private final Recompilation recompilation;

  /** Null where nothing is compiled. */
  private final ArtefactCompiler compiler;

  private final Consumer<ArtefactException> listener;

  private TrustPolicy(
      Set<VerificationKey> keys,
      Recompilation recompilation,
      ArtefactCompiler compiler,
      Consumer<ArtefactException> listener) {
    this.keys = keys;
    this.recompilation = recompilation;
    this.compiler = compiler;
    this.listener = listener;
  }

  /**
   * Artefacts need not be signed, and it does not matter by whom they are. A signature that is
   * there must be right all the same.
   */
  public static TrustPolicy unsignedAllowed() {
    return new TrustPolicy(null, Recompilation.NEVER, null, reason -> {});
  }

  /** Artefacts must be signed by one of these keys. */
  public static TrustPolicy signedBy(Collection<VerificationKey> keys) {
    return new TrustPolicy(Set.copyOf(keys), Recompilation.NEVER, null, reason -> {});
  }

  /** Artefacts must be signed by one of these keys. */
  public static TrustPolicy signedBy(VerificationKey... keys) {
    return signedBy(List.of(keys));
  }

  /**
   * The same policy, that compiles instead of refusing. An artefact whose identity is another than
   * {@code compiler} gives its wasm is stale then, in whatever the two differ.
   *
   * @param when anything but {@link Recompilation#NEVER}
   * @param listener is told why each artefact was compiled again; what it throws is dropped
   */
  public TrustPolicy recompiling(
      Recompilation when, ArtefactCompiler compiler, Consumer<ArtefactException> listener) {
    if (when == Recompilation.NEVER) {
      throw new IllegalArgumentException("a compiler that is never asked");
    }
    return new TrustPolicy(
        keys, when, Objects.requireNonNull(compiler), Objects.requireNonNull(listener));
  }

  Recompilation recompilation() {
    return recompilation;
  }

  ArtefactCompiler compiler() {
    return compiler;
  }

  /** Tells the listener why an artefact was compiled again. */
  void report(ArtefactException reason) {
    try {
      listener.accept(reason);
    } catch (RuntimeException e) {
      // What an observer does must not decide what a node runs.
    }
  }

  /**
   * Checks who signed.
   *
   * @param signer of an {@link Artefact}
   * @throws ArtefactException unsigned, or signed by an unknown key
   */
  public void check(Optional<VerificationKey> signer) {
    if (keys == null) {
      return;
    }
    VerificationKey key =
        signer.orElseThrow(() -> new ArtefactException(Kind.UNSIGNED, "it is not signed"));
    if (!keys.contains(key)) {
      throw new ArtefactException(
          Kind.UNKNOWN_KEY, "it is signed by " + key.id() + ", which is not trusted");
    }
  }
}
