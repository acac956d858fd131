package io.aspectvm.wasm.module;

/** What an import or export names; the ordinal is the code in the binary format. */
public enum ExternalKind {
  FUNCTION("function"),
  TABLE("table"),
  MEMORY("memory"),
  GLOBAL("global");

  private final String text;

  ExternalKind(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
