package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** host-apis, section 5: encodings, normalised arguments, and states that break their contract. */
class StateDatabaseApiTest {

  private static final Bytes ADDRESS = new Bytes(new byte[] {7});

  private final Answers answers = new Answers();

  /** A state that answers what the test says, and records what it is asked. */
  private static final class Answers implements StateDatabase {
    private final List<String> asked = new ArrayList<>();
    private BigInteger balance = BigInteger.ZERO;
    private byte[] word = {};
    private long number;

    @Override
    public BigInteger balance(ByteKey address) {
      asked.add(address.toString());
      return balance;
    }

    @Override
    public byte[] storage(ByteKey address, ByteKey slot) {
      asked.add(address + " " + slot);
      return word;
    }

    @Override
    public byte[] codeHash(ByteKey address) {
      asked.add(address.toString());
      return word;
    }

    @Override
    public long codeSize(ByteKey address) {
      return number;
    }

    @Override
    public long nonce(ByteKey address) {
      return number;
    }

    @Override
    public boolean hasSelfDestructed(ByteKey address) {
      throw new IllegalStateException("broken");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, 01",
    "128, 80",
    "256, 0100",
    "115792089237316195423570985008687907853269984665640564039457584007913129639935, "
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  })
  void balancesAreMinimal(BigInteger balance, String expected) {
    answers.balance = balance;
    call("getBalance", ADDRESS).returned(expected);
  }

  @Test
  void balancesThatCannotBeCrash() {
    for (BigInteger balance :
        new BigInteger[] {null, BigInteger.valueOf(-1), BigInteger.ONE.shiftLeft(256)}) {
      answers.balance = balance;
      call("getBalance", ADDRESS).crash();
    }
  }

  @Test
  void wordsHaveThirtyTwoBytes() {
    answers.word = new byte[] {1, 2};
    call("getState", ADDRESS, ADDRESS).returned("00".repeat(30) + "0102");
    call("getCodeHash", ADDRESS).returned("00".repeat(30) + "0102");
    answers.word = new byte[0];
    call("getState", ADDRESS, ADDRESS).returned("00".repeat(32));
    answers.word = new byte[32];
    answers.word[0] = -1;
    call("getCodeHash", ADDRESS).returned("ff" + "00".repeat(31));
    for (byte[] wrong : new byte[][] {null, new byte[33], new byte[1 << 20]}) {
      answers.word = wrong;
      call("getState", ADDRESS, ADDRESS).crash();
      call("getCodeHash", ADDRESS).crash();
    }
  }

  @Test
  void noncesAreUnsignedAndSizesAreNot() {
    answers.number = -1;
    assertEquals(new Uint64(-1), call("getNonce", ADDRESS).value());
    call("getCodeSize", ADDRESS).crash();
    answers.number = Long.MAX_VALUE;
    assertEquals(new Uint64(Long.MAX_VALUE), call("getCodeSize", ADDRESS).value());
  }

  @Test
  void whatTheStateThrowsIsACrash() {
    call("hasSuicided", ADDRESS).crash();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0000000000000000000000000000000000000000",
    "01, 0000000000000000000000000000000000000001",
    "0102030405060708090a0b0c0d0e0f1011121314, 0102030405060708090a0b0c0d0e0f1011121314",
    "ff0102030405060708090a0b0c0d0e0f1011121314, 0102030405060708090a0b0c0d0e0f1011121314",
  })
  void addressesAndSlotsAreNormalised(String given, String normalised) {
    Bytes argument = new Bytes(HexFormat.of().parseHex(given));
    call("getBalance", argument);
    call("getCodeHash", argument);
    call("getState", argument, argument);
    String slot = "00".repeat(32 - given.length() / 2) + given;
    assertEquals(List.of(normalised, normalised, normalised + " " + slot), answers.asked);

    call("getState", argument, new Bytes(new byte[40]));
    assertEquals(normalised + " " + "00".repeat(32), answers.asked.get(3));
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void itMayBeReadAtEveryJoinPoint(JoinPoint joinPoint) {
    call(joinPoint, "getBalance", ADDRESS).returned("");
  }

  private Ended call(String method, GuestValue... arguments) {
    return call(JoinPoint.OPERATION, method, arguments);
  }

  private Ended call(JoinPoint joinPoint, String method, GuestValue... arguments) {
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(joinPoint)
            .services(HostServices.builder().with(StateDatabase.class, answers).build())
            .build();
    return HostFunctionCaller.run(
            context,
            HostFunctionCaller.GAS,
            ImportPrice.FREE,
            "statedb-api",
            "__StateDbApi__." + method,
            arguments)
        .gasLeft(HostFunctionCaller.GAS);
  }
}
