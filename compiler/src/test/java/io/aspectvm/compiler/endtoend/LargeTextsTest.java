package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.Call;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Texts as long, as many and as strange as a guest can make them (hazard H32). */
class LargeTextsTest {

  private static final int MEGABYTE = 1 << 20;

  /** A line that looks like two, a terminal's commands, and what is no text at all. */
  private static final GuestString FORGED =
      GuestString.of(new byte[] {'a', '\r', '\n', 'E', 'R', 'R', 0x1B, '[', '2', 'J', -1, 0});

  private static final GuestModule GUEST =
      GuestModule.aspect()
          .memory(40)
          .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->")
          .importing("revert", "util-api", "__UtilApi__.revert", "i32 ->");

  private static GuestString text(int length) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) 'x');
    return GuestString.of(bytes);
  }

  @TestFactory
  Stream<DynamicTest> texts() {
    GuestModule reverting =
        GUEST.export("execute", "i32 -> i32", "local.get 0; call $revert; unreachable");
    GuestModule logging =
        GUEST.export("execute", "i32 -> i32", "local.get 0; call $log; i32.const 0");
    GuestModule flooding =
        GUEST.export(
            "execute",
            "i32 -> i32",
            """
            local i32
            loop
              local.get 0; call $log
              local.get 1; i32.const 1; i32.add; local.tee 1
              i32.const 100000; i32.lt_u; br_if 0
            end
            i32.const 0
            """);
    return Stream.of(
        Call.of("a megabyte of reason", reverting)
            .gas(100_000_000)
            .arguments(new Str(text(MEGABYTE)))
            .test(
                result -> {
                  assertEquals(TrapKind.UNREACHABLE, result.trap());
                  assertEquals(text(MEGABYTE), result.revert());
                  assertTrue(result.error().length() < 200, "the reason is not in the error");
                }),
        Call.of("a reason that forges lines", reverting)
            .gas(100_000_000)
            .arguments(new Str(FORGED))
            .test(
                result -> {
                  assertEquals(FORGED, result.revert(), "the bytes stay what they are");
                  assertEquals(1, result.error().lines().count());
                  assertFalse(result.error().contains("ERR"));
                }),
        Call.of("a megabyte in the log", logging)
            .gas(100_000_000)
            .arguments(new Str(text(MEGABYTE)))
            .test(result -> assertEquals(Outcome.NONE, result.outcome())),
        Call.of("a flood of logs", flooding)
            .gas(1_000_000_000)
            .arguments(new Str(text(10)))
            .test(
                result -> {
                  assertEquals(Outcome.NONE, result.outcome(), result::toString);
                  assertEquals(ExecutionContext.MAX_LOGS, result.logs().size());
                }));
  }
}
