package io.aspectvm.compiler.random;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.wasm.WasmException;
import java.util.ArrayList;
import java.util.List;

/** Compiled by us, with the compiler's own gas. */
final class OurEngine implements Engine {

  /** Bytes of a method, so that all but the smallest functions are cut. */
  private static final int PIECE = 200;

  private final Subject subject;
  private final Guest guest;

  private OurEngine(Subject subject, CompilerOptions options, Isolation isolation)
      throws WasmException {
    this.subject = subject;
    this.guest = Guest.load(subject.wasm(), options, isolation);
  }

  static Maker whole(Isolation isolation) {
    return subject -> new OurEngine(subject, options(subject), isolation);
  }

  static Maker inPieces(Isolation isolation) {
    return subject -> new OurEngine(subject, options(subject).withMethodBytes(PIECE), isolation);
  }

  private static CompilerOptions options(Subject subject) {
    return CompilerOptions.of(subject.profile()).withSchedule(subject.schedule());
  }

  @Override
  public Side start() {
    Instance instance = guest.instance(0);
    return call -> call(instance, call);
  }

  private Observation call(Instance instance, Call call) {
    instance.setGas(call.gas());
    long[] results = {};
    String trap = null;
    try {
      results = guest.call(instance, call.export(), call.arguments());
    } catch (Trap e) {
      trap = e.kind().text();
    }
    List<int[]> tables = new ArrayList<>();
    for (int i = 0; i < subject.tables(); i++) {
      Table table = instance.tables[i];
      tables.add(table.elements);
    }
    return Observation.of(
        subject,
        call,
        results,
        trap,
        new Observation.State(instance.gasLeft(), instance.globals, instance.memory.bytes, tables));
  }
}
