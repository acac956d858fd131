package io.aspectvm.runtime.host;

import io.aspectvm.runtime.abi.ValueReader;

/**
 * What schedule {@code hardened} adds to the price of a host call whose work the reference does not
 * price (gas specification, section 11). The names are those in a manifest; the numbers are WASM
 * gas.
 *
 * <p>With {@code amount = base + perUnit x units}, the price is the larger of the ordinary price
 * and the amount for a floor, and their sum otherwise. All of it is charged before the work is
 * done.
 */
public enum Surcharge {
  NONE(false, 0, 0) {
    @Override
    long units(ValueReader[] arguments) {
      return 0;
    }
  },
  /** EIP-152: 1 EVM gas for each round. */
  BLAKE2F_ROUNDS(false, 0, 1_000) {
    @Override
    long units(ValueReader[] arguments) {
      return MessageScanner.of(arguments[0]).lastBigEndianInt32(5);
    }
  },
  /** The EVM's price of ECRECOVER. */
  ECRECOVER_FLOOR(true, 3_000_000, 0) {
    @Override
    long units(ValueReader[] arguments) {
      return 0;
    }
  },
  /** EIP-1108. */
  BN256_ADD_FLOOR(true, 150_000, 0) {
    @Override
    long units(ValueReader[] arguments) {
      return 0;
    }
  },
  /** EIP-1108. */
  BN256_SCALAR_MUL_FLOOR(true, 6_000_000, 0) {
    @Override
    long units(ValueReader[] arguments) {
      return 0;
    }
  },
  /** EIP-1108: the part for each pair counts the first elements. */
  BN256_PAIRING_FLOOR(true, 45_000_000, 34_000_000) {
    @Override
    long units(ValueReader[] arguments) {
      return MessageScanner.of(arguments[0]).count(1);
    }
  },
  /** EIP-2565. */
  BIG_MOD_EXP_FLOOR(true, 0, 1_000) {
    @Override
    long units(ValueReader[] arguments) {
      return ModularExponentiationPrice.evmGas(arguments[0], arguments[1], arguments[2]);
    }
  };

  private final boolean floor;
  private final long base;
  private final long perUnit;

  Surcharge(boolean floor, long base, long perUnit) {
    this.floor = floor;
    this.base = base;
    this.perUnit = perUnit;
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

  /** What the rule counts in the arguments, all of which were found; 0 or more. */
  abstract long units(ValueReader[] arguments);

  /**
   * The whole price of a call.
   *
   * @param ordinary the price without surcharge, in WASM gas
   * @param arguments of the call, located; as many as the import has, and perhaps more
   * @return WASM gas, {@code Long.MAX_VALUE} where it is larger
   */
  public long apply(long ordinary, ValueReader[] arguments) {
    if (this == NONE) {
      return ordinary;
    }
    long amount = Saturating.add(base, Saturating.multiply(perUnit, units(arguments)));
    return floor ? Math.max(ordinary, amount) : Saturating.add(ordinary, amount);
  }
}
