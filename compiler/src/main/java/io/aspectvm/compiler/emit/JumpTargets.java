package io.aspectvm.compiler.emit;

import org.objectweb.asm.Label;

/** Where the jumps of a stretch of lowered code go, and how it returns. */
interface JumpTargets {

  /** The JVM label to jump to for this lowered label. */
  Label label(int lowered);

  /** The JVM label to bind where this lowered label is. */
  default Label place(int lowered) {
    return label(lowered);
  }

  /** Leaves the function; its first result, if any, is on top. */
  void emitReturn();
}
