package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * An entry of an access list (EIP-2930).
 *
 * @param address 20 bytes
 * @param storageKeys 32 bytes each
 */
public record AccessTuple(ByteKey address, List<ByteKey> storageKeys) {

  public AccessTuple {
    storageKeys = List.copyOf(storageKeys);
    if (address.length() != ByteKey.ADDRESS_BYTES
        || storageKeys.stream().anyMatch(key -> key.length() != ByteKey.WORD_BYTES)) {
      throw new IllegalArgumentException("access to " + address + " at " + storageKeys);
    }
  }

  /** The entry as a list of RLP. */
  byte[] rlp() {
    List<byte[]> keys = storageKeys.stream().map(key -> Rlp.string(key.bytes())).toList();
    return Rlp.list(Rlp.string(address.bytes()), Rlp.list(keys));
  }
}
