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
 *   public void call(Instance instance, int functionIndex, long[] values, int depthLeft) {
 *     switch (functionIndex) { ... }
 *   }
 * }
 * }</pre>
 *
 * <p>without a constructor.
 */
public abstract class ModuleCode {

  /** What {@link Instance#call} promises, for this instance. */
  public abstract void call(Instance instance, int functionIndex, long[] values, int depthLeft);
}
