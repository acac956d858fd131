package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop comes between bulk operations and never within one (GHSA-2hw9-mc66-jc2q). */
@Timeout(60)
class BulkStopTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final int HALF = 8 * 65_536;

  /** Fills the lower half with one byte after the other, and copies it to the upper half. */
  private static final byte[] GUEST =
      new GuestModule()
          .memory(16, 16)
          .export(
              "overwrite",
              "->",
              """
              local i32
              loop
                i32.const 0; local.get 0; i32.const %1$d; memory.fill
                i32.const %1$d; i32.const 0; i32.const %1$d; memory.copy
                local.get 0; i32.const 1; i32.add; local.set 0
                br 0
              end
              """
                  .formatted(HALF))
          .export(
              "mixed",
              "i32 -> i32",
              """
              local i32
              loop
                local.get 0; i64.load
                local.get 0; local.get 1; i32.add; i64.load
                i64.ne; if; i32.const 1; return; end
                local.get 1; i32.const 8; i32.add; local.tee 1
                i32.const %d; i32.lt_u; br_if 0
              end
              i32.const 0
              """
                  .formatted(HALF))
          .export("first", "i32 -> i32", "local.get 0; i32.load8_u")
          .toByteArray();

  @Test
  void noHalfOfAnOperationIsSeen() throws Exception {
    Aspects.underEachPolicy(
        GUEST,
        OPTIONS,
        aspect -> {
          AspectInstance instance = aspect.newInstance();
          StopSignal stop = new StopSignal();
          CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(stop::stop);
          InvocationResult result = instance.invoke(stop, "overwrite", Long.MAX_VALUE);
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          for (int half : new int[] {0, HALF}) {
            InvocationResult mixed = instance.invoke("mixed", half);
            assertNull(mixed.trap());
            assertArrayEquals(new long[] {0}, mixed.results(), "half of an operation");
          }
          long lower = instance.invoke("first", 0).results()[0];
          long upper = instance.invoke("first", HALF).results()[0];
          assertEquals(0, (lower - upper & 0xFF) >> 1, lower + " and " + upper);
        });
  }
}
