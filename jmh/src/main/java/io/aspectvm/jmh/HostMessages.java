package io.aspectvm.jmh;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.Bn256ScalarMulInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.proto.aspect.v2.JitInherentRequest;
import io.aspectvm.proto.aspect.v2.StateChangeQuery;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Messages that host functions take, as arguments. */
final class HostMessages {

  private static final G1 POINT =
      G1.newBuilder()
          .setX(hex("030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"))
          .setY(hex("15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4"))
          .build();

  /** The other generator's group. */
  private static final G2 TWIST_POINT =
      G2.newBuilder()
          .setX1(hex("198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"))
          .setX2(hex("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"))
          .setY1(hex("090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"))
          .setY2(hex("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"))
          .build();

  private static final G1 GENERATOR = G1.newBuilder().setX(word(1)).setY(word(2)).build();

  private HostMessages() {}

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }

  private static ByteString word(long value) {
    return ByteString.copyFrom(ByteBuffer.allocate(32).putLong(24, value).array());
  }

  private static ByteString random(int length) {
    return ByteString.copyFrom(HostArgument.random(length).body());
  }

  /** A signature, valid or with r = 0. */
  static HostArgument signature(boolean valid) {
    String r = "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f";
    return HostArgument.message(
        EcRecoverInput.newBuilder()
            .setHash(hex("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c"))
            .setV(word(28))
            .setR(valid ? hex(r) : word(0))
            .setS(hex("eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549"))
            .build());
  }

  static HostArgument sum() {
    return HostArgument.message(Bn256AddInput.newBuilder().setA(POINT).setB(GENERATOR).build());
  }

  /** Times 2^256 - 1. */
  static HostArgument product() {
    byte[] ones = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toByteArray();
    return HostArgument.message(
        Bn256ScalarMulInput.newBuilder()
            .setA(POINT)
            .setScalar(ByteString.copyFrom(ones, 1, 32))
            .build());
  }

  static HostArgument pairs(int count) {
    Bn256PairingInput.Builder pairs = Bn256PairingInput.newBuilder();
    for (int i = 0; i < count; i++) {
      pairs.addCs(POINT).addTs(TWIST_POINT);
    }
    return HostArgument.message(pairs.build());
  }

  static HostArgument compression(int rounds) {
    return HostArgument.message(
        Blake2FInput.newBuilder()
            .setH(random(64))
            .setM(random(128))
            .setT(random(16))
            .setFinal(true)
            .setRounds(ByteString.copyFrom(ByteBuffer.allocate(4).putInt(rounds).flip()))
            .build());
  }

  static HostArgument staticCall(int dataBytes) {
    return HostArgument.message(
        StaticCallRequest.newBuilder()
            .setTo(random(20))
            .setData(random(dataBytes))
            .setGas(100_000)
            .build());
  }

  static HostArgument jitCall(int dataBytes) {
    return HostArgument.message(
        JitInherentRequest.newBuilder()
            .setSender(random(20))
            .setNonce(0)
            .setCallData(random(dataBytes))
            .setCallGasLimit(0)
            .setVerificationGasLimit(0)
            .build());
  }

  /** The one change of a balance, or all of a variable's. */
  static HostArgument stateChanges(boolean ofBalance) {
    return HostArgument.message(
        StateChangeQuery.newBuilder()
            .setAccount(random(20))
            .setStateVarName(ofBalance ? ".balance" : "Token.balances")
            .build());
  }
}
