package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** host-apis, section 8. */
class RuntimeContextKeyTest {

  @ParameterizedTest
  @CsvSource({
    "VERIFY_TX, 47",
    "INIT, 58",
    "PRE_TX_EXECUTE, 58",
    "OPERATION, 63",
    "PRE_CONTRACT_CALL, 64",
    "POST_CONTRACT_CALL, 67",
    "POST_TX_EXECUTE, 63",
    "IS_OWNER, 0",
  })
  void joinPointsHaveAsManyKeysAsTheSpecificationCounts(JoinPoint joinPoint, long count) {
    assertEquals(
        count,
        Arrays.stream(RuntimeContextKey.values())
            .filter(key -> key.isAvailableAt(joinPoint))
            .count());
  }

  @Test
  void thereAreSeventyTwoKeysWithDifferentNames() {
    HashSet<String> names = new HashSet<>();
    for (RuntimeContextKey key : RuntimeContextKey.values()) {
      names.add(key.text());
      assertEquals(key, RuntimeContextKey.byText(key.text()).orElseThrow());
    }
    assertEquals(72, names.size());
    assertTrue(RuntimeContextKey.byText("block.header.transactionsRoot").isEmpty());
  }

  @Test
  void oddRowsOfTheTable() {
    assertTrue(RuntimeContextKey.MSG_VALUE.isAvailableAt(JoinPoint.OPERATION));
    assertFalse(RuntimeContextKey.MSG_INDEX.isAvailableAt(JoinPoint.OPERATION));
    assertFalse(RuntimeContextKey.MSG_RESULT_RET.isAvailableAt(JoinPoint.PRE_CONTRACT_CALL));
    assertTrue(RuntimeContextKey.BLOCK_HEADER_NUMBER.isAvailableAt(JoinPoint.VERIFY_TX));
    assertFalse(RuntimeContextKey.TX_CHAIN_ID.isAvailableAt(JoinPoint.VERIFY_TX));
    assertTrue(RuntimeContextKey.TX_UNSIGNED_HASH.isAvailableAt(JoinPoint.VERIFY_TX));
    assertEquals("env.chain.eip150Block", RuntimeContextKey.ENV_CHAIN_EIP150_BLOCK.text());
    assertEquals("EthLogs", RuntimeContextKey.RECEIPT_LOGS.message());
  }
}
