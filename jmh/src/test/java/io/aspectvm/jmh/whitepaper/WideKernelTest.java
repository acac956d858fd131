package io.aspectvm.jmh.whitepaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.jmh.FactoryThreads;
import io.aspectvm.jmh.Kernel;
import io.aspectvm.jmh.RawModule;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.LoadedKernel;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels on 64-bit limbs compute what big integers do, with wide arithmetic and without. */
class WideKernelTest {

  private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

  private static long run(byte[] wasm, int argument) {
    long[] result = new long[1];
    FactoryThreads.run(
        () -> {
          CompilerOptions options = CompilerOptions.of(Profile.WASM);
          try (RawModule module = new RawModule(wasm, options, Isolation.INSTANCE)) {
            result[0] = module.call(WideKernel.RUN, argument).results()[0];
            assertEquals(result[0], module.call(WideKernel.RUN, argument).results()[0], "again");
          }
        });
    return result[0];
  }

  private static BigInteger number(int firstLimb) {
    BigInteger number = BigInteger.ZERO;
    for (int i = WideKernel.LIMBS - 1; i >= 0; i--) {
      BigInteger limb = new BigInteger(Long.toUnsignedString(WideKernel.FACTORS[firstLimb + i]));
      number = number.shiftLeft(Long.SIZE).add(limb);
    }
    return number;
  }

  private static long checksum(BigInteger number) {
    long sum = 0;
    for (int i = 0; i < WideKernel.LIMBS; i++) {
      sum = (sum ^ number.shiftRight(i * Long.SIZE).longValue()) * WideKernel.MIX;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sumsAreThoseOfBigIntegers(boolean wide) {
    BigInteger a = BigInteger.ZERO;
    BigInteger b = BigInteger.ONE;
    for (int i = 0; i < 1_000; i++) {
      BigInteger next = a.add(b).mod(TWO_TO_256);
      a = b;
      b = next;
    }
    assertEquals(checksum(a), run(WideKernel.ADD.wasm(wide), 1_000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void productsAreThoseOfBigIntegers(boolean wide) {
    BigInteger product = number(0);
    for (int i = 0; i < 100; i++) {
      product = product.multiply(number(WideKernel.LIMBS)).mod(TWO_TO_256);
    }
    assertEquals(checksum(product), run(WideKernel.MUL.wasm(wide), 100));
  }

  /** What the kernel on 32-bit limbs returns, and so native code; that is tested elsewhere. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void productsModuloAPrimeAreThoseOfTheOtherKernel(boolean wide) {
    assertEquals(
        Kernel.MULMOD.expected(), run(WideKernel.MULMOD.wasm(wide), Kernel.MULMOD.argument()));
  }

  @ParameterizedTest
  @EnumSource
  void kernelsWithoutWideArithmeticAreValidAspects(WideKernel kernel) throws Exception {
    for (String engine : new String[] {"aspectvm-instance", "endive-array"}) {
      try (LoadedKernel loaded =
          Engines.named(engine).load(kernel.wasm(false), WideKernel.RUN, true)) {
        assertEquals(run(kernel.wasm(true), 10), loaded.call(10), engine);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "2, 1",
    "10, 55",
    "93, -6246583658587674878",
    "94, 1293530146158671551"
  })
  void fibonacciIsModulo64Bits(int n, long expected) {
    assertEquals(expected, run(Fibonacci.wasm(), n));
  }

  @Test
  void wideArithmeticIsNoPartOfAnAspect() {
    CompilerOptions aspect = CompilerOptions.of(Profile.ASPECT);
    byte[] wasm = WideKernel.ADD.wasm(true);
    assertThrows(
        IllegalStateException.class, () -> new RawModule(wasm, aspect, Isolation.INSTANCE));
  }
}
