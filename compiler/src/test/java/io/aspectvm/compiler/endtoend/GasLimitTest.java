package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.wasm.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Less gas never does anything else: whatever the limit, an execution does the same things in the
 * same order as with gas in plenty, up to where its gas ends (hazard H20).
 */
class GasLimitTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  /** Logs a line in every round, whose number is in the line; hashes; grows the memory once. */
  private static final byte[] WASM =
      GuestModule.aspect()
          .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->")
          .importing("keccak", "crypto-api", "__CryptoApi__.keccak", "i32 -> i32")
          .data(64, value(10, "round 0"))
          .data(96, value(11, "ab"))
          .export(
              "f",
              "i32 ->",
              """
              loop
              i32.const 76; i32.const 76; i32.load8_u; i32.const 1; i32.add; i32.store8
              i32.const 64; call $log
              i32.const 96; call $keccak; drop
              local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0
              end
              i32.const 64; call $log
              """)
          .toByteArray();

  private static byte[] value(int type, String body) {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    byte[] encoded = new byte[6 + text.length];
    encoded[0] = (byte) type;
    encoded[2] = (byte) text.length;
    System.arraycopy(text, 0, encoded, 6, text.length);
    return encoded;
  }

  private static InvocationResult run(Aspect aspect, long gas, List<String> logs) {
    ExecutionContext context = ExecutionContext.builder().build();
    InvocationResult result = aspect.invoke(context, new StopSignal(), "f", new long[] {4}, gas);
    context.logs().stream().map(GuestString::text).forEach(logs::add);
    return result;
  }

  @Test
  void lessGasDoesLessOfTheSame() throws Exception {
    Aspects.under(
        Isolation.INSTANCE,
        Aspects.compile(WASM, OPTIONS),
        OPTIONS,
        aspect -> {
          List<String> all = new ArrayList<>();
          long used = run(aspect, Aspects.PLENTY, all).gasUsed();
          assertEquals(List.of("round 1", "round 2", "round 3", "round 4", "round 4"), all);
          int seen = 0;
          for (long gas = 0; gas < used; gas += 211) {
            List<String> logs = new ArrayList<>();
            InvocationResult result = run(aspect, gas, logs);
            assertEquals(TrapKind.OUT_OF_GAS, result.trap());
            assertEquals(-1, result.gasLeft());
            assertEquals(all.subList(0, logs.size()), logs);
            assertTrue(logs.size() >= seen, "more gas, fewer lines");
            seen = logs.size();
          }
          List<String> exact = new ArrayList<>();
          assertEquals(0, run(aspect, used, exact).gasLeft());
          assertEquals(all, exact);
        });
  }

  /** Slices of the counter are not seen: around each, the same call costs the same. */
  @Test
  void theCounterHasNoSeams() throws Exception {
    Aspects.under(
        Isolation.INSTANCE,
        Aspects.compile(WASM, OPTIONS),
        OPTIONS,
        aspect -> {
          long used = run(aspect, Aspects.PLENTY, new ArrayList<>()).gasUsed();
          long slice = Instance.GAS_SLICE;
          for (long limit : new long[] {slice, 2 * slice, 7 * slice, Long.MAX_VALUE - used - 3}) {
            for (long distance = -3; distance <= 3; distance++) {
              for (long part : new long[] {0, used / 3, used / 2, used}) {
                long gas = limit + part + distance;
                InvocationResult result = run(aspect, gas, new ArrayList<>());
                assertEquals(gas - used, result.gasLeft());
              }
            }
          }
        });
  }
}
