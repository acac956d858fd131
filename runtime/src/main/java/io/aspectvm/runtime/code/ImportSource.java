package io.aspectvm.runtime.code;

/** Where the imports of a module come from that the host does not offer. */
@FunctionalInterface
public interface ImportSource {

  /** What is offered under these names, or null where nothing is. */
  ExternalValue find(String module, String field);
}
