/**
 * The pairing-friendly curve that the EVM calls alt_bn128 and the host API bn256 (EIP-196,
 * EIP-197): arithmetic, curve groups and the optimal ate pairing. Only {@link
 * io.aspectvm.runtime.crypto.bn254.Bn254} is for use from outside.
 *
 * <p>Everything works on public data: nothing here runs in constant time.
 */
package io.aspectvm.runtime.crypto.bn254;
