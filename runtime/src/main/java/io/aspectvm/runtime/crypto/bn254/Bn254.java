package io.aspectvm.runtime.crypto.bn254;

import java.nio.ByteBuffer;
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
    ByteBuffer in = ByteBuffer.wrap(points);
    return bytes(firstPoint(in).add(firstPoint(in)));
  }

  /**
   * A point, as often as a scalar says.
   *
   * @param input the point, then the scalar: 32 bytes, big-endian, any value
   * @return the point, {@link #POINT_BYTES}
   * @throws CurveException as {@link #add}
   */
  public static byte[] multiply(byte[] input) throws CurveException {
    G1Point point = firstPoint(ByteBuffer.wrap(input));
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
    ByteBuffer in = ByteBuffer.wrap(pairs);
    while (in.hasRemaining()) {
      guard.run();
      G1Point first = firstPoint(in);
      G2Point second = secondPoint(in);
      if (!first.isInfinity() && !second.isInfinity()) {
        finite.add(new Pairing.Pair(first, second));
      }
    }
    return Pairing.isProductOne(finite, guard);
  }

  private static G1Point firstPoint(ByteBuffer bytes) throws CurveException {
    G1Point point = G1Point.of(coordinate(bytes), coordinate(bytes));
    if (point == null) {
      throw new CurveException("point is not on the curve");
    }
    return point;
  }

  private static G2Point secondPoint(ByteBuffer bytes) throws CurveException {
    G2Point point = new G2Point(twistCoordinate(bytes), twistCoordinate(bytes));
    if (!point.isOnCurve()) {
      throw new CurveException("point is not on the twist");
    }
    if (!point.isInGroup()) {
      throw new CurveException("point is not in the subgroup");
    }
    return point;
  }

  private static Fp2 twistCoordinate(ByteBuffer bytes) throws CurveException {
    Fp imaginary = coordinate(bytes);
    return new Fp2(coordinate(bytes), imaginary);
  }

  private static Fp coordinate(ByteBuffer bytes) throws CurveException {
    Fp coordinate = Fp.read(bytes);
    if (coordinate == null) {
      throw new CurveException("coordinate is not below the modulus");
    }
    return coordinate;
  }

  private static byte[] bytes(G1Point point) {
    ByteBuffer bytes = ByteBuffer.allocate(POINT_BYTES);
    if (!point.isInfinity()) {
      G1Point normalized = point.normalized();
      normalized.x().write(bytes);
      normalized.y().write(bytes);
    }
    return bytes.array();
  }
}
