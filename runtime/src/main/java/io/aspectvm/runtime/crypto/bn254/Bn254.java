package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The three operations of EIP-196 and EIP-197 on buffers as these describe them: coordinates are 32
 * bytes, big-endian, and all zero is infinity. Stateless, thread-safe.
 */
public final class Bn254 {

  /** Bytes of a point of G1: x, y. */
  public static final int POINT_BYTES = 2 * Fp.BYTES;

  /** Bytes of a pair: a point of G1, then one of G2 as x and y, imaginary parts first. */
  public static final int PAIR_BYTES = 6 * Fp.BYTES;

  private Bn254() {}

  /**
   * The sum of two points.
   *
   * @param points two points, {@code 2 * POINT_BYTES}
   * @return the point, {@link #POINT_BYTES}
   * @throws CurveException if a coordinate is not below the modulus or a point not on the curve
   */
  public static byte[] add(byte[] points) throws CurveException {
    return bytes(firstPoint(points, 0).add(firstPoint(points, POINT_BYTES)));
  }

  /**
   * A point, as often as a scalar says.
   *
   * @param input the point, then the scalar: 32 bytes, big-endian, any value
   * @return the point, {@link #POINT_BYTES}
   * @throws CurveException as {@link #add}
   */
  public static byte[] multiply(byte[] input) throws CurveException {
    G1Point point = firstPoint(input, 0);
    return bytes(point.multiply(Arrays.copyOfRange(input, POINT_BYTES, POINT_BYTES + Fp.BYTES)));
  }

  /**
   * Whether the product of the pairings is 1. All points are checked before any pairing.
   *
   * @param pairs any number of pairs, {@link #PAIR_BYTES} each
   * @param guard called now and then; ends the computation by throwing
   * @throws CurveException as {@link #add}, or if the second point of a pair is not in G2
   */
  public static boolean isPairingProductOne(byte[] pairs, Runnable guard) throws CurveException {
    List<Pairing.Pair> finite = new ArrayList<>();
    for (int offset = 0; offset < pairs.length; offset += PAIR_BYTES) {
      guard.run();
      G1Point first = firstPoint(pairs, offset);
      G2Point second = secondPoint(pairs, offset + POINT_BYTES);
      if (!first.isInfinity() && !second.isInfinity()) {
        finite.add(new Pairing.Pair(first, second));
      }
    }
    return Pairing.isProductOne(finite, guard);
  }

  private static G1Point firstPoint(byte[] bytes, int offset) throws CurveException {
    G1Point point = G1Point.of(coordinate(bytes, offset), coordinate(bytes, offset + Fp.BYTES));
    if (point == null) {
      throw new CurveException("point is not on the curve");
    }
    return point;
  }

  private static G2Point secondPoint(byte[] bytes, int offset) throws CurveException {
    G2Point point =
        new G2Point(
            new Fp2(coordinate(bytes, offset + Fp.BYTES), coordinate(bytes, offset)),
            new Fp2(
                coordinate(bytes, offset + 3 * Fp.BYTES),
                coordinate(bytes, offset + 2 * Fp.BYTES)));
    if (!point.isOnCurve()) {
      throw new CurveException("point is not on the twist");
    }
    if (!point.isInGroup()) {
      throw new CurveException("point is not in the subgroup");
    }
    return point;
  }

  private static Fp coordinate(byte[] bytes, int offset) throws CurveException {
    BigInteger value = new BigInteger(1, bytes, offset, Fp.BYTES);
    if (value.compareTo(Fp.MODULUS) >= 0) {
      throw new CurveException("coordinate is not below the modulus");
    }
    return Fp.of(value);
  }

  private static byte[] bytes(G1Point point) {
    byte[] bytes = new byte[POINT_BYTES];
    if (!point.isInfinity()) {
      G1Point normalized = point.normalized();
      put(normalized.x(), bytes, Fp.BYTES);
      put(normalized.y(), bytes, POINT_BYTES);
    }
    return bytes;
  }

  private static void put(Fp coordinate, byte[] bytes, int end) {
    byte[] value = coordinate.value().toByteArray();
    // A modulus of 254 bits leaves no room for a sign byte beyond 32.
    System.arraycopy(value, 0, bytes, end - value.length, value.length);
  }
}
