package io.aspectvm.compiler;

/**
 * The compiler's name and version as they stand in identities. {@link #REVISION} goes up with every
 * change to the code that is generated, so that no artefact of an earlier compiler passes for one
 * of this.
 */
public final class CompilerVersion {

  /** Version of the project. */
  public static final String VERSION = "0.1.0";

  /** Number of the code generator. */
  public static final int REVISION = 4;

  /** As in an identity. */
  public static final String TEXT = "aspectvm " + VERSION + " code " + REVISION;

  private CompilerVersion() {}
}
