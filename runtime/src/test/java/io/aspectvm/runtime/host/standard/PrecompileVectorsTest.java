package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.Bn256ScalarMulInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The public vectors of the EVM's precompiled contracts, through the host API. */
class PrecompileVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  List<DynamicTest> ecRecover() throws IOException {
    return vectors(
        "ecRecover",
        input ->
            List.of(
                message(
                    EcRecoverInput.newBuilder()
                        .setHash(slice(input, 0, 32))
                        .setV(slice(input, 32, 32))
                        .setR(slice(input, 64, 32))
                        .setS(slice(input, 96, 32))
                        .build())),
        expected -> expected);
  }

  @TestFactory
  List<DynamicTest> bigModExp() throws IOException {
    return vectors(
        "modexp",
        "bigModExp",
        input -> {
          int base = length(input, 0);
          int exponent = length(input, 32);
          int modulus = length(input, 64);
          return List.of(
              bytes(slice(input, 96, base)),
              bytes(slice(input, 96 + base, exponent)),
              bytes(slice(input, 96 + base + exponent, modulus)));
        },
        expected -> expected);
  }

  @TestFactory
  List<DynamicTest> bn256Add() throws IOException {
    return vectors(
        "bn256Add",
        input ->
            List.of(
                message(
                    Bn256AddInput.newBuilder()
                        .setA(first(input, 0))
                        .setB(first(input, 64))
                        .build())),
        PrecompileVectorsTest::point);
  }

  @TestFactory
  List<DynamicTest> bn256ScalarMul() throws IOException {
    return vectors(
        "bn256ScalarMul",
        input ->
            List.of(
                message(
                    Bn256ScalarMulInput.newBuilder()
                        .setA(first(input, 0))
                        .setScalar(slice(input, 64, 32))
                        .build())),
        PrecompileVectorsTest::point);
  }

  @TestFactory
  List<DynamicTest> bn256Pairing() throws IOException {
    return vectors(
        "bn256Pairing",
        input -> {
          Bn256PairingInput.Builder pairs = Bn256PairingInput.newBuilder();
          for (int at = 0; at < input.length; at += 192) {
            pairs.addCs(first(input, at)).addTs(second(input, at + 64));
          }
          return List.of(message(pairs.build()));
        },
        expected -> expected);
  }

  @TestFactory
  List<DynamicTest> blake2F() throws IOException {
    return vectors(
        "blake2F",
        input ->
            List.of(
                message(
                    Blake2FInput.newBuilder()
                        .setRounds(slice(input, 0, 4))
                        .setH(slice(input, 4, 64))
                        .setM(slice(input, 68, 128))
                        .setT(slice(input, 196, 16))
                        .setFinal(input[212] == 1)
                        .build())),
        expected -> expected);
  }

  private static List<DynamicTest> vectors(
      String name, Function<byte[], List<GuestValue>> arguments, Function<byte[], byte[]> result)
      throws IOException {
    return vectors(name, name, arguments, result);
  }

  private static List<DynamicTest> vectors(
      String file,
      String function,
      Function<byte[], List<GuestValue>> arguments,
      Function<byte[], byte[]> result)
      throws IOException {
    Path path =
        Path.of(
            System.getProperty("aspectvm.shared", "../../shared"),
            "crypto-vectors",
            file + ".json");
    assumeTrue(Files.exists(path), () -> "no vectors at " + path);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : new ObjectMapper().readTree(path.toFile())) {
      byte[] input = HEX.parseHex(vector.get("Input").asText());
      byte[] expected = HEX.parseHex(vector.get("Expected").asText());
      tests.add(
          DynamicTest.dynamicTest(
              vector.get("Name").asText(),
              () ->
                  assertEquals(
                      new Bytes(result.apply(expected)), call(function, arguments.apply(input)))));
    }
    return tests;
  }

  private static GuestValue call(String function, List<GuestValue> arguments) {
    return HostFunctionCaller.call(
        ExecutionContext.builder().build(),
        "crypto-api",
        "__CryptoApi__." + function,
        arguments.toArray(GuestValue[]::new));
  }

  private static GuestValue message(MessageLite message) {
    return new Bytes(message.toByteArray());
  }

  private static GuestValue bytes(ByteString bytes) {
    return new Bytes(bytes.toByteArray());
  }

  /** The bytes from an offset on, and zeros where the input is shorter. */
  private static ByteString slice(byte[] input, int offset, int length) {
    return ByteString.copyFrom(Arrays.copyOf(input, Math.max(input.length, offset + length)))
        .substring(offset, offset + length);
  }

  private static int length(byte[] input, int offset) {
    return new BigInteger(1, slice(input, offset, 32).toByteArray()).intValueExact();
  }

  private static G1 first(byte[] input, int offset) {
    return G1.newBuilder()
        .setX(slice(input, offset, 32))
        .setY(slice(input, offset + 32, 32))
        .build();
  }

  private static G2 second(byte[] input, int offset) {
    return G2.newBuilder()
        .setX1(slice(input, offset, 32))
        .setX2(slice(input, offset + 32, 32))
        .setY1(slice(input, offset + 64, 32))
        .setY2(slice(input, offset + 96, 32))
        .build();
  }

  private static byte[] point(byte[] expected) {
    return first(expected, 0).toByteArray();
  }
}
