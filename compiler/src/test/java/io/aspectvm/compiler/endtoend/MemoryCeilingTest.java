package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.wasm.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far memories grow (aspect-abi, section 8), and that growth is paid whether it happens. */
class MemoryCeilingTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);
  private static final long PER_PAGE = 14_336_000;
  private static final long BLOCK = 40 + 435_000 + 1_106;

  private static GuestModule growing(long minimum, long maximum) {
    return GuestModule.aspect()
        .memory(minimum, maximum)
        .export("grow", "i32 -> i32", "local.get 0; memory.grow");
  }

  /** A maximum of -1 is none. */
  @ParameterizedTest(name = "{0} to {1} pages: {2}")
  @CsvSource({
    "0, -1, 160",
    "1, -1, 160",
    "160, -1, 160",
    "161, -1, 512",
    "512, -1, 512",
    "0, 0, 0",
    "1, 1, 1",
    "1, 5, 5",
    "1, 160, 160",
    "1, 161, 160",
    "1, 65536, 160",
    "161, 300, 300",
    "161, 65536, 512",
  })
  void ceilings(long minimum, long maximum, long ceiling) throws Exception {
    Aspects.underEachPolicy(
        growing(minimum, maximum).toByteArray(),
        OPTIONS,
        aspect -> {
          long room = ceiling - minimum;
          grows(aspect, room, minimum);
          grows(aspect, room + 1, -1);
          grows(aspect, 0xFFFF_FFFFL, -1);
          grows(aspect, 0, minimum);
        });
  }

  private static void grows(Aspect aspect, long pages, long expected) {
    long gas = Long.MAX_VALUE;
    InvocationResult result = aspect.invoke("grow", new long[] {pages}, gas);
    assertEquals(expected, (int) result.results()[0]);
    assertEquals(BLOCK + pages * PER_PAGE, result.gasUsed());
    InvocationResult poor = aspect.invoke("grow", new long[] {pages}, BLOCK + pages * PER_PAGE - 1);
    assertEquals(TrapKind.OUT_OF_GAS, poor.trap());
  }

  @ParameterizedTest
  @ValueSource(longs = {513, 1_000, 65_536})
  void largerMinimaDoNotLoad(long minimum) throws Exception {
    byte[] wasm = growing(minimum, -1).toByteArray();
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation)) {
        UnloadableModuleException refusal =
            assertThrows(
                UnloadableModuleException.class,
                () -> runtime.load(Aspects.compile(wasm, OPTIONS)));
        assertEquals(Reason.LIMIT_EXCEEDED, refusal.reason(), refusal.getMessage());
      }
    }
  }

  /** Segments that do not fit end the instantiation; nothing is used. */
  @TestFactory
  Stream<DynamicTest> segmentsThatDoNotFit() {
    GuestModule guest = GuestModule.aspect().export("execute", "-> i32", "i32.const 0");
    return Stream.of(
        unloadable("one byte too long", guest.data(65_535, (byte) 1, (byte) 2)),
        unloadable("behind the memory", guest.data(65_537)),
        unloadable("at -1", guest.data(-1, (byte) 1)),
        unloadable("of the table", guest.table(1, "execute", "allocate")),
        Call.of("empty at the end", guest.data(65_536)).gives(null, 10 + 1_106),
        Call.of("up to the end", guest.data(65_535, (byte) 1)).gives(null, 10 + 1_106));
  }

  private static DynamicTest unloadable(String row, GuestModule guest) {
    return Call.of(row, guest)
        .test(
            result -> {
              assertEquals(Outcome.UNLOADABLE, result.outcome());
              assertEquals(Call.GAS, result.evmGasLeft());
            });
  }
}
