package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * Arguments of {@code upgrade}. Arrays are not copied.
 *
 * @param aspect 20 bytes
 * @param code a module, or an envelope of one
 * @param properties override and extend those of the version before
 * @param joinPoints OR of the join points' bits
 */
public record Upgrade(ByteKey aspect, byte[] code, List<Property> properties, long joinPoints) {}
