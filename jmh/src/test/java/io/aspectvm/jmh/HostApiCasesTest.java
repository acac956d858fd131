package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of host calls is complete, and its prices are those of the specification. */
class HostApiCasesTest {

  @Test
  void everyFunctionThatTakesValuesIsThere() {
    Set<String> expected =
        HostModules.standard().functions().stream()
            .filter(function -> function.parameters().stream().noneMatch(kind -> kind.isRaw()))
            .map(HostFunction::field)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> actual =
        Arrays.stream(HostApiCase.values())
            .map(call -> call.function().field())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, actual);
  }

  /** EVM gas, by gas, sections 7 and 11. */
  @ParameterizedTest
  @CsvSource({
    "SHA256_0, 0, 60",
    "SHA256_32, 2460, 2460",
    "RIPEMD160_1K, 768600, 768600",
    "KECCAK_64K, 2457630, 2457630",
    "EC_RECOVER, 30, 3000",
    "MOD_EXP_256, 2304150, 2304150",
    "BN256_ADD, 15, 150",
    "BN256_MULTIPLY, 60, 6000",
    "PAIRING_0, 0, 45000",
    "PAIRING_1, 794650, 794650",
    "GAS, 0, 2",
    "STATE_GET_32, 100, 100",
    "STATE_SET_32, 5468.75, 5468.75",
    "STATE_GET_NO_KEY, 0, 0",
    "TX_BYTES, 10, 10",
    "CODE_HASH, 400, 400",
    "BALANCE_CHANGES, 10000, 10000",
  })
  void pricesAreThePublishedOnes(HostApiCase call, double current, double hardened) {
    assertEquals(current, HostApiLoop.price(call, GasSchedules.ARTELA_CURRENT));
    assertEquals(hardened, HostApiLoop.price(call, GasSchedules.HARDENED));
  }
}
