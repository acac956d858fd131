package io.aspectvm.compiler.random;

import io.aspectvm.compiler.Guest;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import java.util.ArrayList;
import java.util.List;

/** Compiled by us, with the compiler's own gas. */
final class OurEngine implements Engine {

  private final Subject subject;
  private final Guest guest;

  /**
   * @param guest the module, loaded
   */
  OurEngine(Subject subject, Guest guest) {
    this.subject = subject;
    this.guest = guest;
  }

  static Maker of(Variant variant) {
    return subject ->
        new OurEngine(
            subject, Guest.load(subject.wasm(), variant.options(subject), variant.isolation()));
  }

  static Maker whole(Isolation isolation) {
    return of(new Variant(false, isolation));
  }

  static Maker inPieces(Isolation isolation) {
    return of(new Variant(true, isolation));
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
