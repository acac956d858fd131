package io.aspectvm.runtime;

/**
 * Why an execution ended early. The texts are the specification's own where it has them
 * (WebAssembly 2.0, section 4) and otherwise the ones users see on the command line.
 */
public enum TrapKind {
  /** {@code unreachable} was executed. */
  UNREACHABLE("unreachable"),
  /** Integer division or remainder with divisor zero. */
  INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
  /** Signed division of the smallest integer by -1, or a conversion out of range. */
  INTEGER_OVERFLOW("integer overflow"),
  /** Conversion of a NaN to an integer. */
  INVALID_CONVERSION("invalid conversion to integer"),
  /** A load, a store or a bulk operation outside the linear memory. */
  OUT_OF_BOUNDS_MEMORY("out of bounds memory access"),
  /** A table instruction outside the table. */
  OUT_OF_BOUNDS_TABLE("out of bounds table access"),
  /** {@code call_indirect} with an index outside the table. */
  UNDEFINED_ELEMENT("undefined element"),
  /** {@code call_indirect} through a null element. */
  UNINITIALIZED_ELEMENT("uninitialized element"),
  /** {@code call_indirect} of a function with another type. */
  INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
  /** The depth budget in slots is used up. */
  CALL_STACK_EXHAUSTED("call stack exhausted"),
  /** The gas counter could not pay; the counter is -1. */
  OUT_OF_GAS("out of gas"),
  /** Arguments of a host call could not be read (aspect-abi, section 5.2, step 3). */
  READ_PARAMS_FAILED("read params failed"),
  /** A host function failed, or its result could not be written (steps 8 and 9). */
  WRITE_PARAMS_FAILED("write params failed"),
  /** The counter was negative when a host call began (step 4). */
  GAS_COUNTER_UNAVAILABLE("failed to load gas counter"),
  /** A raw host function threw. */
  HOST_ERROR("host error"),
  /** The operator stopped the execution. */
  INTERRUPTED("interrupted");

  private final String text;

  TrapKind(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
