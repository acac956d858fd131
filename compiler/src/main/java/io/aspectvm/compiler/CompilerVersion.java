package io.aspectvm.compiler;

import io.aspectvm.runtime.code.CodeVersion;

/** The compiler's name and version as they stand in identities: those that its runtime runs. */
public final class CompilerVersion {

  /** Version of the project. */
  public static final String VERSION = CodeVersion.VERSION;

  /** As in an identity. */
  public static final String TEXT = CodeVersion.TEXT;

  private CompilerVersion() {}
}
