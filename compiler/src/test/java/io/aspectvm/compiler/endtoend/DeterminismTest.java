package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.MemoryCeiling;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.ChildJvm;
import io.aspectvm.compiler.testing.CompiledDigests;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same module and options give the same bytes, wherever and whenever. */
@Timeout(120)
class DeterminismTest {

  @Test
  void sameBytesAgain() throws Exception {
    assertEquals(CompiledDigests.digests(), CompiledDigests.digests());
  }

  @Test
  void sameBytesOnThreadsAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<String>> task = CompiledDigests::digests;
      List<Future<List<String>>> futures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        futures.add(threads.submit(task));
      }
      Set<List<String>> all = new HashSet<>();
      for (Future<List<String>> future : futures) {
        all.add(future.get());
      }
      assertEquals(1, all.size());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Hash seeds differ in every process; so may language, time zone, encoding and collector. */
  @Test
  void sameBytesInAnotherProcess() throws Exception {
    List<String> here = CompiledDigests.digests();
    assertTrue(here.size() > 80, () -> here.size() + " digests");
    assertEquals(
        here,
        ChildJvm.run(
            List.of(
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-1",
                "-Dline.separator=\r\n",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-XX:+UseSerialGC",
                "-Daspectvm.shared=" + System.getProperty("aspectvm.shared", "../../shared"),
                "-ea"),
            CompiledDigests.class));
  }

  /** Whatever can change what compiled code does or costs changes the identity. */
  @Test
  void everyOptionIsPartOfTheIdentity() throws Exception {
    byte[] wasm = GuestModule.aspect().export("execute", "-> i32", "i32.const 0").toByteArray();
    byte[] other = GuestModule.aspect().export("execute", "-> i32", "i32.const 1").toByteArray();
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    Set<ByteString> identities = new HashSet<>();
    List<CompilerOptions> all =
        List.of(
            options,
            CompilerOptions.of(Profile.ASPECT),
            CompilerOptions.of(Profile.WASM.withLimits(Profile.ASPECT.limits())),
            options.withSchedule(GasSchedules.ARTELA_LEGACY),
            options.withSchedule(GasSchedules.HARDENED),
            options.withMetering(false),
            options.withDepthBudget(1_000),
            options.withMethodBytes(4_000),
            options.withMemory(MemoryCeiling.ASPECT),
            options.withHostModules(HostModules.standard().plus(ProtocolHost.class)));
    for (CompilerOptions each : all) {
      identities.add(identity(wasm, each));
    }
    assertEquals(all.size(), identities.size());
    assertNotEquals(identity(wasm, options), identity(other, options));
    assertEquals(identity(wasm, options), identity(wasm, options.withCheckedClasses()));
  }

  private static ByteString identity(byte[] wasm, CompilerOptions options) throws Exception {
    return new ModuleCompiler(options).compile(wasm).module().manifest().getIdentityDigest();
  }
}
