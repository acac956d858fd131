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
import java.util.ArrayList;
import java.util.List;

/** What each of many distinct aspects keeps, loaded and idle, or after an execution. */
final class RetainedMemory implements LifeGroup.Measured {

  /** Sizes of aspects: the first as many as the effort says, the others fewer. */
  private static final int[] KILOBYTES = {9, 50};

  private final List<Double> heap = new ArrayList<>();
  private final List<Double> metaspace = new ArrayList<>();
  private final List<Double> classBytes = new ArrayList<>();

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    for (Isolation isolation : Engines.ISOLATIONS) {
      for (int kilobytes : KILOBYTES) {
        int aspects = Math.max(1, effort.retained() * KILOBYTES[0] / kilobytes);
        for (boolean executed : new boolean[] {false, true}) {
          clear();
          load(isolation, kilobytes, 2, executed);
          clear();
          for (int i = 0; i < effort.rounds(); i++) {
            load(isolation, kilobytes, aspects, executed);
          }
          record(
              recorder.point(
                  executed ? "executed once" : LifeNames.IDLE,
                  Engines.nameOf(isolation),
                  kilobytes));
        }
      }
    }
  }

  private void clear() {
    heap.clear();
    metaspace.clear();
    classBytes.clear();
  }

  private void load(Isolation isolation, int kilobytes, int aspects, boolean executed)
      throws WasmException {
    HostServices services = JoinPointCase.EMPTY.services();
    List<Aspect> loaded = new ArrayList<>();
    try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build()) {
      long bytes = 0;
      MemoryUse before = MemoryUse.afterCollection();
      for (int i = 0; i < aspects; i++) {
        CompiledModule module = LoadedCase.compile(GeneratedModule.ofKilobytes(kilobytes, i));
        bytes += CompileSpeed.classBytes(module);
        loaded.add(runtime.load(module));
        if (executed) {
          JoinPointCase.EMPTY.check(JoinPointCase.EMPTY.execute(loaded.get(i), services));
        }
      }
      MemoryUse after = MemoryUse.afterCollection();
      heap.add((double) (after.heap() - before.heap()) / aspects);
      metaspace.add((double) (after.metaspace() - before.metaspace()) / aspects);
      classBytes.add((double) bytes / aspects);
      loaded.forEach(Aspect::close);
    }
  }

  private void record(Recorder.Point point) {
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < heap.size(); i++) {
      kept.add(heap.get(i) + metaspace.get(i));
    }
    point
        .add(LifeNames.HEAP, "bytes", heap)
        .add(LifeNames.METASPACE, "bytes", metaspace)
        .add("class files", "bytes", classBytes)
        .add(LifeNames.RELATIVE, "", Recorder.ratios(kept, classBytes));
  }
}
