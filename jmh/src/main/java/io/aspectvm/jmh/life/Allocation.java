package io.aspectvm.jmh.life;

import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.FreshEngine;
import io.aspectvm.jmh.engine.PreparedModule;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.wasm.WasmException;
import java.util.ArrayList;
import java.util.List;

/** Bytes on the heap for an execution, on its own thread. */
final class Allocation implements LifeGroup.Measured {

  private static final int[] KILOBYTES = {9, 50};

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    for (int kilobytes : KILOBYTES) {
      byte[] wasm = GeneratedModule.ofKilobytes(kilobytes);
      for (Isolation isolation : Engines.ISOLATIONS) {
        joinPoint(
            effort,
            recorder.point(LifeNames.EMPTY, Engines.nameOf(isolation), kilobytes),
            isolation,
            JoinPointCase.EMPTY,
            wasm);
      }
      for (FreshEngine engine : Engines.fresh()) {
        try (PreparedModule module = engine.prepare(wasm, "run")) {
          measure(
              effort,
              recorder.point(LifeNames.NOTHING, engine.name(), kilobytes),
              LinearMemory.PAGE_BYTES,
              () -> module.call(0));
        }
      }
    }
    byte[] guard = JoinPointCase.GUARD.wasm();
    for (Isolation isolation : Engines.ISOLATIONS) {
      int kilobytes = Math.round(guard.length / 1024f);
      joinPoint(
          effort,
          recorder.point("guard", Engines.nameOf(isolation), kilobytes),
          isolation,
          JoinPointCase.GUARD,
          guard);
    }
  }

  private static void joinPoint(
      Effort effort,
      Recorder.Point point,
      Isolation isolation,
      JoinPointCase joinPoint,
      byte[] wasm)
      throws WasmException {
    try (LoadedCase loaded = LoadedCase.load(isolation, joinPoint, wasm)) {
      int pages = loaded.aspect().manifest().getMemory().getMinimum();
      measure(effort, point, pages * LinearMemory.PAGE_BYTES, loaded::execute);
    }
  }

  private static void measure(
      Effort effort, Recorder.Point point, int memoryBytes, Runnable execution) {
    Sampler.warmUp(effort, execution);
    List<Double> allocated = new ArrayList<>();
    for (int i = 0; i < effort.rounds(); i++) {
      long start = Processor.allocatedBytes();
      for (int j = 0; j < effort.executions(); j++) {
        execution.run();
      }
      allocated.add((double) (Processor.allocatedBytes() - start) / effort.executions());
    }
    point.add("allocated", "bytes", allocated);
    // Where there is less than the memory, it was used again, or is elsewhere.
    List<Double> rest =
        allocated.stream().map(bytes -> bytes < memoryBytes ? bytes : bytes - memoryBytes).toList();
    point.add(LifeNames.LESS_MEMORY, "bytes", rest);
  }
}
