package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/** Hashes and curve arithmetic (host-apis, section 2). */
public final class CryptoApi {

  private static final String MODULE = "crypto-api";

  private CryptoApi() {}

  @HostImport(module = MODULE, field = "__CryptoApi__.sha256")
  public static byte[] sha256(HostContext context, byte[] data) {
    throw new GuestCrash("crypto-api sha256 is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.ripemd160")
  public static byte[] ripemd160(HostContext context, byte[] data) {
    throw new GuestCrash("crypto-api ripemd160 is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.keccak")
  public static byte[] keccak(HostContext context, byte[] data) {
    throw new GuestCrash("crypto-api keccak is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.ecRecover")
  public static byte[] ecRecover(HostContext context, byte[] input) {
    throw new GuestCrash("crypto-api ecRecover is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.bigModExp")
  public static byte[] bigModExp(
      HostContext context, byte[] base, byte[] exponent, byte[] modulus) {
    throw new GuestCrash("crypto-api bigModExp is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.bn256Add")
  public static byte[] bn256Add(HostContext context, byte[] input) {
    throw new GuestCrash("crypto-api bn256Add is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.bn256ScalarMul")
  public static byte[] bn256ScalarMul(HostContext context, byte[] input) {
    throw new GuestCrash("crypto-api bn256ScalarMul is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.bn256Pairing")
  public static byte[] bn256Pairing(HostContext context, byte[] input) {
    throw new GuestCrash("crypto-api bn256Pairing is not available");
  }

  @HostImport(module = MODULE, field = "__CryptoApi__.blake2F")
  public static byte[] blake2F(HostContext context, byte[] input) {
    throw new GuestCrash("crypto-api blake2F is not available");
  }
}
