package io.aspectvm.jmh.life;

import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.wasm.WasmException;

/** Ever more aspects, of which a runtime keeps the last few: memory stays flat, cost linear. */
final class DistinctAspects implements LifeGroup.Measured {

  /** Modules that the runtime keeps. */
  static final int CACHED = 64;

  private static final int KILOBYTES = 5;

  /** Times that the cache is renewed before; until then the JIT compiler's profiles grow. */
  private static final int WARM_UPS = 12;

  private static final double MEGABYTE = 1 << 20;
  private static final double MILLISECOND = 1_000_000;

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    for (Isolation isolation : Engines.ISOLATIONS) {
      // Others than those of the stages.
      int[] stages = effort.stages();
      int warmUp = Math.min(WARM_UPS * CACHED, stages[stages.length - 1]);
      try (Loads loads = new Loads(isolation, -warmUp)) {
        loads.loadUpTo(0);
      }
      try (Loads loads = new Loads(isolation, 0)) {
        stages(effort, recorder, isolation, loads);
      }
    }
  }

  private static void stages(Effort effort, Recorder recorder, Isolation isolation, Loads loads)
      throws WasmException {
    int done = 0;
    double costBefore = Double.NaN;
    MemoryUse before = MemoryUse.afterCollection();
    for (int stage : effort.stages()) {
      loads.loadUpTo(stage);
      MemoryUse after = MemoryUse.afterCollection();
      double count = stage - done;
      double growth = (after.total() - before.total()) / count;
      double cost = loads.cpuNanos / count;
      Recorder.Point point = recorder.point(LifeNames.DISTINCT, Engines.nameOf(isolation), stage);
      point
          .add(LifeNames.HEAP, "MB", after.heap() / MEGABYTE)
          .add(LifeNames.METASPACE, "MB", after.metaspace() / MEGABYTE)
          .add("growth for a load", "bytes", growth)
          .add(LifeNames.GROWTH, "", growth / loads.classBytes)
          .add("load and execution", "ms", loads.clockNanos / MILLISECOND / count)
          .add("load and execution" + LifeNames.CPU, "ms", cost / MILLISECOND);
      if (done > 0) {
        point.add(LifeNames.COST, "", cost / costBefore);
      }
      done = stage;
      costBefore = cost;
      before = after;
    }
  }

  /** One runtime, and what loads in it have cost since the stage before. */
  private static final class Loads implements AutoCloseable {

    private final AspectRuntime runtime;
    private final HostServices services = JoinPointCase.EMPTY.services();
    private int next;
    private long clockNanos;
    private long cpuNanos;

    /** Of the aspect loaded last. */
    private long classBytes;

    Loads(Isolation isolation, int first) {
      runtime = AspectRuntime.builder().isolation(isolation).cachedModules(CACHED).build();
      next = first;
    }

    void loadUpTo(int count) throws WasmException {
      clockNanos = 0;
      cpuNanos = 0;
      while (next < count) {
        CompiledModule module = LoadedCase.compile(GeneratedModule.ofKilobytes(KILOBYTES, next));
        classBytes = CompileSpeed.classBytes(module);
        load(module);
        next++;
      }
    }

    private void load(CompiledModule module) {
      long start = System.nanoTime();
      long cpuStart = Processor.nanos();
      try (Aspect aspect = runtime.load(module)) {
        JoinPointCase.EMPTY.check(JoinPointCase.EMPTY.execute(aspect, services));
      }
      cpuNanos += Processor.nanos() - cpuStart;
      clockNanos += System.nanoTime() - start;
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
