package io.aspectvm.gas.schedule;

import java.util.Objects;

/**
 * What a host call costs, in WASM gas: {@code fixed + perByte x argBytes}, where {@code argBytes}
 * is the sum of the body lengths of all arguments, charged after the arguments were read (gas
 * specification, section 7). Results are never priced.
 *
 * @param fixed per call
 * @param perByte for each byte of the arguments' bodies
 * @param evenIfEmpty whether {@code fixed} is charged if {@code argBytes} is 0 or less; the
 *     reference then charges nothing at all
 * @param surcharge what the arguments' content adds
 */
public record HostPrice(long fixed, long perByte, boolean evenIfEmpty, Surcharge surcharge) {

  /** The price of an import that a schedule does not know. */
  public static final HostPrice FREE = new HostPrice(0, 0, false, Surcharge.NONE);

  public HostPrice {
    Objects.requireNonNull(surcharge);
    if (fixed < 0 || perByte < 0) {
      throw new IllegalArgumentException("negative price");
    }
  }
}
