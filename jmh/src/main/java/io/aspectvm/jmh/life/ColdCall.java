package io.aspectvm.jmh.life;

import io.aspectvm.jmh.Kernel;
import io.aspectvm.jmh.engine.EndiveClasses;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.FreshEngine;
import io.aspectvm.jmh.engine.PreparedModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.util.List;

/** Calls in classes that were just defined, in a warm runtime. */
final class ColdCall implements LifeGroup.Measured {

  /** One is short, a hundred is long. */
  private static final int[] HASHES = {1, 10, 100};

  private static final long GAS = 1_000_000_000_000L;

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    Kernel kernel = Kernel.HASH_CHAIN;
    List<FreshEngine> engines = List.of(Engines.fresh(Isolation.STRICT), new EndiveClasses());
    for (FreshEngine engine : engines) {
      try (PreparedModule module = engine.prepare(kernel.wasm(), kernel.export())) {
        for (int hashes : HASHES) {
          Recorder.Point point = recorder.point(LifeNames.FIRST_CALL, engine.name(), hashes);
          Sampler.sampleCold(effort, point, () -> module.call(hashes));
        }
      }
    }
    for (Isolation isolation : Engines.ISOLATIONS) {
      load(effort, recorder, isolation, kernel);
    }
  }

  /** The runtime keeps no module, so that each is loaded from its class files. */
  private static void load(Effort effort, Recorder recorder, Isolation isolation, Kernel kernel)
      throws WasmException {
    CompiledModule module = LoadedCase.compile(kernel.wasm());
    try (AspectRuntime runtime =
        AspectRuntime.builder().isolation(isolation).cachedModules(0).build()) {
      for (int hashes : HASHES) {
        Recorder.Point point =
            recorder.point("load and first call", Engines.nameOf(isolation), hashes);
        Sampler.sampleCold(effort, point, () -> load(runtime, module, kernel, hashes));
      }
    }
  }

  private static void load(
      AspectRuntime runtime, CompiledModule module, Kernel kernel, int hashes) {
    try (Aspect aspect = runtime.load(module)) {
      aspect.invoke(kernel.export(), new long[] {hashes}, GAS);
    }
  }
}
