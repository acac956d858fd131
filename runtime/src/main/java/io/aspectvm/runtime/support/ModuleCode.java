package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;

/**
 * The way from the runtime into a module's code: the one generated class with the role ENTRY
 * extends it. Its single object is made together with the text classes, holds nothing and is shared
 * by all executions that share the text; so calls from the host go through warm code even where the
 * class of the instance is a moment old.
 *
 * <p>In Java, what the compiler emits is
 *
 * <pre>{@code
 * public final class Entry extends ModuleCode {
 *   public Entry() {}
 *
 *   public Instance newInstance() {
 *     return new Main();
 *   }
 *
 *   public void call(Instance instance, int functionIndex, long[] values, int depthLeft) {
 *     switch (functionIndex) { ... }
 *   }
 * }
 * }</pre>
 */
public abstract class ModuleCode {

  protected ModuleCode() {}

  /**
   * A new object of the module's instance class, of the same class loader; empty. Not called where
   * each execution has a class loader of its own for that class.
   */
  public abstract Instance newInstance();

  /** What {@link Instance#call} promises, for this instance. */
  public abstract void call(Instance instance, int functionIndex, long[] values, int depthLeft);
}
