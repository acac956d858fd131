package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Opcodes;

/** Executions on one thread have one memory after the other, and see nothing of it. */
class MemoryReuseTest {

  private static final long[] NONE = {};

  /** What an execution may allocate beside its memory: design bar, in bytes. */
  private static final long MOST_ALLOCATED = 16 * 1024;

  private static final List<ByteBuffer> VIEWS = new ArrayList<>();

  /** A host function that keeps what it must not keep. */
  public static final class Host {

    private Host() {}

    /** Keeps a view of the guest's memory. */
    @HostImport(module = "test", field = "keep", raw = true)
    public static void keep(HostContext context) {
      VIEWS.add(context.memory());
    }
  }

  private static final HostModules HOST = HostModules.standard().plus(Host.class);

  /** {@code run} has its memory looked at, and writes to it. */
  private static CompiledModule watched() {
    return new TestModule()
        .memory(1, 1)
        .hostImport(HOST.find("test", "keep").orElseThrow())
        .function(
            "run",
            "() -> ()",
            code -> {
              code.visitVarInsn(Opcodes.ALOAD, 0);
              code.visitMethodInsn(
                  Opcodes.INVOKEVIRTUAL,
                  TestModule.INSTANCE,
                  "host",
                  "()Lio/aspectvm/runtime/HostContext;",
                  false);
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  Host.class.getName().replace('.', '/'),
                  "keep",
                  "(Lio/aspectvm/runtime/HostContext;)V",
                  false);
              code.visitVarInsn(Opcodes.ALOAD, 0);
              code.visitFieldInsn(
                  Opcodes.GETFIELD,
                  TestModule.INSTANCE,
                  "memory",
                  "Lio/aspectvm/runtime/LinearMemory;");
              code.visitFieldInsn(
                  Opcodes.GETFIELD, "io/aspectvm/runtime/LinearMemory", "bytes", "[B");
              code.visitInsn(Opcodes.ICONST_0);
              code.visitInsn(Opcodes.DUP2);
              code.visitInsn(Opcodes.BALOAD);
              code.visitInsn(Opcodes.ICONST_1);
              code.visitInsn(Opcodes.IADD);
              code.visitInsn(Opcodes.BASTORE);
              code.visitInsn(Opcodes.RETURN);
            })
        .build();
  }

  /** Runs something on a thread of the runtime's factory. */
  private static void onOwnThread(AspectRuntime runtime, Runnable task) throws Exception {
    FutureTask<Void> future = new FutureTask<>(task, null);
    runtime.threadFactory().newThread(future).start();
    future.get();
  }

  @ParameterizedTest
  @EnumSource
  void everyExecutionStartsFresh(Isolation isolation) throws Exception {
    CompiledModule other = TestModules.canary().data(60_000, (byte) 9).build();
    try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
        Aspect one = runtime.load(TestModules.canary().build());
        Aspect two = runtime.load(other)) {
      onOwnThread(
          runtime,
          () -> {
            for (int i = 0; i < 200; i++) {
              touch(i % 3 == 0 ? two : one);
              assertEquals(TrapKind.UNREACHABLE, one.invoke("trap", NONE, 1).trap());
              touch(two);
              assertEquals(TrapKind.OUT_OF_GAS, two.invoke("spin", NONE, 5_000).trap());
            }
          });
    }
  }

  private static void touch(Aspect aspect) {
    InvocationResult result = aspect.invoke("touch", NONE, 1);
    assertNull(result.trap());
    assertEquals(TestModules.FRESH_TOUCH, result.results()[0]);
  }

  @Test
  void anExecutionAllocatesLittle() throws Exception {
    Assumptions.assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
        "this JVM does not tell what threads allocate");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (AspectRuntime runtime = AspectRuntime.builder().build();
        Aspect aspect = runtime.load(TestModules.canary().build())) {
      onOwnThread(
          runtime,
          () -> {
            long thread = Thread.currentThread().getId();
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 100; i++) {
              long before = threads.getThreadAllocatedBytes(thread);
              touch(aspect);
              least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            }
            assertTrue(least < MOST_ALLOCATED, least + " bytes");
          });
    }
  }

  /** A view that a host function kept shows the memory of its execution, and never another one. */
  @Test
  void aMemoryThatTheHostLookedAtIsNotUsedAgain() throws Exception {
    VIEWS.clear();
    try (AspectRuntime runtime = AspectRuntime.builder().hostModules(HOST).build();
        Aspect aspect = runtime.load(watched())) {
      onOwnThread(
          runtime,
          () -> {
            for (int i = 0; i < 3; i++) {
              assertTrue(aspect.invoke("run", NONE, 1).isSuccess());
            }
          });
    }
    assertEquals(3, VIEWS.size());
    for (ByteBuffer view : VIEWS) {
      assertEquals(1, view.get(0));
    }
  }
}
