package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.crypto.ModularPower;
import io.aspectvm.runtime.evm.UnsignedBytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import java.math.BigInteger;

/** Hashes and modular exponentiation (host-apis, section 2); see {@link CurveApi} for the rest. */
public final class CryptoApi {

  static final String MODULE = "crypto-api";
  private static final int WORD_BYTES = 32;

  private CryptoApi() {}

  /** SHA-256. */
  @HostImport(module = MODULE, field = "__CryptoApi__.sha256")
  public static byte[] sha256(HostContext context, byte[] data) {
    return Hashes.sha256(data, guard(context));
  }

  /** RIPEMD-160, with zeros before it to 32 bytes. */
  @HostImport(module = MODULE, field = "__CryptoApi__.ripemd160")
  public static byte[] ripemd160(HostContext context, byte[] data) {
    return leftPadded(Hashes.ripemd160(data, guard(context)), WORD_BYTES);
  }

  /** Keccak-256. */
  @HostImport(module = MODULE, field = "__CryptoApi__.keccak")
  public static byte[] keccak(HostContext context, byte[] data) {
    return Hashes.keccak256(data, guard(context));
  }

  /** {@code base ^ exponent mod modulus}, as long as the modulus. */
  @HostImport(module = MODULE, field = "__CryptoApi__.bigModExp")
  public static byte[] bigModExp(
      HostContext context, byte[] base, byte[] exponent, byte[] modulus) {
    if (base.length == 0 && modulus.length == 0) {
      throw new HostError("params not valid");
    }
    BigInteger m = new BigInteger(1, modulus);
    if (m.signum() == 0) {
      return new byte[modulus.length];
    }
    BigInteger power = ModularPower.of(base, exponent, m, guard(context));
    return leftPadded(UnsignedBytes.minimal(power), modulus.length);
  }

  /** Has a long computation see the operator's stop. */
  private static Runnable guard(HostContext context) {
    return ExecutionContext.of(context)::checkStop;
  }

  private static byte[] leftPadded(byte[] bytes, int length) {
    byte[] padded = new byte[length];
    System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
    return padded;
  }
}
