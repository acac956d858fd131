package io.aspectvm.runtime;

/**
 * A compiled module that this runtime does not load. Nothing of it was run, and no class of it
 * defined that did not pass its checks. The message is one line: what, where, why.
 */
public final class UnloadableModuleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a module does not load. */
  public enum Reason {
    /**
     * A class file or the wasm is not what the manifest says; or the manifest contradicts itself.
     */
    DAMAGED,
    /** A class does or refers to what compiled code may not. */
    FORBIDDEN_CODE,
    /** Made for another version of the manifest or for a newer JVM. */
    UNSUPPORTED_VERSION,
    /** An import that no registered host module offers. */
    MISSING_IMPORT,
    /** An import of another type, or linked with another method, than the host module's. */
    MISTYPED_IMPORT,
    /** Memory, tables or depth above what this runtime allows. */
    LIMIT_EXCEEDED
  }

  private final Reason reason;

  public UnloadableModuleException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
