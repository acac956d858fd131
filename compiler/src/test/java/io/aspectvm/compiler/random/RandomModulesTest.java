package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aspectvm.compiler.random.Differential.Difference;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random modules, compiled as a whole and in pieces under all isolation policies, against their
 * instrumented form on the second engine: results, traps, gas, globals, memory and tables agree to
 * the bit, also when gas runs out on the way.
 *
 * <p>{@code -Daspectvm.random.modules=N} and {@code -Daspectvm.random.seed=S} look at the seeds
 * from S to S + N - 1. A difference is reduced to a case in {@code target/random}.
 */
@Timeout(value = 86_400, threadMode = Timeout.ThreadMode.SAME_THREAD)
class RandomModulesTest {

  private static final int DEFAULT_MODULES = 2_000;
  private static final int MODULES = Integer.getInteger("aspectvm.random.modules", DEFAULT_MODULES);
  private static final long SEED = Long.getLong("aspectvm.random.seed", 0);

  /** Of so many modules, one is run with a look at what is executed. */
  private static final int NOTED = 4;

  private static final Map<Configuration, Set<Opcode>> generated =
      new EnumMap<>(Configuration.class);
  private static final ExecutedOpcodes executed = new ExecutedOpcodes();
  private static String difference;

  @BeforeAll
  static void compare() throws Exception {
    for (Configuration configuration : Configuration.values()) {
      generated.put(configuration, EnumSet.noneOf(Opcode.class));
    }
    for (long seed = SEED; seed < SEED + MODULES && difference == null; seed++) {
      compare(seed);
    }
  }

  private static void compare(long seed) throws Exception {
    Program program = ProgramGenerator.generate(seed);
    Subject subject = Subject.of(program, seed);
    generated.get(program.configuration()).addAll(subject.opcodes());
    try {
      boolean noted = Math.floorMod(seed, NOTED) == 0;
      Engine.Maker theirs = noted ? OtherEngine.noting(executed) : OtherEngine.maker();
      Differential.compare(subject, seed, ExpectedRun.of(subject, seed, theirs));
    } catch (Difference e) {
      difference = FailingSeed.reduce(seed, program, e);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void agreeWithTheSecondEngine() {
    assertEquals(null, difference);
  }

  /** Of each configuration, all that it may have. */
  @Test
  void haveEveryOpcode() {
    assumeAllRan();
    for (Configuration configuration : Configuration.values()) {
      assertEquals(allowed(configuration), generated.get(configuration), configuration.toString());
    }
  }

  @Test
  void executeEveryOpcode() {
    assumeAllRan();
    Set<Opcode> missing = allowed(Configuration.WASM);
    missing.removeAll(executed.executed());
    assertEquals(Set.of(), missing);
  }

  private static void assumeAllRan() {
    Assumptions.assumeTrue(
        difference == null && MODULES >= DEFAULT_MODULES,
        () -> "only by " + DEFAULT_MODULES + " modules that agree");
  }

  private static Set<Opcode> allowed(Configuration configuration) {
    Set<Opcode> allowed = EnumSet.allOf(Opcode.class);
    allowed.removeIf(opcode -> !configuration.allows(opcode));
    return allowed;
  }

  @Test
  void aSeedGivesOneModule() {
    byte[] first = ProgramWriter.write(ProgramGenerator.generate(1));
    assertArrayEquals(first, ProgramWriter.write(ProgramGenerator.generate(1)));
    assertFalse(Arrays.equals(first, ProgramWriter.write(ProgramGenerator.generate(2))));
  }
}
