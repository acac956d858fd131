package io.aspectvm.gas.schedule;

/**
 * What schedule {@code hardened} adds to the price of a host call whose work the reference does not
 * price (gas specification, section 11). It is data for the runtime: with {@code amount = base +
 * perUnit x units}, the price is the larger of the ordinary price and {@code amount} where {@link
 * #isFloor()}, and their sum otherwise. All of it is charged before the work is done.
 *
 * <p>Numbers are in WASM gas. The floors are the EVM's own prices (Istanbul and EIP-2565) x 1000.
 */
public enum Surcharge {
  NONE(Unit.NONE, false, 0, 0),
  /** EIP-152: 1 EVM gas for each round. */
  BLAKE2F_ROUNDS(Unit.ROUND, false, 0, 1_000),
  /** The EVM's price of ECRECOVER: 3,000 EVM gas. */
  ECRECOVER_FLOOR(Unit.NONE, true, 3_000_000, 0),
  /** EIP-1108: 150 EVM gas. */
  BN256_ADD_FLOOR(Unit.NONE, true, 150_000, 0),
  /** EIP-1108: 6,000 EVM gas. */
  BN256_SCALAR_MUL_FLOOR(Unit.NONE, true, 6_000_000, 0),
  /** EIP-1108: 45,000 EVM gas, and 34,000 for each pair. */
  BN256_PAIRING_FLOOR(Unit.PAIR, true, 45_000_000, 34_000_000),
  /** 1000 WASM gas for each EVM gas of the EIP-2565 price of the three lengths and the exponent. */
  BIG_MOD_EXP_FLOOR(Unit.EIP_2565_GAS, true, 0, 1_000);

  /** What a surcharge counts in the arguments. */
  public enum Unit {
    NONE,
    /** The {@code rounds} of a BLAKE2b F message, unsigned 32-bit. */
    ROUND,
    /** Pairs of points. */
    PAIR,
    /** EVM gas by EIP-2565; itself at least 200. */
    EIP_2565_GAS
  }

  private final Unit unit;
  private final boolean floor;
  private final long base;
  private final long perUnit;

  Surcharge(Unit unit, boolean floor, long base, long perUnit) {
    this.unit = unit;
    this.floor = floor;
    this.base = base;
    this.perUnit = perUnit;
  }

  public Unit unit() {
    return unit;
  }

  /** True for a lower bound of the whole price, false for an addition to it. */
  public boolean isFloor() {
    return floor;
  }

  /** WASM gas, whatever the number of units. */
  public long base() {
    return base;
  }

  /** WASM gas for each unit. */
  public long perUnit() {
    return perUnit;
  }
}
