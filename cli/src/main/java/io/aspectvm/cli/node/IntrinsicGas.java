package io.aspectvm.cli.node;

/** What a transaction pays before anything runs (Ethereum's rule since EIP-2028). */
final class IntrinsicGas {

  private static final long TRANSACTION = 21_000;
  private static final long ZERO_BYTE = 4;
  private static final long OTHER_BYTE = 16;

  private IntrinsicGas() {}

  static long of(byte[] data) {
    long gas = TRANSACTION;
    for (byte b : data) {
      gas += b == 0 ? ZERO_BYTE : OTHER_BYTE;
    }
    return gas;
  }
}
