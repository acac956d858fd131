package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoreView.EntryVisitor;

/** Records that are read and written for gas. Deleting is free. */
final class MeteredRecords {

  private final StoreTransaction transaction;
  private final StorageMeter meter;

  MeteredRecords(StoreTransaction transaction, StorageMeter meter) {
    this.transaction = transaction;
    this.meter = meter;
  }

  /** A record, or an empty array where there is none. */
  byte[] load(ByteKey key) throws RefusalException {
    byte[] value = Records.load(transaction, key);
    meter.chargeLoad(key.length(), value.length);
    return value;
  }

  void store(ByteKey key, byte[] value) throws RefusalException {
    meter.chargeStore(key.length(), value.length);
    transaction.put(Records.SPACE, key, value);
  }

  void delete(ByteKey key) {
    transaction.delete(Records.SPACE, key);
  }

  /** Visits records, each paid before it is seen. */
  void forEach(ByteKey prefix, EntryVisitor visitor) throws RefusalException {
    RefusalException[] refusal = {null};
    transaction.forEach(
        Records.SPACE,
        prefix,
        (key, value) -> {
          try {
            meter.chargeLoad(key.length(), value.length);
          } catch (RefusalException e) {
            refusal[0] = e;
            return false;
          }
          return visitor.visit(key, value);
        });
    if (refusal[0] != null) {
      throw refusal[0];
    }
  }
}
