package io.aspectvm.runtime.host.standard;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.Bn256ScalarMulInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.crypto.Blake2F;
import io.aspectvm.runtime.crypto.bn254.Bn254;
import io.aspectvm.runtime.crypto.bn254.CurveException;
import io.aspectvm.runtime.crypto.secp256k1.PublicKeyRecovery;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The EVM's precompiled contracts on curves, and BLAKE2b's compression (host-apis, section 2).
 *
 * <p>Fields of a message go into one buffer as the reference copies them: left-aligned, each from
 * its own offset on and over what was there before, cut at the buffer's end.
 */
public final class CurveApi {

  private static final int WORD_BYTES = 32;
  private static final int ADDRESS_BYTES = 20;
  private static final String NOT_VALID = "params not valid";

  private CurveApi() {}

  /** The address behind a signature, with 12 zeros before it; empty where there is none. */
  @HostImport(module = CryptoApi.MODULE, field = "__CryptoApi__.ecRecover")
  public static byte[] ecRecover(HostContext context, byte[] input) {
    EcRecoverInput request =
        Messages.decode(EcRecoverInput.getDefaultInstance(), input, "EcRecoverInput");
    if (request.getV().isEmpty()) {
      throw new GuestCrash("ecRecover: v is empty");
    }
    byte[] key = recover(request);
    if (key == null) {
      return new byte[0];
    }
    byte[] hash = Hashes.keccak256(Arrays.copyOfRange(key, 1, key.length));
    byte[] address = new byte[WORD_BYTES];
    int start = WORD_BYTES - ADDRESS_BYTES;
    System.arraycopy(hash, start, address, start, ADDRESS_BYTES);
    return address;
  }

  /** The public key, or null. */
  private static byte[] recover(EcRecoverInput request) {
    byte[] v = request.getV().toByteArray();
    int parity = v[v.length - 1] - 27;
    v[v.length - 1] = 0;
    boolean valid =
        (parity == 0 || parity == 1)
            && isZero(v)
            && isScalar(request.getR())
            && isScalar(request.getS())
            && request.getHash().size() == PublicKeyRecovery.HASH_BYTES;
    if (!valid) {
      return null;
    }
    byte[] signature = new byte[PublicKeyRecovery.SIGNATURE_BYTES];
    put(request.getR(), signature, 0);
    put(request.getS(), signature, WORD_BYTES);
    return PublicKeyRecovery.fastest().recover(request.getHash().toByteArray(), signature, parity);
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether big-endian bytes of any length are from 1 to the curve's order less one. */
  private static boolean isScalar(ByteString bytes) {
    BigInteger value = new BigInteger(1, bytes.toByteArray());
    return value.signum() > 0 && value.compareTo(PublicKeyRecovery.ORDER) < 0;
  }

  /** The sum of two points (EIP-196). */
  @HostImport(module = CryptoApi.MODULE, field = "__CryptoApi__.bn256Add")
  public static byte[] bn256Add(HostContext context, byte[] input) {
    Bn256AddInput request =
        Messages.decode(Bn256AddInput.getDefaultInstance(), input, "Bn256AddInput");
    byte[] points = new byte[2 * Bn254.POINT_BYTES];
    put(request.getA(), points, 0);
    put(request.getB(), points, Bn254.POINT_BYTES);
    return point(() -> Bn254.add(points));
  }

  /** A point, as often as a scalar says (EIP-196). */
  @HostImport(module = CryptoApi.MODULE, field = "__CryptoApi__.bn256ScalarMul")
  public static byte[] bn256ScalarMul(HostContext context, byte[] input) {
    Bn256ScalarMulInput request =
        Messages.decode(Bn256ScalarMulInput.getDefaultInstance(), input, "Bn256ScalarMulInput");
    byte[] factors = new byte[Bn254.POINT_BYTES + WORD_BYTES];
    put(request.getA(), factors, 0);
    put(request.getScalar(), factors, Bn254.POINT_BYTES);
    return point(() -> Bn254.multiply(factors));
  }

  /** Whether a product of pairings is 1, as a word (EIP-197). */
  @HostImport(module = CryptoApi.MODULE, field = "__CryptoApi__.bn256Pairing")
  public static byte[] bn256Pairing(HostContext context, byte[] input) {
    Bn256PairingInput request =
        Messages.decode(Bn256PairingInput.getDefaultInstance(), input, "Bn256PairingInput");
    if (request.getCsCount() != request.getTsCount()) {
      throw new HostError(NOT_VALID);
    }
    ExecutionContext execution = ExecutionContext.of(context);
    byte[] pairs = new byte[request.getCsCount() * Bn254.PAIR_BYTES];
    for (int i = 0; i < request.getCsCount(); i++) {
      put(request.getCs(i), pairs, i * Bn254.PAIR_BYTES);
      put(request.getTs(i), pairs, i * Bn254.PAIR_BYTES + Bn254.POINT_BYTES);
    }
    byte[] result = new byte[WORD_BYTES];
    result[WORD_BYTES - 1] =
        (byte) (onCurve(() -> Bn254.isPairingProductOne(pairs, execution::checkStop)) ? 1 : 0);
    return result;
  }

  /** BLAKE2b's compression function with any number of rounds (EIP-152). */
  @HostImport(module = CryptoApi.MODULE, field = "__CryptoApi__.blake2F")
  public static byte[] blake2F(HostContext context, byte[] input) {
    Blake2FInput request =
        Messages.decode(Blake2FInput.getDefaultInstance(), input, "Blake2FInput");
    boolean valid =
        request.getH().size() == 64
            && request.getM().size() == 128
            && request.getT().size() == 16
            && request.getRounds().size() == 4;
    if (!valid) {
      throw new HostError(NOT_VALID);
    }
    long[] h = words(request.getH());
    Blake2F.compress(
        request.getRounds().asReadOnlyByteBuffer().getInt(),
        h,
        words(request.getM()),
        words(request.getT()),
        request.getFinal(),
        ExecutionContext.of(context)::checkStop);
    ByteBuffer result = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    result.asLongBuffer().put(h);
    return result.array();
  }

  private static long[] words(ByteString bytes) {
    long[] words = new long[bytes.size() / Long.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return words;
  }

  private static void put(G1 point, byte[] buffer, int offset) {
    put(point.getX(), buffer, offset);
    put(point.getY(), buffer, offset + WORD_BYTES);
  }

  private static void put(G2 point, byte[] buffer, int offset) {
    put(point.getX1(), buffer, offset);
    put(point.getX2(), buffer, offset + WORD_BYTES);
    put(point.getY1(), buffer, offset + 2 * WORD_BYTES);
    put(point.getY2(), buffer, offset + 3 * WORD_BYTES);
  }

  private static void put(ByteString field, byte[] buffer, int offset) {
    int length = Math.min(field.size(), buffer.length - offset);
    System.arraycopy(field.toByteArray(), 0, buffer, offset, length);
  }

  /** Something on points, which may turn out to be none. */
  @FunctionalInterface
  private interface OnCurve<T> {
    T get() throws CurveException;
  }

  private static <T> T onCurve(OnCurve<T> operation) {
    try {
      return operation.get();
    } catch (CurveException e) {
      throw new HostError(e.getMessage());
    }
  }

  private static byte[] point(OnCurve<byte[]> operation) {
    byte[] point = onCurve(operation);
    return G1.newBuilder()
        .setX(ByteString.copyFrom(point, 0, WORD_BYTES))
        .setY(ByteString.copyFrom(point, WORD_BYTES, WORD_BYTES))
        .build()
        .toByteArray();
  }
}
