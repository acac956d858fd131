package io.aspectvm.runtime.artefact;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.artefact.TrustPolicy.Recompilation;
import io.aspectvm.runtime.code.CompiledModule;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Gives the module that is to run for an artefact: the one in it, or one compiled from the wasm in
 * it, as a policy says. Immutable, thread-safe.
 */
public final class TrustedReader {

  private final ArtefactReader reader;
  private final Identity expected;
  private final TrustPolicy policy;

  /**
   * A reader.
   *
   * @param maximumBytes largest artefact that is read, in bytes
   * @param expected what the module must be made of, compiled here or not: each field that is set
   */
  public TrustedReader(int maximumBytes, Identity expected, TrustPolicy policy) {
    this.reader = new ArtefactReader(maximumBytes, expected);
    this.expected = expected;
    this.policy = policy;
  }

  /**
   * Reads a file, once: what is checked is what is returned.
   *
   * @throws IOException if the file cannot be read
   * @throws ArtefactException if it is refused
   */
  public CompiledModule read(Path file) throws IOException {
    return read(reader.readBytes(file));
  }

  /**
   * Reads an artefact; the array is not kept.
   *
   * @throws ArtefactException if it is refused
   */
  public CompiledModule read(byte[] artefact) {
    try {
      return readAsItIs(artefact);
    } catch (ArtefactException refusal) {
      return compileInstead(artefact, refusal);
    }
  }

  private CompiledModule readAsItIs(byte[] artefact) {
    Artefact opened = reader.open(artefact);
    policy.check(opened.signer());
    if (policy.recompilation() != Recompilation.NEVER) {
      IdentityCheck.check(
          opened.module().manifest().getIdentity(),
          policy.compiler().identity(bytes(opened.module())));
    }
    return opened.module();
  }

  private static byte[] bytes(CompiledModule module) {
    byte[] wasm = new byte[module.wasm().remaining()];
    module.wasm().get(wasm);
    return wasm;
  }

  /**
   * Compiles the wasm in the artefact.
   *
   * @throws ArtefactException the same refusal where the policy or the artefact does not permit it
   */
  private CompiledModule compileInstead(byte[] artefact, ArtefactException refusal) {
    if (policy.recompilation() == Recompilation.NEVER || refusal.kind() == Kind.TOO_LARGE) {
      throw refusal;
    }
    WasmInside inside =
        WasmInside.find(artefact, reader.maximumMessages()).orElseThrow(() -> refusal);
    if (policy.recompilation() != Recompilation.UNTRUSTED) {
      requireTrusted(inside, refusal);
    }
    ArtefactCompiler compiler = policy.compiler();
    IdentityCheck.check(compiler.identity(inside.wasm()), expected);
    CompiledModule compiled;
    try {
      compiled = compiler.compile(inside.wasm());
    } catch (ArtefactException e) {
      e.addSuppressed(refusal);
      throw e;
    }
    policy.report(refusal);
    return compiled;
  }

  private void requireTrusted(WasmInside inside, ArtefactException refusal) {
    try {
      policy.check(inside.signer());
    } catch (ArtefactException e) {
      throw refusal;
    }
  }
}
