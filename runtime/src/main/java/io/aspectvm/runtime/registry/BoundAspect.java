package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.Binding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A binding as one of its two sides has it.
 *
 * @param id of the other side, 20 bytes: the aspect in an account's bindings
 * @param version of the aspect, unsigned
 * @param priority -128 to 127; lower ones run first
 * @param joinPoints OR of {@link JoinPoint#bit}, 0 to 65535
 */
public record BoundAspect(ByteKey id, long version, int priority, int joinPoints)
    implements Binding {

  /** Bytes of a record: id 20, version 8, priority 1, join points 2, reserved 1. */
  static final int RECORD_BYTES = 32;

  public BoundAspect {
    if (id.length() != ByteKey.ADDRESS_BYTES
        || priority != (byte) priority
        || joinPoints != (char) joinPoints) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "binding of %s, priority %d, join points %d", id, priority, joinPoints));
    }
  }

  /** Whether the aspect verifies transactions. */
  boolean isVerifier() {
    return JoinPoints.isVerifier(joinPoints);
  }

  BoundAspect with(ByteKey other) {
    return new BoundAspect(other, version, priority, joinPoints);
  }

  byte[] record() {
    return ByteBuffer.allocate(RECORD_BYTES)
        .put(id.bytes())
        .putLong(version)
        .put((byte) priority)
        .putShort((short) joinPoints)
        .array();
  }

  static byte[] records(List<BoundAspect> bindings) {
    ByteBuffer records = ByteBuffer.allocate(bindings.size() * RECORD_BYTES);
    bindings.forEach(binding -> records.put(binding.record()));
    return records.array();
  }

  /** The bindings in a list of records. */
  static List<BoundAspect> read(byte[] records) {
    ByteBuffer buffer = ByteBuffer.wrap(records);
    List<BoundAspect> bindings = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] id = new byte[ByteKey.ADDRESS_BYTES];
      buffer.get(id);
      bindings.add(
          new BoundAspect(
              ByteKey.of(id),
              buffer.getLong(),
              buffer.get(),
              Short.toUnsignedInt(buffer.getShort())));
      buffer.get();
    }
    return bindings;
  }
}
