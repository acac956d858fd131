package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.AspectLoadException;
import io.aspectvm.runtime.joinpoint.AspectSource;
import io.aspectvm.runtime.registry.Records.Type;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often modules are compiled and loaded: once, and a fresh instance each time they run. */
@Timeout(60)
class AspectLibraryTest {

  private static final int THREADS = 8;
  private static final int JOIN_POINTS = 200;

  /** Modules that start with this byte do not compile, or compile and do not load. */
  private static final byte INVALID = 1;

  private static final byte UNLOADABLE = 2;

  private static final ByteKey ASPECT = ByteKey.address(new byte[] {0x0A});
  private static final ByteKey OTHER = ByteKey.address(new byte[] {0x0B});
  private static final CompiledModule CANARY = TestModules.canary().build();

  private final AtomicInteger compilations = new AtomicInteger();
  private final AspectRuntime runtime = AspectRuntime.builder().build();
  private final ChainStore store = ChainStore.inMemory();
  private final StoreTransaction state = store.beginBlock(1);

  @AfterEach
  void close() {
    store.close();
    runtime.close();
  }

  private CompiledModule compile(byte[] wasm) throws RefusalException {
    compilations.incrementAndGet();
    if (wasm[0] == INVALID) {
      throw new RefusalException("wasm_instrument failed");
    }
    return wasm[0] == UNLOADABLE ? ScriptedAspect.unloadable() : CANARY;
  }

  private AspectLibrary library(int capacity) {
    return new AspectLibrary(runtime, this::compile, capacity);
  }

  private void deploy(ByteKey aspect, long version, byte... wasm) {
    ByteKey hash = ByteKey.of(Hashes.keccak256(wasm));
    state.put(Records.SPACE, Type.CODE.key(version, aspect), wasm);
    state.put(Records.SPACE, Type.VERSION.key(version, aspect), new VersionRecord(0, hash).bytes());
  }

  /** What each of eight threads gets that begin together. */
  private static <T> List<T> onThreads(Callable<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      futures.add(
          threads.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    threads.shutdown();
    return results;
  }

  @Test
  void eightThreadsLoadAModuleOnce() throws Exception {
    deploy(ASPECT, 1, (byte) 7);
    AspectSource source = library(4).of(state);
    List<Map<Aspect, Boolean>> seen =
        onThreads(
            () -> {
              Map<Aspect, Boolean> aspects = new IdentityHashMap<>();
              for (int i = 0; i < JOIN_POINTS; i++) {
                Aspect aspect = source.load(ASPECT, 1);
                aspects.put(aspect, true);
                assertEquals(
                    TestModules.FRESH_TOUCH,
                    aspect.invoke("touch", new long[0], 1000).results()[0]);
              }
              return aspects;
            });
    assertEquals(1, compilations.get());
    Aspect only = source.load(ASPECT, 1);
    seen.forEach(aspects -> assertSame(only, aspects.keySet().iterator().next()));
    seen.forEach(aspects -> assertEquals(1, aspects.size()));
  }

  @Test
  void versionsAndAspectsOfOneModuleShareIt() throws Exception {
    deploy(ASPECT, 1, (byte) 7);
    deploy(ASPECT, 2, (byte) 8);
    deploy(OTHER, 1, (byte) 7);
    AspectSource source = library(4).of(state);
    assertSame(source.load(ASPECT, 1), source.load(OTHER, 1));
    assertNotSame(source.load(ASPECT, 1), source.load(ASPECT, 2));
    assertEquals(2, compilations.get());
  }

  @Test
  void deployingLoadsForTheJoinPointsToCome() throws Exception {
    deploy(ASPECT, 1, (byte) 7);
    AspectLibrary library = library(4);
    library.validate(new byte[] {7});
    // Validated by the compiler, which compiles for it here; then compiled to stay.
    assertEquals(2, compilations.get());
    library.of(state).load(ASPECT, 1);
    assertEquals(2, compilations.get());
  }

  @Test
  void whatIsRefusedIsCompiledOnceToo() throws Exception {
    deploy(ASPECT, 1, INVALID);
    deploy(OTHER, 1, UNLOADABLE);
    AspectSource source = library(4).of(state);
    for (ByteKey aspect : List.of(ASPECT, OTHER)) {
      List<String> texts =
          onThreads(
              () ->
                  assertThrows(AspectLoadException.class, () -> source.load(aspect, 1))
                      .getMessage());
      assertEquals(1, texts.stream().distinct().count(), texts::toString);
    }
    assertEquals(2, compilations.get());
  }

  /** What other nodes do not have, an unreadable store for one, is tried again. */
  @Test
  void failuresOfThisNodeAreNotKept() throws Exception {
    notKept(new UncheckedIOException(new IOException("no space left")));
    notKept(new OutOfMemoryError("no memory to compile with"));
    notKept(new StackOverflowError("no stack to compile on"));
  }

  private void notKept(Throwable failure) throws Exception {
    deploy(ASPECT, 1, (byte) 7);
    AtomicInteger failures = new AtomicInteger(1);
    AspectLibrary library =
        new AspectLibrary(
            runtime,
            wasm -> {
              if (failures.getAndDecrement() > 0) {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              }
              return compile(wasm);
            },
            4);
    AspectSource source = library.of(state);
    assertSame(failure, assertThrows(failure.getClass(), () -> source.load(ASPECT, 1)));
    assertEquals(1, source.load(ASPECT, 1).invoke("touch", new long[0], 1000).results().length);
  }

  @Test
  void theLeastRecentlyUsedModuleGoes() throws Exception {
    for (byte module = 7; module < 10; module++) {
      deploy(ASPECT, module, module);
    }
    AspectSource source = library(2).of(state);
    Aspect first = source.load(ASPECT, 7);
    source.load(ASPECT, 8);
    source.load(ASPECT, 7);
    source.load(ASPECT, 9);
    assertEquals(3, compilations.get());
    source.load(ASPECT, 7);
    assertEquals(3, compilations.get());
    source.load(ASPECT, 8);
    assertEquals(4, compilations.get());
    source.load(ASPECT, 9);
    // Gone from the library, and yet whoever has it runs it.
    assertNull(first.invoke("touch", new long[0], 1000).trap());
  }

  @Test
  void aLibraryThatKeepsNothingCompilesEachTime() throws Exception {
    deploy(ASPECT, 1, (byte) 7);
    AspectSource source = library(0).of(state);
    source.load(ASPECT, 1);
    source.load(ASPECT, 1);
    assertEquals(2, compilations.get());
    AspectLoadException missing =
        assertThrows(AspectLoadException.class, () -> source.load(OTHER, 1));
    assertEquals("aspect " + OTHER + " has no version 1", missing.getMessage());
  }
}
