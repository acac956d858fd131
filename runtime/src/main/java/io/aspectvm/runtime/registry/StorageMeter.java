package io.aspectvm.runtime.registry;

/**
 * Counts gas for what a call of the core contract loads and stores (join-points, section 8). Not
 * thread-safe.
 */
final class StorageMeter {

  private static final long STORE_RATE = 1000;
  private static final long LOAD_RATE = 10;
  private static final long UNIT_BYTES = 32;

  private long gasLeft;

  /**
   * @param gas EVM gas, 0 or more
   */
  StorageMeter(long gas) {
    gasLeft = gas;
  }

  /** Loads after they happened: before, nobody knows how much it is. */
  void chargeLoad(long keyBytes, long valueBytes) throws RefusalException {
    charge(keyBytes, valueBytes, LOAD_RATE);
  }

  void chargeStore(long keyBytes, long valueBytes) throws RefusalException {
    charge(keyBytes, valueBytes, STORE_RATE);
  }

  private void charge(long keyBytes, long valueBytes, long rate) throws RefusalException {
    long cost = (keyBytes + valueBytes + UNIT_BYTES) / UNIT_BYTES * rate;
    if (cost > gasLeft) {
      gasLeft = 0;
      throw RefusalException.outOfGas();
    }
    gasLeft -= cost;
  }

  long gasLeft() {
    return gasLeft;
  }

  /** Goes on with what somebody else left of the gas. */
  void resume(long gas) {
    gasLeft = gas;
  }
}
