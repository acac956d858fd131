package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/**
 * The transaction's message to the EVM: the outermost call. The array is not copied.
 *
 * @param from 20 bytes
 * @param to 20 bytes, or null where a contract is created
 * @param value 0 or more
 * @param input call data, or null for none
 * @param gasLimit EVM gas, unsigned
 */
public record MessageView(ByteKey from, ByteKey to, BigInteger value, byte[] input, long gasLimit) {

  public MessageView {
    Lengths.require("sender", from, ByteKey.ADDRESS_BYTES);
    if (to != null) {
      Lengths.require("receiver", to, ByteKey.ADDRESS_BYTES);
    }
  }
}
