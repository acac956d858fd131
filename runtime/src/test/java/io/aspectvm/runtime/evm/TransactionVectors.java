package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transactions that the file of vectors has encodings of, by name. */
public final class TransactionVectors {

  /** Id of the chain they are on, the example of EIP-155 excepted. */
  public static final BigInteger CHAIN = BigInteger.valueOf(11_820);

  /** Their encodings: {@code Unsigned, SigningHash, Signed, Hash, V, R, S} behind the name. */
  public static final Vectors ENCODINGS = Vectors.of("transaction-vectors.txt");

  private static final ByteKey A = key("0102030405060708090a0b0c0d0e0f1011121314");
  private static final ByteKey B = key("ff".repeat(20));
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);

  private static final List<AccessTuple> ACCESS_LIST =
      List.of(
          new AccessTuple(A, List.of(key("01".repeat(32)), key("00".repeat(32)))),
          new AccessTuple(B, List.of()));

  private static final Map<String, Transaction> ALL = new LinkedHashMap<>();

  static {
    add("legacy", common(TransactionType.LEGACY).gasPrice(number(20_000_000_000L)));
    add(
        "legacyWithoutProtection",
        common(TransactionType.LEGACY).gasPrice(number(20_000_000_000L)));
    add("creation", Transaction.of(TransactionType.LEGACY).gas(21_000));
    add(
        "accessList",
        common(TransactionType.ACCESS_LIST).gasPrice(number(7)).accessList(ACCESS_LIST));
    add(
        "dynamicFee",
        common(TransactionType.DYNAMIC_FEE)
            .fees(BigInteger.ZERO, BigInteger.ONE.shiftLeft(70))
            .accessList(ACCESS_LIST));
    add("dynamicFeeWithoutList", common(TransactionType.DYNAMIC_FEE).fees(number(3), number(9)));
    add(
        "blob",
        common(TransactionType.BLOB)
            .fees(number(3), number(9))
            .accessList(ACCESS_LIST)
            .blobs(number(77), List.of(key("01" + "22".repeat(31)), key("01" + "33".repeat(31)))));
    add(
        "eip155",
        Transaction.of(TransactionType.LEGACY)
            .nonce(9)
            .gasPrice(number(20_000_000_000L))
            .gas(21_000)
            .to(key("35".repeat(20)))
            .value(ETHER));
  }

  private TransactionVectors() {}

  /** The names. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The signed transaction of this name. */
  public static Transaction transaction(String name) {
    return ALL.get(name);
  }

  private static void add(String name, TransactionBuilder builder) {
    ALL.put(
        name, builder.signature(value(name + "V"), value(name + "R"), value(name + "S")).build());
  }

  private static BigInteger value(String name) {
    return new BigInteger(ENCODINGS.hex(name), 16);
  }

  private static TransactionBuilder common(TransactionType type) {
    byte[] data = HexFormat.of().parseHex("ab".repeat(60));
    return Transaction.of(type)
        .chainId(type == TransactionType.LEGACY ? BigInteger.ZERO : CHAIN)
        .nonce(300)
        .gas(21_000)
        .to(A)
        .value(ETHER)
        .data(data);
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private static ByteKey key(String hex) {
    return ByteKey.of(HexFormat.of().parseHex(hex));
  }
}
