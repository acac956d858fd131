package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.evm.UnsignedBytes;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import java.math.BigInteger;

/** Hashes, modular exponentiation and curve arithmetic (host-apis, section 2). */
public final class CryptoApi {

  private static final String MODULE = "crypto-api";
  private static final int WORD_BYTES = 32;

  private CryptoApi() {}

  /** SHA-256. */
  @HostImport(module = MODULE, field = "__CryptoApi__.sha256")
  public static byte[] sha256(HostContext context, byte[] data) {
    return Hashes.sha256(data);
  }

  /** RIPEMD-160, with zeros before it to 32 bytes. */
  @HostImport(module = MODULE, field = "__CryptoApi__.ripemd160")
  public static byte[] ripemd160(HostContext context, byte[] data) {
    return leftPadded(Hashes.ripemd160(data), WORD_BYTES);
  }

  /** Keccak-256. */
  @HostImport(module = MODULE, field = "__CryptoApi__.keccak")
  public static byte[] keccak(HostContext context, byte[] data) {
    return Hashes.keccak256(data);
  }

  /** Not built yet. */
  @HostImport(module = MODULE, field = "__CryptoApi__.ecRecover")
  public static byte[] ecRecover(HostContext context, byte[] input) {
    throw notAvailable("ecRecover");
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
    BigInteger power = new BigInteger(1, base).modPow(new BigInteger(1, exponent), m);
    return leftPadded(UnsignedBytes.minimal(power), modulus.length);
  }

  /** Not built yet. */
  @HostImport(module = MODULE, field = "__CryptoApi__.bn256Add")
  public static byte[] bn256Add(HostContext context, byte[] input) {
    throw notAvailable("bn256Add");
  }

  /** Not built yet. */
  @HostImport(module = MODULE, field = "__CryptoApi__.bn256ScalarMul")
  public static byte[] bn256ScalarMul(HostContext context, byte[] input) {
    throw notAvailable("bn256ScalarMul");
  }

  /** Not built yet. */
  @HostImport(module = MODULE, field = "__CryptoApi__.bn256Pairing")
  public static byte[] bn256Pairing(HostContext context, byte[] input) {
    throw notAvailable("bn256Pairing");
  }

  /** Not built yet. */
  @HostImport(module = MODULE, field = "__CryptoApi__.blake2F")
  public static byte[] blake2F(HostContext context, byte[] input) {
    throw notAvailable("blake2F");
  }

  private static GuestCrash notAvailable(String function) {
    return new GuestCrash(MODULE + " " + function + " is not available");
  }

  private static byte[] leftPadded(byte[] bytes, int length) {
    byte[] padded = new byte[length];
    System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
    return padded;
  }
}
