package io.aspectvm.compiler.random;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.aspectvm.compiler.testing.SecondEngine;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.validate.Validator;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Instrumented, and interpreted by the second engine. */
final class OtherEngine implements Engine {

  /** For what was validated before. */
  private static final Parser UNCHECKED = Parser.builder().withValidation(false).build();

  private final Subject subject;
  private final SecondEngineModule module;
  private final WasmModule shared;

  /** The engine's {@code table.grow} changes its parsed module: each instance needs its own. */
  private final boolean grows;

  private final ExecutionListener listener;

  private OtherEngine(Subject subject, ExecutedOpcodes executed) throws WasmException {
    this.subject = subject;
    byte[] instrumented =
        ModuleInstrumenter.instrument(
                Validator.validate(subject.module(), subject.profile()), subject.schedule())
            .bytes();
    this.module = SecondEngineModule.of(instrumented);
    this.shared = Parser.parse(module.wasm());
    this.grows = subject.uses(Opcode.TABLE_GROW);
    this.listener = executed == null ? null : executed.listener(module);
  }

  static Maker maker() {
    return subject -> new OtherEngine(subject, null);
  }

  /** Notes also which opcodes were executed. */
  static Maker noting(ExecutedOpcodes executed) {
    return subject -> new OtherEngine(subject, executed);
  }

  @Override
  public Side start() {
    WasmModule parsed =
        grows ? UNCHECKED.parse(() -> new ByteArrayInputStream(module.wasm())) : shared;
    SecondEngine engine =
        listener == null ? new SecondEngine(parsed) : new SecondEngine(parsed, listener);
    return call -> call(engine, call);
  }

  private Observation call(SecondEngine engine, Call call) {
    engine.counter().setValue(call.gas());
    SecondEngine.Ended ended = engine.call(call.export(), call.arguments());
    long left = engine.counter().getValue();
    String trap =
        ended.trap() == null ? null : left < 0 ? TrapKind.OUT_OF_GAS.text() : kind(ended.trap());
    long[] globals = new long[subject.globals()];
    Arrays.setAll(globals, i -> engine.global("g" + i).getValue());
    List<int[]> tables = new ArrayList<>();
    for (int i = 0; i < subject.tables(); i++) {
      TableInstance table = engine.table("t" + i);
      int[] elements = new int[table.size()];
      Arrays.setAll(elements, table::ref);
      tables.add(elements);
    }
    return Observation.of(
        subject,
        call,
        ended.results(),
        trap,
        new Observation.State(left, globals, engine.memory(), tables));
  }

  /** The engine has no kinds, but mostly the specification's texts somewhere in its own. */
  static String kind(String message) {
    return Arrays.stream(TrapKind.values())
        .map(TrapKind::text)
        .filter(message::contains)
        .findFirst()
        .orElse(message);
  }
}
