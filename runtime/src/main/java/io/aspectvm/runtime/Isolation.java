package io.aspectvm.runtime;

/**
 * What executions of one module share. Results and gas are the same under every policy.
 *
 * <p>None of them lets anything writable pass from one execution to the next: memory, tables,
 * globals and gas belong to the instance, and shared code has no fields (checked before it is
 * defined).
 */
public enum Isolation {
  /**
   * A fresh isolated class loader per execution defines the class of the instance; the stateless
   * code it calls is defined once per module, in the module's own isolated loader. The default.
   */
  CLASS_LOADER,
  /** A fresh instance per execution; all classes are defined once per module. */
  INSTANCE,
  /**
   * A fresh isolated class loader per execution defines every class anew, as far as it runs, and in
   * a form for code that the JVM has not compiled where the module has one.
   */
  STRICT
}
