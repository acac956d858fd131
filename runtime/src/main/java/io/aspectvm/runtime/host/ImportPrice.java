package io.aspectvm.runtime.host;

import java.util.Objects;

/**
 * What a call of an import costs, in WASM gas, as the compiler resolved it into the manifest:
 * {@code fixed + perByte x argBytes}, charged after the arguments were read (gas specification,
 * section 7). A raw import has no argument bytes and pays {@code fixed}.
 *
 * @param fixed per call, 0 or more
 * @param perByte for each byte of the arguments' bodies, 0 or more
 * @param evenIfEmpty whether {@code fixed} is due even if {@code argBytes} is 0 or less; otherwise
 *     nothing at all is
 * @param surcharge what the content of the arguments adds
 */
public record ImportPrice(long fixed, long perByte, boolean evenIfEmpty, Surcharge surcharge) {

  /** No price. */
  public static final ImportPrice FREE = new ImportPrice(0, 0, false, Surcharge.NONE);

  public ImportPrice {
    Objects.requireNonNull(surcharge);
    if (fixed < 0 || perByte < 0) {
      throw new IllegalArgumentException("a price cannot be negative");
    }
  }

  /**
   * The price without the surcharge, in WASM gas; {@code Long.MAX_VALUE} where it is larger.
   *
   * @param argumentBytes sum of the lengths of the arguments as their headers claim them; may be
   *     negative
   */
  public long ordinary(long argumentBytes) {
    if (argumentBytes <= 0) {
      return evenIfEmpty ? fixed : 0;
    }
    return Saturating.add(fixed, Saturating.multiply(perByte, argumentBytes));
  }
}
