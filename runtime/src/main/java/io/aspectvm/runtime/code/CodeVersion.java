package io.aspectvm.runtime.code;

/**
 * The version of compiled code that this runtime runs, as it stands in identities: compiled code
 * relies on the runtime's support classes, so that each version of the compiler has its runtime.
 * {@link #REVISION} goes up with every change to the code that is generated or to what it may rely
 * on, so that no artefact of an earlier compiler passes for one of this.
 */
public final class CodeVersion {

  /** Version of the project. */
  public static final String VERSION = "0.1.0";

  /** Number of the code generator. */
  public static final int REVISION = 10;

  /** As in an identity. */
  public static final String TEXT = "aspectvm " + VERSION + " code " + REVISION;

  private CodeVersion() {}
}
