package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.jmh.EngineCheck.Verdict;
import io.aspectvm.jmh.engine.Engine;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.LoadedKernel;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines compute the same, and what the kernels say they do. */
class KernelEnginesTest {

  @ParameterizedTest
  @CsvSource({
    "aspectvm-instance, true", "aspectvm-instance, false",
    "aspectvm-class-loader, true", "aspectvm-class-loader, false",
    "aspectvm-strict, true", "aspectvm-strict, false",
    "endive-array, true"
  })
  void engineReturnsWhatNativeCodeDoes(String engine, boolean gas) {
    assertEquals(Verdict.AGREES, EngineCheck.check(Engines.named(engine), gas));
  }

  @ParameterizedTest
  @CsvSource({"aspectvm-instance", "endive-array", "endive", "chicory"})
  void resultsOfOneInstanceStayTheSame(String name) throws Exception {
    Kernel kernel = Kernel.STRUCTS;
    try (LoadedKernel loaded = Engines.named(name).load(kernel.wasm(), kernel.export(), true)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(kernel.expected(), loaded.call(kernel.argument()));
      }
    }
  }

  @Test
  void engineThatReturnsSomethingElseIsFound() {
    assertEquals(Verdict.DIFFERS, EngineCheck.check(new Fake("wrong", argument -> 0), false));
  }

  @Test
  void engineThatCannotRunIsAbsent() {
    LoadedKernel failing =
        argument -> {
          throw new UnsatisfiedLinkError("no library");
        };
    assertEquals(Verdict.ABSENT, EngineCheck.check(new Fake("absent", failing), false));
  }

  @Test
  void kernelsAndTheirTableAreTheSame() {
    List<String> rows = Resources.kernelTable().stream().map(row -> row[0]).toList();
    List<String> names = new ArrayList<>();
    Kernel.compared().forEach(kernel -> names.add(kernel.fileName()));
    assertEquals(rows, names);
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void javaTwinReturnsTheSame(Kernel kernel) {
    if (kernel.java() != null) {
      assertEquals(kernel.expected(), kernel.java().applyAsLong(kernel.argument()));
    }
  }

  @Test
  void sha256IsTheJdks() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chain = new byte[32];
    for (int i = 0; i < Kernel.SHA256.argument(); i++) {
      chain = digest.digest(chain);
    }
    assertEquals(Kernel.SHA256.expected(), ByteBuffer.wrap(chain).getLong());
  }

  /** Montgomery's products: each one divided by 2^256. */
  @Test
  void productsAreThoseOfBigIntegers() {
    BigInteger prime =
        new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);
    BigInteger inverse = BigInteger.ONE.shiftLeft(256).modInverse(prime);
    XorShift random = new XorShift();
    BigInteger value = BigInteger.ZERO;
    BigInteger factor = BigInteger.ZERO;
    for (int limb = 0; limb < 8; limb++) {
      value =
          value.or(BigInteger.valueOf((random.next() & 0xFFFFFFFFL) >>> 4).shiftLeft(32 * limb));
      factor =
          factor.or(BigInteger.valueOf((random.next() & 0xFFFFFFFFL) >>> 4).shiftLeft(32 * limb));
    }
    long sum = 0;
    for (int i = 0; i < Kernel.MULMOD.argument(); i++) {
      value = value.multiply(factor).multiply(inverse).mod(prime);
      long low = (value.intValue() & 0xFFFFFFFFL) >>> 4;
      factor = factor.xor(BigInteger.valueOf(low).shiftLeft(32 * (i % 8)));
      sum = mix(sum, value.shiftRight(224).longValue());
    }
    assertEquals(Kernel.MULMOD.expected(), mix(sum, value.longValue()));
  }

  private static long mix(long sum, long word) {
    return (sum ^ word) * 0x100000001B3L;
  }

  private static final class XorShift {

    private long state = 88172645463325252L;

    long next() {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      return state;
    }
  }

  private record Fake(String name, LoadedKernel loaded) implements Engine {

    @Override
    public LoadedKernel load(byte[] wasm, String export, boolean gas) {
      return loaded;
    }
  }
}
