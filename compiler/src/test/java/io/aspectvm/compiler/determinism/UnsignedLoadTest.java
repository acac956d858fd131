package io.aspectvm.compiler.determinism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A large module under long load: hundreds of functions around unsigned operators, called tens of
 * millions of times by guest code. Every result, of the first interpreted call as of the last
 * compiled one, is what arithmetic without our code or the JVM's intrinsics says: C2 of JDK 17 has
 * compiled unsigned comparisons wrongly (JDK-8276162).
 *
 * <p>{@code -Daspectvm.load.calls=N} loads longer.
 */
@Timeout(3_600)
class UnsignedLoadTest {

  private static final long CALLS = Long.getLong("aspectvm.load.calls", 40_000_000);

  private static final long[] VALUES = {
    0,
    1,
    2,
    3,
    5,
    10,
    0x7F,
    0x80,
    0xFF,
    0xFFFF,
    0x1_0000,
    0x1234_5678,
    0x7FFF_FFFE,
    0x7FFF_FFFF,
    0x8000_0000L,
    0x8000_0001L,
    0xAAAA_AAAAL,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    0x7FFF_FFFF_0000_0000L,
    0x123_4567_89AB_CDEFL,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    0xAAAA_AAAA_AAAA_AAAAL,
    -3,
    -2,
    -1,
    0xFFFF_FFFF_0000_0000L
  };

  private static final int PAIRS = VALUES.length * VALUES.length;

  /** How the calls through the table go from pair to pair. */
  private static final int STRIDE = 31;

  private static final List<UnsignedFunction> FUNCTIONS = UnsignedFunction.all();

  /** What a function must give for a pair. */
  private static final long[][] EXPECTED = new long[FUNCTIONS.size()][PAIRS];

  private static CompiledModule module;

  @BeforeAll
  static void build() throws Exception {
    for (int f = 0; f < FUNCTIONS.size(); f++) {
      for (int pair = 0; pair < PAIRS; pair++) {
        EXPECTED[f][pair] = FUNCTIONS.get(f).expected(first(pair), second(pair));
      }
    }
    module =
        new ModuleCompiler(CompilerOptions.of(Profile.WASM))
            .compile(module().toByteArray())
            .module();
  }

  private static long first(int pair) {
    return VALUES[pair % VALUES.length];
  }

  private static long second(int pair) {
    return VALUES[pair / VALUES.length];
  }

  /** Functions {@code f0...}, for each a loop {@code run0...} over pairs, one loop for all. */
  private static GuestModule module() {
    ByteBuffer values = ByteBuffer.allocate(VALUES.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : VALUES) {
      values.putLong(value);
    }
    GuestModule guest = new GuestModule().memory(1).data(0, values.array());
    String[] names = new String[FUNCTIONS.size()];
    for (int f = 0; f < names.length; f++) {
      names[f] = "f" + f;
      guest = guest.export(names[f], UnsignedFunction.TYPE, FUNCTIONS.get(f).code());
    }
    for (int f = 0; f < names.length; f++) {
      guest = guest.export("run" + f, "i32 -> i64", loop("local.get 1", "call $f" + f));
    }
    String any =
        "local.get 1; i32.const " + names.length + "; i32.rem_s; call_indirect i64 i64 -> i64";
    String pair = "local.get 1; i32.const " + STRIDE + "; i32.mul";
    return guest.table(names.length, names).export("all", "i32 -> i64", loop(pair, any));
  }

  /** {@code do hash = rotl(hash, 5) ^ call(pair) while (++local1 < local0)}. */
  private static String loop(String pair, String call) {
    String mask = "i32.const " + (VALUES.length - 1) + "; i32.and; i32.const 3; i32.shl; i64.load;";
    return "local i32 i64; loop;"
        + "local.get 2; i64.const 5; i64.rotl;"
        + pair
        + ";"
        + mask
        + pair
        + "; i32.const 5; i32.shr_u; "
        + mask
        + call
        + "; i64.xor; local.set 2;"
        + "local.get 1; i32.const 1; i32.add; local.tee 1; local.get 0; i32.lt_s; br_if 0; end;"
        + "local.get 2";
  }

  private static Guest load(Isolation isolation) {
    return Guest.load(module, CompilerOptions.of(Profile.WASM), isolation);
  }

  /** One call each, so that a failure names function and operands. */
  @Test
  void everyPair() {
    assertTrue(FUNCTIONS.size() >= 300, () -> FUNCTIONS.size() + " functions");
    Guest guest = load(Isolation.INSTANCE);
    Instance instance = guest.instance(Long.MAX_VALUE);
    for (int f = 0; f < FUNCTIONS.size(); f++) {
      for (int pair = 0; pair < PAIRS; pair++) {
        long actual = guest.call(instance, "f" + f, first(pair), second(pair))[0];
        if (actual != EXPECTED[f][pair]) {
          assertEquals(
              Long.toHexString(EXPECTED[f][pair]),
              Long.toHexString(actual),
              FUNCTIONS.get(f) + " of " + first(pair) + ", " + second(pair));
        }
      }
    }
  }

  @Test
  void longLoad() {
    Guest guest = load(Isolation.CLASS_LOADER);
    Instance instance = guest.instance(Long.MAX_VALUE);
    int turns = PAIRS * 64;
    long expectedOfAll = hashOfAll(turns);
    long calls = 0;
    for (int round = 0; calls < CALLS; round++) {
      for (int f = 0; f < FUNCTIONS.size(); f++) {
        String where = FUNCTIONS.get(f) + " in round " + round;
        assertEquals(hash(f), guest.call(instance, "run" + f, PAIRS)[0], where);
      }
      String where = "through the table in round " + round;
      assertEquals(expectedOfAll, guest.call(instance, "all", turns)[0], where);
      calls += (long) FUNCTIONS.size() * PAIRS + turns;
    }
    assertTrue(instance.gasLeft() > 0);
  }

  private static long hash(int function) {
    long hash = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      hash = Long.rotateLeft(hash, 5) ^ EXPECTED[function][pair];
    }
    return hash;
  }

  private static long hashOfAll(int turns) {
    long hash = 0;
    for (int i = 0; i < turns; i++) {
      hash = Long.rotateLeft(hash, 5) ^ EXPECTED[i % FUNCTIONS.size()][i * STRIDE % PAIRS];
    }
    return hash;
  }
}
