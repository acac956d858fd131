package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wide arithmetic against arithmetic without bounds; in one method, and cut into pieces. */
class WideArithmeticTest {

  private static final long[] BOUNDARIES = {
    0,
    1,
    2,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    0x1234_5678_9ABC_DEF0L,
    -2,
    -1
  };
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);
  private static final int RANDOM = 5_000;

  private static final String FOUR = "local.get 0; local.get 1; local.get 2; local.get 3; ";
  private static final String TWO = "local.get 0; local.get 1; ";

  /** An operand below stays where it is, and operands that crossed a label are found. */
  private static String inPlace(String code, String operation) {
    return "i64.const 99; "
        + code
        + "block; end; "
        + operation
        + "; local.set 1; local.set 0; "
        + "i64.const 99; i64.ne; if; unreachable; end; local.get 0; local.get 1";
  }

  private static GuestModule module() {
    GuestModule module = new GuestModule();
    for (String name : new String[] {"i64.add128", "i64.sub128"}) {
      String type = "i64 i64 i64 i64 -> i64 i64";
      module = module.export(name, type, FOUR + name);
      module = module.export(name + " in place", type, inPlace(FOUR, name));
    }
    for (String name : new String[] {"i64.mul_wide_s", "i64.mul_wide_u"}) {
      module = module.export(name, "i64 i64 -> i64 i64", TWO + name);
      module = module.export(name + " in place", "i64 i64 -> i64 i64", inPlace(TWO, name));
    }
    return module;
  }

  private static Guest load(int methodBytes) throws Exception {
    return Guest.load(
        module().toByteArray(),
        CompilerOptions.of(Profile.WASM).withMethodBytes(methodBytes),
        Isolation.INSTANCE);
  }

  private static BigInteger unsigned(long low, long high) {
    return unsigned(high).multiply(WORD).add(unsigned(low));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static void check(
      Guest guest, Instance instance, String name, BigInteger expected, long... operands) {
    for (String variant : new String[] {name, name + " in place"}) {
      long[] results = guest.call(instance, variant, operands);
      assertEquals(expected.longValue(), results[0], variant);
      assertEquals(expected.shiftRight(64).longValue(), results[1], variant);
    }
  }

  private static void checkAll(Guest guest, Instance instance, long a, long b, long c, long d) {
    BigInteger first = unsigned(a, b);
    BigInteger second = unsigned(c, d);
    check(guest, instance, "i64.add128", first.add(second), a, b, c, d);
    check(guest, instance, "i64.sub128", first.subtract(second), a, b, c, d);
  }

  private static void checkProducts(Guest guest, Instance instance, long a, long b) {
    BigInteger signed = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    check(guest, instance, "i64.mul_wide_s", signed, a, b);
    check(guest, instance, "i64.mul_wide_u", unsigned(a).multiply(unsigned(b)), a, b);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 8_000})
  void boundaries(int methodBytes) throws Exception {
    Guest guest = load(methodBytes);
    Instance instance = guest.instance(Long.MAX_VALUE);
    for (long a : BOUNDARIES) {
      for (long b : BOUNDARIES) {
        checkProducts(guest, instance, a, b);
        for (long c : BOUNDARIES) {
          for (long d : new long[] {0, 1, Long.MIN_VALUE, -1}) {
            checkAll(guest, instance, a, b, c, d);
          }
        }
      }
    }
  }

  /** Often enough that the JIT compiles them. */
  @ParameterizedTest
  @ValueSource(ints = {200, 8_000})
  void anyNumbers(int methodBytes) throws Exception {
    Guest guest = load(methodBytes);
    Instance instance = guest.instance(Long.MAX_VALUE);
    Random random = new Random(17);
    for (int i = 0; i < RANDOM; i++) {
      long a = random.nextLong();
      long b = random.nextLong();
      checkProducts(guest, instance, a, b);
      checkAll(guest, instance, a, b, random.nextLong(), random.nextLong());
    }
  }
}
