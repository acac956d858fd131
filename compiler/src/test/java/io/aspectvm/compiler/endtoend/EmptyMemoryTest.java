package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.wasm.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memories of no page, and none (hazard H12, GHSA-44mr-8vmm-wjhg). */
class EmptyMemoryTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final String[] LOADS = {
    "i32.load8_u", "i32.load16_s", "i32.load", "i64.load", "i64.load32_u", "f32.load", "f64.load"
  };
  private static final int[] ADDRESSES = {0, 1, 7, 65_535, 65_536, Integer.MAX_VALUE, -1, -8};

  private static GuestModule guest(long maximum) {
    GuestModule guest =
        GuestModule.aspect()
            .memory(0, maximum)
            .export("size", "-> i32", "memory.size")
            .export("grow", "i32 -> i32", "local.get 0; memory.grow")
            .export("store", "i32 ->", "local.get 0; i64.const -1; i64.store8")
            .export("fill", "i32 i32 ->", "local.get 0; i32.const 1; local.get 1; memory.fill")
            .export("copy", "i32 i32 ->", "local.get 0; local.get 0; local.get 1; memory.copy");
    for (String load : LOADS) {
      guest = guest.export(load, "i32 ->", "local.get 0; " + load + "; drop");
      guest = guest.export(load + " far", "i32 ->", "local.get 0; " + load + " 0 65536; drop");
    }
    return guest;
  }

  private static InvocationResult invoke(Aspect aspect, String export, long... arguments) {
    return aspect.invoke(export, arguments, Aspects.PLENTY);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1"})
  void nothingIsInIt(long maximum) throws Exception {
    Aspects.underEachPolicy(
        guest(maximum).toByteArray(),
        OPTIONS,
        aspect -> {
          assertArrayEquals(new long[] {0}, invoke(aspect, "size").results());
          assertArrayEquals(new long[] {0}, invoke(aspect, "grow", 0).results());
          assertEquals(maximum == 0 ? -1 : 0, (int) invoke(aspect, "grow", 1).results()[0]);
          for (int address : ADDRESSES) {
            long bits = Integer.toUnsignedLong(address);
            for (String load : LOADS) {
              assertOutside(invoke(aspect, load, bits));
              assertOutside(invoke(aspect, load + " far", bits));
            }
            assertOutside(invoke(aspect, "store", bits));
            assertOutside(invoke(aspect, "fill", bits, 1));
            assertOutside(invoke(aspect, "copy", bits, 1));
            TrapKind ofNothing = address == 0 ? null : TrapKind.OUT_OF_BOUNDS_MEMORY;
            assertEquals(ofNothing, invoke(aspect, "fill", bits, 0).trap());
            assertEquals(ofNothing, invoke(aspect, "copy", bits, 0).trap());
          }
        });
  }

  private static void assertOutside(InvocationResult result) {
    assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, result.trap());
  }

  @TestFactory
  Stream<DynamicTest> valuesHaveNoRoom() {
    GuestModule small =
        GuestModule.aspect()
            .memory(0, 1)
            .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
            .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->");
    GuestModule none = small.withoutMemory();
    return Stream.of(
        Call.of("an argument", small.export("execute", "i32 -> i32", "local.get 0"))
            .arguments(new Bytes(new byte[3]))
            .test(EmptyMemoryTest::failed),
        Call.of("a result", small.export("execute", "-> i32", "i32.const 8"))
            .test(EmptyMemoryTest::failed),
        Call.of("a host function's result", small.export("execute", "-> i32", "call $gas"))
            .test(EmptyMemoryTest::failed),
        Call.of(
                "a host function's argument",
                small.export("execute", "-> i32", "i32.const 8; call $log; i32.const 0"))
            .test(EmptyMemoryTest::failed),
        Call.of("an argument without memory", none.export("execute", "i32 -> i32", "local.get 0"))
            .arguments(new Bytes(new byte[3]))
            .test(EmptyMemoryTest::failed),
        Call.of("a result without memory", none.export("execute", "-> i32", "i32.const 8"))
            .test(EmptyMemoryTest::failed),
        Call.of(
                "a host function's argument without memory",
                none.export("execute", "-> i32", "i32.const 8; call $log; i32.const 0"))
            .test(EmptyMemoryTest::failed),
        Call.of("nothing", none.export("execute", "-> i32", "i32.const 0")).gives(null, 10 + 1_106),
        Call.of(
                "room that the guest makes",
                small
                    .export("allocate", "i32 -> i32", "i32.const 1; memory.grow; drop; i32.const 8")
                    .export("execute", "i32 -> i32", "local.get 0"))
            .arguments(new Bytes(new byte[3]))
            .test(result -> assertEquals(new Bytes(new byte[3]), result.value())));
  }

  private static void failed(io.aspectvm.runtime.abi.ExecutionResult result) {
    assertEquals(Outcome.ERROR, result.outcome(), result::toString);
  }
}
