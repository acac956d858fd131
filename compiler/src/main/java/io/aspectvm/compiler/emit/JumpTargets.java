package io.aspectvm.compiler.emit;

import org.objectweb.asm.Label;

/** Where the jumps of a stretch of lowered code go, and how it returns. */
interface JumpTargets {

  /** The JVM label to jump to for this lowered label. */
  Label label(int lowered);

  /** Leaves the function; its first result, if any, is on top. */
  void emitReturn();
}
