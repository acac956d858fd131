package io.aspectvm.runtime.host.context;

import static io.aspectvm.runtime.host.context.ContextFixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.evm.SigningRules;
import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.evm.TransactionType;
import io.aspectvm.runtime.evm.TransactionVectors;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.RuntimeContextKey.Group;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The special cases of host-apis, section 8. */
class NodeRuntimeContextTest {

  private static final ExecutionContext EXECUTION = ExecutionContext.builder().build();

  private final NodeRuntimeContext.Builder views = ContextFixture.all("legacy");

  static List<String> transactions() {
    return TransactionVectors.names();
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void transactionsOfEveryType(String name) {
    Transaction transaction = TransactionVectors.transaction(name);
    views.transaction(ContextFixture.transaction(transaction));
    assertEquals(bytes(vector(name, "Signed")), get(RuntimeContextKey.TX_BYTES));
    assertEquals(bytes(vector(name, "Hash")), get(RuntimeContextKey.TX_HASH));
    assertEquals(number(transaction.v()), get(RuntimeContextKey.TX_SIG_V));
    assertEquals(number(transaction.s()), get(RuntimeContextKey.TX_SIG_R));
    assertEquals(number(transaction.r()), get(RuntimeContextKey.TX_SIG_S));
    assertEquals(number(transaction.gasTipCap()), get(RuntimeContextKey.TX_GAS_TIP_CAP));
    assertEquals(number(transaction.gasFeeCap()), get(RuntimeContextKey.TX_GAS_FEE_CAP));
    assertEquals(number(transaction.gasFeeCap()), get(RuntimeContextKey.TX_GAS_PRICE));
    assertEquals(
        "080" + transaction.type().ordinal(), get(RuntimeContextKey.TX_TYPE), "type in one byte");
    boolean hasList = !transaction.accessList().isEmpty();
    assertEquals(
        hasList
            ? "0a5a"
                + "0a140102030405060708090a0b0c0d0e0f1011121314"
                + "1220"
                + "01".repeat(32)
                + "1220"
                + "00".repeat(32)
                + "0a16"
                + "0a14"
                + "ff".repeat(20)
            : "",
        get(RuntimeContextKey.TX_ACCESS_LIST));
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, 2e2c",
    "legacyWithoutProtection, ''",
    "eip155, 01",
    "accessList, ''", // Its parity is 0.
    "dynamicFee, ''",
    "dynamicFeeWithoutList, 2e2c",
    "blob, ''",
  })
  void theChainIdIsEmptyWhereVIsZero(String name, String expected) {
    views.transaction(ContextFixture.transaction(TransactionVectors.transaction(name)));
    assertEquals(bytes(expected), get(RuntimeContextKey.TX_CHAIN_ID));
  }

  @Test
  void anUnsignedTransactionHasAnEmptySignature() {
    views.transaction(ContextFixture.transaction(Transaction.of(TransactionType.LEGACY).build()));
    for (RuntimeContextKey key :
        new RuntimeContextKey[] {
          RuntimeContextKey.TX_SIG_V,
          RuntimeContextKey.TX_SIG_R,
          RuntimeContextKey.TX_SIG_S,
          RuntimeContextKey.TX_CHAIN_ID,
          RuntimeContextKey.TX_VALUE,
          RuntimeContextKey.TX_GAS_PRICE
        }) {
      assertEquals("0a00", get(key));
    }
  }

  /** Block 10 at time 20; what is signed changes with the fork in force. */
  @ParameterizedTest
  @CsvSource({
    // EIP-155, Berlin, London, Cancun; - is unset.
    "-, -, -, -, FRONTIER",
    "11, 12, 13, 0, FRONTIER",
    "10, -, -, -, EIP155",
    "0, 10, -, 0, BERLIN",
    "-, 10, 11, 0, BERLIN",
    "0, 0, 10, -, LONDON",
    "0, 0, 10, 21, LONDON",
    "0, 0, 10, -1, LONDON",
    "0, 0, 10, 20, CANCUN",
    "-, -, 0, 0, CANCUN",
  })
  void theForkInForceSaysWhatIsSigned(
      String eip155, String berlin, String london, String cancun, SigningRules rules) {
    Map<Fork, BigInteger> blocks = new EnumMap<>(Fork.class);
    put(blocks, Fork.EIP155, eip155);
    put(blocks, Fork.BERLIN, berlin);
    put(blocks, Fork.LONDON, london);
    Map<TimedFork, Long> times =
        cancun.equals("-") ? Map.of() : Map.of(TimedFork.CANCUN, Long.parseLong(cancun));
    ChainConfiguration chain = ContextFixture.chain(blocks, times);
    views.evm(ContextFixture.evm(chain)).block(new BlockView(key("00", 32), key("00", 20), 10, 20));

    for (String name : new String[] {"legacy", "accessList", "dynamicFee", "blob"}) {
      Transaction transaction = TransactionVectors.transaction(name);
      views.transaction(ContextFixture.transaction(transaction));
      assertEquals(
          bytes(
              rules
                  .unsignedBytes(transaction, TransactionVectors.CHAIN)
                  .map(NodeRuntimeContextTest::hex)
                  .orElse("")),
          get(RuntimeContextKey.TX_UNSIGNED_BYTES));
      assertEquals(
          bytes(hex(rules.signingHash(transaction, TransactionVectors.CHAIN))),
          get(RuntimeContextKey.TX_UNSIGNED_HASH));
    }
  }

  private static void put(Map<Fork, BigInteger> blocks, Fork fork, String number) {
    if (!number.equals("-")) {
      blocks.put(fork, new BigInteger(number));
    }
  }

  @Test
  void blockNumbersAndTimesAreUnsigned() {
    Map<Fork, BigInteger> blocks =
        Map.of(Fork.LONDON, BigInteger.ONE.shiftLeft(63), Fork.DAO, BigInteger.ONE.shiftLeft(64));
    views
        .evm(ContextFixture.evm(ContextFixture.chain(blocks, Map.of(TimedFork.CANCUN, -2L))))
        .block(new BlockView(key("00", 32), key("00", 20), -1, -1));
    views.transaction(ContextFixture.transaction(TransactionVectors.transaction("blob")));
    assertEquals(bytes(vector("blob", "SigningHash")), get(RuntimeContextKey.TX_UNSIGNED_HASH));
    assertEquals("08ffffffffffffffffff01", get(RuntimeContextKey.BLOCK_HEADER_NUMBER));
    assertEquals("0800", get(RuntimeContextKey.ENV_CHAIN_DAO_FORK_BLOCK), "low 64 bits");
    assertEquals("08feffffffffffffffff01", get(RuntimeContextKey.ENV_CHAIN_CANCUN_TIME));
  }

  @ParameterizedTest
  @EnumSource(RuntimeContextKey.class)
  void unsetForksCrashOrAreZero(RuntimeContextKey key) {
    views.evm(ContextFixture.evm(ContextFixture.chain(Map.of(), Map.of())));
    String text = key.text();
    if (text.startsWith("env.chain.") && text.endsWith("Block")) {
      crashes(key);
    } else if (text.startsWith("env.chain.") && text.endsWith("Time")) {
      assertEquals("0800", get(key));
    } else {
      get(key);
    }
  }

  @ParameterizedTest
  @EnumSource(RuntimeContextKey.class)
  void withoutViewsEnvironmentIsEmptyAndTheRestCrashes(RuntimeContextKey key) {
    NodeRuntimeContext nothing = NodeRuntimeContext.builder().build();
    if (key.group() == Group.ENVIRONMENT || key.group() == Group.CONSENSUS) {
      assertEquals("", hex(nothing.load(key, EXECUTION)));
      assertEquals("", hex(views.transaction(null).build().load(key, EXECUTION)));
    } else if (key.group() == Group.EXECUTION) {
      assertEquals(get(key), hex(nothing.load(key, EXECUTION)));
    } else {
      assertThrows(GuestCrash.class, () -> nothing.load(key, EXECUTION));
    }
  }

  @ParameterizedTest
  @EnumSource(RuntimeContextKey.class)
  void queriesHaveNoConsensusParameters(RuntimeContextKey key) {
    boolean consensus = key.text().startsWith("env.consensusParams.");
    assertEquals(consensus, key.group() == Group.CONSENSUS);
    views.consensus(null);
    if (consensus) {
      assertEquals("", get(key));
    } else {
      get(key);
    }
    views.consensus(new ConsensusParameters(null, null, null, null));
    if (consensus) {
      crashes(key);
    }
  }

  @Test
  void withoutEvmConfigurationNothingIsSigned() {
    views.evm(null);
    assertEquals("", get(RuntimeContextKey.ENV_ENABLE_CALL));
    crashes(RuntimeContextKey.TX_UNSIGNED_BYTES);
    crashes(RuntimeContextKey.TX_UNSIGNED_HASH);
    get(RuntimeContextKey.TX_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "true, VERIFY_TX, 0800",
    "true, INIT, 0801",
    "false, VERIFY_TX, 0800",
    "false, INIT, 0800"
  })
  void isCallIsFalseWhereItIsVerified(boolean isCall, JoinPoint joinPoint, String expected) {
    ExecutionContext execution =
        ExecutionContext.builder().isCall(isCall).joinPoint(joinPoint).build();
    assertEquals(expected, hex(views.build().load(RuntimeContextKey.IS_CALL, execution)));
  }

  @Test
  void creationHasNoReceiver() {
    views
        .transaction(ContextFixture.transaction(TransactionVectors.transaction("creation")))
        .message(new MessageView(key("33", 20), null, BigInteger.ZERO, null, 0));
    crashes(RuntimeContextKey.TX_TO);
    crashes(RuntimeContextKey.MSG_TO);
    assertEquals("0a00", get(RuntimeContextKey.MSG_VALUE));
  }

  @Test
  void missingDataIsEmptyOrACrash() {
    LogView log = new LogView(key("55", 20), List.of(), null, 0);
    views
        .transaction(ContextFixture.transaction(TransactionVectors.transaction("creation")))
        .message(new MessageView(key("33", 20), null, BigInteger.ZERO, null, 0))
        .call(new CallView(0, null, 0, null))
        .receipt(new ReceiptView(1, List.of(log), 0, 0, key("00", 256)));
    assertEquals("0a00", get(RuntimeContextKey.TX_DATA));
    assertEquals("0a00", get(RuntimeContextKey.MSG_INPUT));
    assertEquals("0a1a0a14" + "55".repeat(20) + "1a002000", get(RuntimeContextKey.RECEIPT_LOGS));

    views.crashWithoutData(true);
    crashes(RuntimeContextKey.TX_DATA);
    crashes(RuntimeContextKey.MSG_INPUT);
    crashes(RuntimeContextKey.RECEIPT_LOGS);
    assertEquals("0a00", get(RuntimeContextKey.MSG_RESULT_RET), "the node makes this one empty");
    assertEquals("0a00", get(RuntimeContextKey.MSG_RESULT_ERROR));
  }

  @Test
  void aTypeThatTheForkDoesNotKnowHasNoBytes() {
    Map<Fork, BigInteger> berlin = Map.of(Fork.BERLIN, BigInteger.ZERO);
    views
        .evm(ContextFixture.evm(ContextFixture.chain(berlin, Map.of())))
        .transaction(ContextFixture.transaction(TransactionVectors.transaction("blob")));
    assertEquals("0a00", get(RuntimeContextKey.TX_UNSIGNED_BYTES));
    assertEquals(bytes("00".repeat(32)), get(RuntimeContextKey.TX_UNSIGNED_HASH));
    views.crashWithoutData(true);
    crashes(RuntimeContextKey.TX_UNSIGNED_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 0800",
    "1000, 0, 08e807",
    "0, 1, 08ffffffffffffffffff01",
    "-1, 0, 08ffffffffffffffffff01",
    "5, -1, 0806",
  })
  void gasUsedWrapsAround(long limit, long left, String expected) {
    views
        .message(new MessageView(key("33", 20), null, BigInteger.ZERO, null, limit))
        .call(new CallView(0, null, left, null));
    assertEquals(expected, get(RuntimeContextKey.MSG_RESULT_GAS_USED));
  }

  @Test
  void viewsCannotBeOfAnotherLength() {
    assertThrows(
        IllegalArgumentException.class, () -> new BlockView(key("00", 31), key("00", 20), 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new ReceiptView(1, List.of(), 0, 0, key("00", 255)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LogView(key("00", 20), List.of(key("00", 20)), null, 0));
  }

  @Test
  void keptValuesAreTheCallersOwn() {
    NodeRuntimeContext context = views.build();
    byte[] first = context.load(RuntimeContextKey.TX_HASH, EXECUTION);
    String before = hex(first);
    first[5] ^= 1;
    byte[] second = context.load(RuntimeContextKey.TX_HASH, EXECUTION);
    assertNotSame(first, second);
    assertEquals(before, hex(second));
    assertEquals(
        before, hex(context.toBuilder().build().load(RuntimeContextKey.TX_HASH, EXECUTION)));
  }

  private String get(RuntimeContextKey key) {
    return hex(views.build().load(key, EXECUTION));
  }

  private void crashes(RuntimeContextKey key) {
    assertThrows(GuestCrash.class, () -> get(key), key.text());
  }

  private static String bytes(String hex) {
    return hex(ContextMessages.bytes(HexFormat.of().parseHex(hex)));
  }

  private static String number(BigInteger value) {
    return hex(ContextMessages.number(value));
  }

  private static String vector(String name, String part) {
    return TransactionVectors.ENCODINGS.hex(name + part);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
