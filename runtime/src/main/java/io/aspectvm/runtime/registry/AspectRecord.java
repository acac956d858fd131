package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is known of an aspect whatever its version. Pay master and proof are kept and not used.
 *
 * @param latestVersion 1 and more, unsigned
 * @param boundAccounts how many
 * @param payMaster 20 bytes
 * @param proof any bytes; not copied
 */
record AspectRecord(long latestVersion, int boundAccounts, ByteKey payMaster, byte[] proof) {

  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES + ByteKey.ADDRESS_BYTES;

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD_BYTES + proof.length)
        .putLong(latestVersion)
        .putInt(boundAccounts)
        .put(payMaster.bytes())
        .put(proof)
        .array();
  }

  static AspectRecord read(byte[] record) {
    ByteBuffer head = ByteBuffer.wrap(record);
    long latestVersion = head.getLong();
    int boundAccounts = head.getInt();
    byte[] payMaster = new byte[ByteKey.ADDRESS_BYTES];
    head.get(payMaster);
    return new AspectRecord(
        latestVersion,
        boundAccounts,
        ByteKey.of(payMaster),
        Arrays.copyOfRange(record, HEAD_BYTES, record.length));
  }

  AspectRecord withLatestVersion(long version) {
    return new AspectRecord(version, boundAccounts, payMaster, proof);
  }

  AspectRecord withBoundAccounts(int accounts) {
    return new AspectRecord(latestVersion, accounts, payMaster, proof);
  }
}
