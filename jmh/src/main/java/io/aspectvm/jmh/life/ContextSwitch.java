package io.aspectvm.jmh.life;

import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.FreshEngine;
import io.aspectvm.jmh.engine.PreparedModule;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.WasmException;

/** Single executions in fresh instances, per policy and module size; and those of peers. */
final class ContextSwitch implements LifeGroup.Measured {

  private static final int CALLED = 8;
  private static final int WARM_UPS = 5;

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    warmUp(effort);
    for (int kilobytes : effort.switchedKilobytes()) {
      byte[] wasm = GeneratedModule.ofKilobytes(kilobytes);
      for (Isolation isolation : Engines.ISOLATIONS) {
        joinPoint(
            effort, recorder, isolation, LifeNames.EMPTY, kilobytes, JoinPointCase.EMPTY, wasm);
        // With the input of the guard, whose rules the generated aspect does not have.
        joinPoint(effort, recorder, isolation, "small", kilobytes, JoinPointCase.GUARD, wasm);
      }
      for (FreshEngine engine : Engines.fresh()) {
        call(effort, recorder, engine, kilobytes, wasm);
      }
    }
    byte[] guard = JoinPointCase.GUARD.wasm();
    for (Isolation isolation : Engines.ISOLATIONS) {
      int kilobytes = Math.round(guard.length / 1024f);
      joinPoint(effort, recorder, isolation, "guard", kilobytes, JoinPointCase.GUARD, guard);
    }
  }

  /** The runtime, which the first that is measured would be measured with cold otherwise. */
  private static void warmUp(Effort effort) throws WasmException {
    byte[] guard = JoinPointCase.GUARD.wasm();
    for (Isolation isolation : Engines.ISOLATIONS) {
      try (LoadedCase loaded = LoadedCase.load(isolation, JoinPointCase.GUARD, guard)) {
        for (int i = 0; i < WARM_UPS; i++) {
          Sampler.warmUp(effort, loaded::execute);
        }
      }
    }
  }

  private static void joinPoint(
      Effort effort,
      Recorder recorder,
      Isolation isolation,
      String subject,
      int kilobytes,
      JoinPointCase joinPoint,
      byte[] wasm)
      throws WasmException {
    try (LoadedCase loaded = LoadedCase.load(isolation, joinPoint, wasm)) {
      Recorder.Point point = recorder.point(subject, Engines.nameOf(isolation), kilobytes);
      Sampler.sample(effort, point, loaded::execute);
    }
  }

  private static void call(
      Effort effort, Recorder recorder, FreshEngine engine, int kilobytes, byte[] wasm)
      throws Exception {
    try (PreparedModule module = engine.prepare(wasm, "run")) {
      Sampler.sample(
          effort,
          recorder.point(LifeNames.NOTHING, engine.name(), kilobytes),
          () -> module.call(0));
      Sampler.sample(
          effort,
          recorder.point("call of little", engine.name(), kilobytes),
          () -> module.call(CALLED));
    }
  }
}
