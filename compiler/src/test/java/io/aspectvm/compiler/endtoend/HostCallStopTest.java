package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's brake reaches into host functions that compute for minutes to years. */
@Timeout(120)
class HostCallStopTest {

  private static final long DELAY_MILLIS = 200;

  /** Far more than it takes to see the signal, far less than the work takes. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final int PAIRS = 20_000;
  private static final int FIRST = 64;
  private static final short BYTE_ARRAY = 11;
  private static final long F = 1_106;

  /** A host function, its argument and how often it takes it, and its price. */
  private static Stream<Arguments> longCalls() {
    return Stream.of(
        Arguments.of("bigModExp", ones(1 << 19), 3, 150_000, 3_000_000),
        Arguments.of("bigModExp", ones(1 << 13), 3, 150_000, 3_000_000),
        Arguments.of("blake2F", compression().toByteArray(), 1, 30_000, 150_000),
        Arguments.of("bn256Pairing", pairs().toByteArray(), 1, 450_000, 3_800_000));
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }

  /** 2^32 - 1 rounds. */
  private static MessageLite compression() {
    return Blake2FInput.newBuilder()
        .setH(ByteString.copyFrom(new byte[64]))
        .setM(ByteString.copyFrom(new byte[128]))
        .setT(ByteString.copyFrom(new byte[16]))
        .setFinal(true)
        .setRounds(ByteString.copyFrom(ones(4)))
        .build();
  }

  /** The generators, over and over. */
  private static MessageLite pairs() {
    G1 first = G1.newBuilder().setX(word("01")).setY(word("02")).build();
    G2 second =
        G2.newBuilder()
            .setX1(word("198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"))
            .setX2(word("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"))
            .setY1(word("090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"))
            .setY2(word("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"))
            .build();
    return Bn256PairingInput.newBuilder()
        .addAllCs(Collections.nCopies(PAIRS, first))
        .addAllTs(Collections.nCopies(PAIRS, second))
        .build();
  }

  private static ByteString word(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex("0".repeat(64 - hex.length()) + hex));
  }

  @ParameterizedTest(name = "{0} [{index}]")
  @MethodSource("longCalls")
  void stops(String function, byte[] argument, int arguments, long fixed, long perByte)
      throws Exception {
    StopSignal stop = new StopSignal();
    Timer operator = new Timer("operator", true);
    TimerTask task =
        new TimerTask() {
          @Override
          public void run() {
            stop.stop();
          }
        };
    Aspects.under(
        Isolation.CLASS_LOADER,
        Aspects.compile(guest(function, argument, arguments), OPTIONS),
        OPTIONS,
        aspect -> {
          long start = System.nanoTime();
          operator.schedule(task, DELAY_MILLIS);
          ExecutionResult result =
              aspect.call(
                  ExecutionContext.builder().build(), stop, "execute", AspectCall.MAX_EVM_GAS);
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          assertEquals(Outcome.ERROR, result.outcome());
          assertTrue(took.toMillis() >= DELAY_MILLIS && took.compareTo(SOON) < 0, took::toString);
          long guestGas = arguments * 10 + 150 + F;
          long price = fixed + perByte * arguments * argument.length;
          assertEquals(guestGas + price, result.wasmGasUsed().orElseThrow());
        });
    operator.cancel();
  }

  /** Gives a value to a host function, as often as it takes one; the last of several differs. */
  private static byte[] guest(String function, byte[] argument, int arguments) {
    byte[] other = argument.clone();
    other[other.length - 1] ^= 2;
    int second = FIRST + 6 + argument.length;
    String code = ("i32.const " + FIRST + ";").repeat(Math.max(1, arguments - 1));
    return GuestModule.aspect()
        .memory(2 + 2 * argument.length / 65_536)
        .importing(
            "call", "crypto-api", "__CryptoApi__." + function, "i32 ".repeat(arguments) + "-> i32")
        .data(FIRST, value(argument))
        .data(second, value(other))
        .export(
            "execute",
            "-> i32",
            code + (arguments > 1 ? "i32.const " + second + ";" : "") + "call $call")
        .toByteArray();
  }

  private static byte[] value(byte[] body) {
    return ByteBuffer.allocate(6 + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(BYTE_ARRAY)
        .putInt(body.length)
        .put(body)
        .array();
  }
}
