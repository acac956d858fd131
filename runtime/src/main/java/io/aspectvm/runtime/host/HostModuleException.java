package io.aspectvm.runtime.host;

/** A class offered as a host module breaks a rule of {@link HostImport}; the message says which. */
public final class HostModuleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public HostModuleException(String message) {
    super(message);
  }
}
