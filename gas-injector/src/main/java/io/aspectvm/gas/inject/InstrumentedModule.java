package io.aspectvm.gas.inject;

/**
 * The result of instrumentation.
 *
 * @param bytes the module; owned by the caller
 * @param functions number of functions that the original module defines
 * @param charges number of charge points in them
 * @param bytesIn size of the original module
 */
public record InstrumentedModule(byte[] bytes, int functions, int charges, int bytesIn) {

  /** Size of the instrumented module. */
  public int bytesOut() {
    return bytes.length;
  }
}
