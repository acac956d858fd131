package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;

/**
 * A property as it is deployed. The arrays are not copied.
 *
 * @param key any bytes
 * @param value may be empty
 */
public record Property(ByteKey key, byte[] value) {}
