package io.aspectvm.runtime.abi;

/** What a module exports under the name {@code memory}: the host reads and writes through it. */
public enum ExportedMemory {
  /** Nothing. */
  MISSING("memory export not found"),
  /** Something else. */
  NO_MEMORY("memory export is not a memory"),
  /** The memory. */
  PRESENT(null);

  private final String errorText;

  ExportedMemory(String errorText) {
    this.errorText = errorText;
  }

  /** The reference's text at the first access, or null where there is a memory. */
  public String errorText() {
    return errorText;
  }
}
