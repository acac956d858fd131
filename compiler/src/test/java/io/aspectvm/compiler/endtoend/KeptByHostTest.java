package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Host functions that keep what they were given longer than they should (hazards H27 and H34). */
@Timeout(60)
class KeptByHostTest {

  private static final List<Throwable> EXCEPTIONS = new ArrayList<>();
  private static final List<ByteBuffer> MEMORIES = new ArrayList<>();
  private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();

  /** The host. */
  public static final class Hoard {

    private Hoard() {}

    /** Throws with guest frames in the stack trace, and keeps that. */
    @HostImport(module = "test", field = "fail", raw = true)
    public static void fail() {
      LOADERS.add(new WeakReference<>(guestLoader()));
      EXCEPTIONS.add(new IllegalStateException("kept"));
      throw (IllegalStateException) EXCEPTIONS.get(EXCEPTIONS.size() - 1);
    }

    private static ClassLoader guestLoader() {
      return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
          .walk(
              frames ->
                  frames
                      .map(StackWalker.StackFrame::getDeclaringClass)
                      .filter(type -> type.getName().startsWith("aspect."))
                      .findFirst())
          .orElseThrow()
          .getClassLoader();
    }

    @HostImport(module = "test", field = "view", raw = true)
    public static void view(HostContext context) {
      MEMORIES.add(context.memory());
    }
  }

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withHostModules(HostModules.standard().plus(Hoard.class));

  private static final byte[] GUEST =
      GuestModule.aspect()
          .memory(1, 3)
          .importing("fail", "test", "fail", "->")
          .importing("view", "test", "view", "->")
          .export("failing", "-> i32", "call $fail; i32.const 0")
          .export(
              "viewing",
              "-> i32",
              """
              i32.const 2048; i32.load; if; unreachable; end
              call $view; i32.const 1; memory.grow; drop; call $view
              i32.const 2048; i32.const 0x1234; i32.store
              i32.const 0
              """)
          .toByteArray();

  @AfterEach
  void forget() {
    EXCEPTIONS.clear();
    MEMORIES.clear();
    LOADERS.clear();
  }

  private static ExecutionResult call(Aspect aspect, ExecutionContext context, String export) {
    return aspect.call(context, export, 1_000_000);
  }

  /** A view is of the memory that it was taken of, and of no later one. */
  @ParameterizedTest
  @EnumSource
  void viewsOfMemoryShowNoOtherExecution(Isolation isolation) throws Exception {
    Aspects.under(
        isolation,
        Aspects.compile(GUEST, OPTIONS),
        OPTIONS,
        aspect -> {
          ExecutionContext context = ExecutionContext.builder().build();
          assertEquals(Outcome.NONE, call(aspect, context, "viewing").outcome());
          assertThrows(IllegalStateException.class, context::memory);
          ByteBuffer before = MEMORIES.get(0);
          ByteBuffer after = MEMORIES.get(1);
          assertEquals(65_536, before.capacity());
          assertEquals(2 * 65_536, after.capacity());
          assertEquals(0, before.getInt(2_048), "written after it grew");
          assertEquals(0x1234, after.getInt(2_048));
          for (ByteBuffer memory : List.copyOf(MEMORIES)) {
            for (int i = 0; i < memory.capacity(); i += 4) {
              memory.putInt(i, -1);
            }
          }
          // The guest traps where it finds something.
          assertNull(call(aspect, ExecutionContext.builder().build(), "viewing").trap());
          assertEquals(0, MEMORIES.get(2).getInt(2_048));
          MEMORIES.clear();
        });
  }

  /** Classes of a strict execution are its own; those of the other policies the module's. */
  @ParameterizedTest
  @EnumSource
  void exceptionsWithGuestFramesHoldNoLoader(Isolation isolation) throws Exception {
    try (AspectRuntime runtime =
        AspectRuntime.builder()
            .hostModules(OPTIONS.hostModules())
            .isolation(isolation)
            .cachedModules(0)
            .build()) {
      Aspect aspect = runtime.load(Aspects.compile(GUEST, OPTIONS));
      List<ExecutionResult> results = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        results.add(call(aspect, ExecutionContext.builder().build(), "failing"));
      }
      assertEquals(3, EXCEPTIONS.size());
      if (isolation != Isolation.STRICT) {
        aspect = null;
      }
      for (WeakReference<ClassLoader> loader : LOADERS) {
        awaitCleared(loader);
      }
      assertTrue(results.stream().allMatch(result -> result.outcome() == Outcome.ERROR));
      assertTrue(
          EXCEPTIONS.stream()
              .flatMap(e -> List.of(e.getStackTrace()).stream())
              .anyMatch(frame -> frame.getClassName().startsWith("aspect.")));
    }
  }

  private static void awaitCleared(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(reference.get(), "an exception holds a loader");
  }
}
