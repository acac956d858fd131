package io.aspectvm.wasm.opcode;

/** What an instruction may do besides taking operands and giving results. */
public enum Effect {
  /** Nothing; cannot trap. */
  PURE,
  /** May trap; changes no state. */
  MAY_TRAP,
  /** May change memory, a table or a global; may trap. */
  WRITES,
  /** Calls a function. */
  CALLS,
  /** Transfers control to a label. */
  BRANCHES,
  /** Opens a control frame. */
  OPENS_BLOCK,
  /** Closes a control frame, or its first arm. */
  ENDS_BLOCK
}
