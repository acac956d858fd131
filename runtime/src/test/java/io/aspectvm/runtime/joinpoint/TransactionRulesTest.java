package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionRulesTest {

  @Test
  void joinPointsRunForCallsOfAnythingButTheCoreContract() {
    assertTrue(TransactionRules.runsJoinPoints(Inputs.TO));
    assertTrue(TransactionRules.runsJoinPoints(Inputs.address(0)));
    assertFalse(TransactionRules.runsJoinPoints(null));
    assertFalse(TransactionRules.runsJoinPoints(TransactionRules.CORE_CONTRACT));
    assertEquals(
        "0000000000000000000000000000000000a27e14", TransactionRules.CORE_CONTRACT.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 21000, false, 79000",
    "21000, 21000, false, 0",
    "20999, 21000, false,",
    "171000, 21000, true, 0",
    "170999, 21000, true,",
    "0, 0, false, 0",
    "-1, 21000, false, -21001",
    "-1, -1, true,",
    "-1, -1, false, 0",
  })
  void intrinsicGas(long limit, long intrinsic, boolean verified, Long left) {
    OptionalLong expected = left == null ? OptionalLong.empty() : OptionalLong.of(left);
    assertEquals(expected, TransactionRules.gasAfterIntrinsic(limit, intrinsic, verified));
  }

  @ParameterizedTest
  @CsvSource({
    "30000, 0, 1000000, 30000",
    "30000, 970000, 1000000, 1000000",
    "30000, 970001, 1000000, 1000000",
    "30000, 5, -1, 30005",
  })
  void cumulativeGasIsCappedByTheBlock(long used, long before, long limit, long expected) {
    assertEquals(expected, TransactionRules.cumulativeGasUsed(used, before, limit));
  }
}
