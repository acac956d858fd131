package io.aspectvm.runtime.host;

import io.aspectvm.runtime.abi.ValueReader;
import java.util.Objects;

/**
 * What a gas schedule adds to the price of a host call for the content of its arguments (gas
 * specification, section 11), as a manifest has it. Numbers are WASM gas, not negative.
 *
 * <p>With {@code amount = base + perUnit x units}, the price is the larger of the ordinary price
 * and the amount for a floor, and their sum otherwise. All of it is charged before the work is
 * done.
 *
 * @param unit what is counted in the arguments
 * @param floor true for a lower bound of the whole price, false for an addition to it
 * @param base whatever the number of units
 * @param perUnit for each unit
 */
public record Surcharge(Unit unit, boolean floor, long base, long perUnit) {

  /** No surcharge. */
  public static final Surcharge NONE = new Surcharge(Unit.NONE, false, 0, 0);

  public Surcharge {
    Objects.requireNonNull(unit);
    if (base < 0 || perUnit < 0) {
      throw new IllegalArgumentException("negative surcharge");
    }
  }

  /** What can be counted in the arguments, all of which were found; each count is 0 or more. */
  public enum Unit {
    NONE {
      @Override
      long count(ValueReader[] arguments) {
        return 0;
      }
    },
    /** The {@code rounds} of a BLAKE2b F message, unsigned 32-bit. */
    ROUND {
      @Override
      long count(ValueReader[] arguments) {
        return MessageScanner.of(arguments[0]).lastBigEndianInt32(5);
      }
    },
    /** Pairs of points: the first elements are counted. */
    PAIR {
      @Override
      long count(ValueReader[] arguments) {
        return MessageScanner.of(arguments[0]).count(1);
      }
    },
    /** EVM gas by EIP-2565 for base, exponent and modulus. */
    EIP_2565_GAS {
      @Override
      long count(ValueReader[] arguments) {
        return ModularExponentiationPrice.evmGas(arguments[0], arguments[1], arguments[2]);
      }
    };

    abstract long count(ValueReader[] arguments);
  }

  /**
   * The whole price of a call.
   *
   * @param ordinary the price without surcharge, in WASM gas
   * @param arguments of the call, located; as many as the import has, and perhaps more
   * @return WASM gas, {@code Long.MAX_VALUE} where it is larger
   */
  public long apply(long ordinary, ValueReader[] arguments) {
    long amount = Saturating.add(base, Saturating.multiply(perUnit, unit.count(arguments)));
    return floor ? Math.max(ordinary, amount) : Saturating.add(ordinary, amount);
  }
}
