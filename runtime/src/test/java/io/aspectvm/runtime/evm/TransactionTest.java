package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionTest {

  static List<String> names() {
    return TransactionVectors.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void encodingsAndHashesAreThoseOfTheOtherLibrary(String name) {
    Transaction transaction = TransactionVectors.transaction(name);
    assertEquals(vector(name, "Signed"), hex(transaction.bytes()));
    assertEquals(vector(name, "Hash"), hex(transaction.hash()));

    boolean unbound = name.equals("legacyWithoutProtection");
    SigningRules rules = unbound ? SigningRules.FRONTIER : SigningRules.CANCUN;
    BigInteger chain = name.equals("eip155") ? BigInteger.ONE : TransactionVectors.CHAIN;
    String type =
        transaction.type() == TransactionType.LEGACY ? "" : "0" + transaction.type().number();
    assertEquals(
        vector(name, "Unsigned"),
        type + hex(rules.unsignedBytes(transaction, chain).orElseThrow()));
    assertEquals(vector(name, "SigningHash"), hex(rules.signingHash(transaction, chain)));
  }

  @ParameterizedTest
  @CsvSource({
    "legacy, 11820",
    "legacyWithoutProtection, 0",
    "creation, 11820",
    "eip155, 1",
    "accessList, 11820",
    "blob, 11820",
  })
  void transactionsAreBoundToAChain(String name, BigInteger chain) {
    assertEquals(chain, TransactionVectors.transaction(name).boundChainId());
  }

  @ParameterizedTest
  @CsvSource({
    "27, 0",
    "28, 0",
    "35, 0",
    "36, 0",
    "37, 1",
    "38, 1",
    "0, 9223372036854775790", // The node computes in 64 bits.
    "29, 9223372036854775805",
    "18446744073709551615, 9223372036854775790",
    "18446744073709551616, 9223372036854775790",
    "36893488147419103267, 18446744073709551616",
  })
  void theChainOfALegacyTransactionIsInItsSignature(BigInteger v, BigInteger chain) {
    Transaction transaction =
        Transaction.of(TransactionType.LEGACY).signature(v, BigInteger.ONE, BigInteger.ONE).build();
    assertEquals(chain, transaction.boundChainId());
  }

  /** Which fork knows which type; an older one takes any type as legacy. */
  @ParameterizedTest
  @EnumSource(SigningRules.class)
  void forksKnowTypes(SigningRules rules) {
    String[] names = {"legacy", "accessList", "dynamicFee", "blob"};
    for (int type = 0; type < names.length; type++) {
      Transaction transaction = TransactionVectors.transaction(names[type]);
      boolean legacy = rules.compareTo(SigningRules.BERLIN) < 0;
      boolean known = legacy || type <= rules.ordinal() - 1;
      var unsigned = rules.unsignedBytes(transaction, TransactionVectors.CHAIN);
      byte[] hash = rules.signingHash(transaction, TransactionVectors.CHAIN);
      assertEquals(known, unsigned.isPresent(), names[type]);
      if (!known) {
        assertEquals("00".repeat(32), hex(hash));
      } else if (legacy) {
        assertEquals(hex(Hashes.keccak256(unsigned.get())), hex(hash));
      } else {
        assertEquals(vector(names[type], "SigningHash"), hex(hash));
      }
    }
  }

  @Test
  void anyTypeIsSignedAsLegacyBeforeBerlin() {
    Transaction typed = TransactionVectors.transaction("dynamicFee");
    Transaction legacy =
        Transaction.of(TransactionType.LEGACY)
            .nonce(typed.nonce())
            .gasPrice(typed.gasFeeCap())
            .gas(typed.gas())
            .to(typed.to())
            .value(typed.value())
            .data(typed.data())
            .build();
    for (SigningRules rules : new SigningRules[] {SigningRules.FRONTIER, SigningRules.EIP155}) {
      assertEquals(
          hex(rules.unsignedBytes(legacy, BigInteger.ONE).orElseThrow()),
          hex(rules.unsignedBytes(typed, BigInteger.ONE).orElseThrow()));
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    TransactionBuilder builder = Transaction.of(TransactionType.LEGACY);
    builder.value(BigInteger.valueOf(-1));
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.value(BigInteger.ONE).to(ByteKey.of(new byte[19]));
    assertThrows(IllegalArgumentException.class, builder::build);
    ByteKey address = ByteKey.address(new byte[0]);
    List<ByteKey> keys = List.of(address);
    assertThrows(IllegalArgumentException.class, () -> new AccessTuple(address, keys));
    assertTrue(new AccessTuple(address, List.of()).storageKeys().isEmpty());
  }

  private static String vector(String name, String part) {
    return TransactionVectors.ENCODINGS.hex(name + part);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
