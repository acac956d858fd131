package io.aspectvm.runtime.host.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.evm.TransactionVectors;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of host-apis, section 8, written out again: every key at every join point, the exact
 * bytes where it is available and the exact error where it is not.
 */
class RuntimeContextMatrixTest {

  private static final String TRANSACTION = "dynamicFeeWithoutList";
  private static final ImportPrice PRICE = new ImportPrice(10_000, 0, false, Surcharge.NONE);
  private static final String ALL = "VPObaA";
  private static final String NOT_VERIFY = "PObaA";

  private static final Map<Character, List<JoinPoint>> COLUMNS =
      Map.of(
          'V', List.of(JoinPoint.VERIFY_TX),
          'P', List.of(JoinPoint.INIT, JoinPoint.PRE_TX_EXECUTE),
          'O', List.of(JoinPoint.OPERATION),
          'b', List.of(JoinPoint.PRE_CONTRACT_CALL),
          'a', List.of(JoinPoint.POST_CONTRACT_CALL),
          'A', List.of(JoinPoint.POST_TX_EXECUTE));

  /** A row of the table: key, columns, and the value in hex that the fixture has. */
  record Row(String key, String columns, String value) {
    boolean has(JoinPoint joinPoint) {
      return columns.chars().anyMatch(column -> COLUMNS.get((char) column).contains(joinPoint));
    }

    @Override
    public String toString() {
      return key;
    }
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    execution(rows);
    environment(rows);
    transaction(rows);
    call(rows);
    return rows;
  }

  private static void execution(List<Row> rows) {
    rows.add(new Row("isCall", ALL, "0801"));
    rows.add(new Row("block.header.parentHash", NOT_VERIFY, bytes("11".repeat(32))));
    rows.add(new Row("block.header.miner", NOT_VERIFY, bytes("22".repeat(20))));
    rows.add(new Row("block.header.number", ALL, "08e8d507"));
    rows.add(new Row("block.header.timestamp", NOT_VERIFY, "0880e2cfaa06"));
    rows.add(new Row("aspect.id", ALL, bytes("00".repeat(19) + "a5")));
    rows.add(new Row("aspect.version", ALL, "08ac02"));
  }

  private static void environment(List<Row> rows) {
    rows.add(new Row("env.extraEIPs", ALL, "08dc0e" + "08ffffffffffffffffff01"));
    rows.add(new Row("env.enableCreate", ALL, "0801"));
    rows.add(new Row("env.enableCall", ALL, "0800"));
    rows.add(new Row("env.allowUnprotectedTxs", ALL, "0801"));
    rows.add(new Row("env.chain.chainId", ALL, "08ac5c"));
    rows.add(new Row("env.chain.daoForkSupport", ALL, "0801"));
    String[] forks = {
      "homestead", "daoFork", "eip150", "eip155", "eip158", "byzantium", "constantinople",
      "petersburg", "istanbul", "muirGlacier", "berlin", "london", "arrowGlacier", "grayGlacier",
      "mergeNetSplit"
    };
    for (int i = 0; i < forks.length; i++) {
      rows.add(new Row("env.chain." + forks[i] + "Block", ALL, "080" + Integer.toHexString(i + 1)));
    }
    rows.add(new Row("env.chain.shanghaiTime", ALL, "0800"));
    rows.add(new Row("env.chain.cancunTime", ALL, "0800"));
    rows.add(new Row("env.chain.pragueTime", ALL, "0800"));
    String consensus = "env.consensusParams.";
    rows.add(new Row(consensus + "block.maxGas", ALL, "08ffffffffffffffffff01"));
    rows.add(new Row(consensus + "block.maxBytes", ALL, "088080c00a"));
    rows.add(new Row(consensus + "evidence.maxAgeDuration", ALL, "0880c60a"));
    rows.add(new Row(consensus + "evidence.maxAgeNumBlocks", ALL, "08a08d06"));
    rows.add(new Row(consensus + "evidence.maxBytes", ALL, "08808040"));
    rows.add(
        new Row(
            consensus + "validator.pubKeyTypes",
            ALL,
            "0a0765643235353139" + "0a09736563703235366b31"));
    rows.add(new Row(consensus + "appVersion", ALL, "08ffffffffffffffffff01"));
  }

  private static void transaction(List<Row> rows) {
    rows.add(new Row("tx.type", ALL, "0802"));
    rows.add(new Row("tx.chainId", NOT_VERIFY, "0a022e2c"));
    rows.add(new Row("tx.accessList", ALL, ""));
    rows.add(new Row("tx.nonce", ALL, "08ac02"));
    rows.add(new Row("tx.gas", ALL, "0888a401"));
    rows.add(new Row("tx.gasPrice", ALL, "0a0109"));
    rows.add(new Row("tx.gasTipCap", ALL, "0a0103"));
    rows.add(new Row("tx.gasFeeCap", ALL, "0a0109"));
    rows.add(new Row("tx.value", ALL, bytes("0de0b6b3a7640000")));
    rows.add(new Row("tx.to", ALL, bytes("0102030405060708090a0b0c0d0e0f1011121314")));
    rows.add(new Row("tx.data", ALL, bytes("ab".repeat(60))));
    rows.add(new Row("tx.bytes", NOT_VERIFY, bytes(vector("Signed"))));
    rows.add(new Row("tx.hash", NOT_VERIFY, bytes(vector("Hash"))));
    rows.add(new Row("tx.unsigned.bytes", ALL, bytes(vector("Unsigned").substring(2))));
    rows.add(new Row("tx.unsigned.hash", ALL, bytes(vector("SigningHash"))));
    rows.add(new Row("tx.sig.v", NOT_VERIFY, "0a0101"));
    rows.add(new Row("tx.sig.r", NOT_VERIFY, bytes(vector("S"))));
    rows.add(new Row("tx.sig.s", NOT_VERIFY, bytes(vector("R"))));
    rows.add(new Row("tx.from", NOT_VERIFY, bytes("aa".repeat(20))));
    rows.add(new Row("tx.index", NOT_VERIFY, "0807"));
  }

  private static void call(List<Row> rows) {
    rows.add(new Row("msg.from", "Oba", bytes("33".repeat(20))));
    rows.add(new Row("msg.to", "Oba", bytes("44".repeat(20))));
    rows.add(new Row("msg.value", "Oba", "0a020100"));
    rows.add(new Row("msg.input", "Oba", "0a020102"));
    rows.add(new Row("msg.gas", "Oba", "08c0843d"));
    rows.add(new Row("msg.index", "ba", "0803"));
    rows.add(new Row("msg.result.ret", "a", "0a0105"));
    rows.add(new Row("msg.result.gasUsed", "a", "08c0cf24"));
    rows.add(new Row("msg.result.error", "a", "0a12657865637574696f6e207265766572746564"));
    rows.add(new Row("receipt.status", "A", "0801"));
    rows.add(
        new Row(
            "receipt.logs",
            "A",
            "0a5f" // 22 + 2 * 34 + 3 + 2
                + bytes("55".repeat(20))
                + "1220"
                + "66".repeat(32)
                + "1220"
                + "77".repeat(32)
                + "1a0109"
                + "2000"
                + "0a1b" // 22 + 2 + 3
                + bytes("88".repeat(20))
                + "1a00"
                + "20ac02"));
    rows.add(new Row("receipt.gasUsed", "A", "0888a401"));
    rows.add(new Row("receipt.cumulativeGasUsed", "A", "0890c802"));
    rows.add(new Row("receipt.bloom", "A", "0a8002" + "99".repeat(256)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aKeyIsAvailableOrNotAtEachJoinPoint(Row row) {
    for (JoinPoint joinPoint : JoinPoint.values()) {
      Ended ended = get(joinPoint, row.key());
      if (!row.has(joinPoint)) {
        ended.error("key " + row.key() + " is not available at join point " + joinPoint.text());
      } else if (row.key().equals("isCall") && joinPoint == JoinPoint.VERIFY_TX) {
        ended.returned("0800");
      } else {
        ended.returned(row.value());
      }
      ended.gasLeft(HostFunctionCaller.GAS - 10_000);
    }
  }

  @Test
  void theTableIsWhole() {
    Map<JoinPoint, Integer> sizes = new EnumMap<>(JoinPoint.class);
    for (JoinPoint joinPoint : JoinPoint.values()) {
      sizes.put(joinPoint, (int) rows().stream().filter(row -> row.has(joinPoint)).count());
    }
    assertEquals(72, rows().stream().map(Row::key).distinct().count());
    assertEquals(
        Map.of(
            JoinPoint.VERIFY_TX, 47,
            JoinPoint.INIT, 58,
            JoinPoint.PRE_TX_EXECUTE, 58,
            JoinPoint.OPERATION, 63,
            JoinPoint.PRE_CONTRACT_CALL, 64,
            JoinPoint.POST_CONTRACT_CALL, 67,
            JoinPoint.POST_TX_EXECUTE, 63,
            JoinPoint.IS_OWNER, 0),
        sizes);
  }

  private static Ended get(JoinPoint joinPoint, String key) {
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(joinPoint)
            .aspectId(new byte[] {(byte) 0xA5})
            .aspectVersion(300)
            .isCall(true)
            .services(
                HostServices.builder()
                    .with(RuntimeContextSource.class, ContextFixture.all(TRANSACTION).build())
                    .build())
            .build();
    return HostFunctionCaller.run(
        context,
        HostFunctionCaller.GAS,
        PRICE,
        "runtime-api",
        "__RuntimeContextApi__.get",
        Str.of(key));
  }

  private static String vector(String part) {
    return TransactionVectors.ENCODINGS.hex(TRANSACTION + part);
  }

  /** {@code BytesData}. */
  private static String bytes(String hex) {
    int length = hex.length() / 2;
    String varint =
        length < 128
            ? String.format("%02x", length)
            : String.format("%02x%02x", (length & 0x7F) | 0x80, length >> 7);
    return "0a" + varint + hex;
  }
}
