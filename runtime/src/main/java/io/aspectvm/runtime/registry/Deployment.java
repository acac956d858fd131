package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * Arguments of {@code deploy}. Arrays are not copied.
 *
 * @param code a module, or an envelope of one
 * @param initData given to {@code init}
 * @param account pay master; has to be the sender
 * @param proof kept and not used
 * @param joinPoints OR of the join points' bits; 0 for an aspect that only has operations
 */
public record Deployment(
    byte[] code,
    byte[] initData,
    List<Property> properties,
    ByteKey account,
    byte[] proof,
    long joinPoints) {}
