package io.aspectvm.gas.testing;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.aspectvm.wasm.Profile;

/** A fresh instance of an instrumented module on an independent engine. */
public final class Engine {

  /**
   * What came of a call.
   *
   * @param results raw values; null after a trap
   * @param trap the engine's text, or null
   * @param counter the gas counter afterwards, in WASM gas
   */
  public record Outcome(long[] results, String trap, long counter) {}

  private final Instance instance;

  public Engine(byte[] wasm, ImportFunction... imports) {
    this(Parser.parse(wasm), imports);
  }

  public Engine(WasmModule module, ImportFunction... imports) {
    ImportValues values = ImportValues.builder().addFunction(imports).build();
    instance = Instance.builder(module).withImportValues(values).build();
  }

  public Memory memory() {
    return instance.memory();
  }

  /** Calls a function of the instance without touching the counter; traps pass through. */
  public long[] call(String export, long... arguments) {
    return instance.export(export).apply(arguments);
  }

  public GlobalInstance counter() {
    return instance.exports().global(Profile.GAS_COUNTER);
  }

  /** Sets the counter and calls. */
  public Outcome callWith(long gas, String export, long... arguments) {
    counter().setValue(gas);
    try {
      long[] results = instance.export(export).apply(arguments);
      return new Outcome(results == null ? new long[0] : results, null, counter().getValue());
    } catch (ChicoryException e) {
      return new Outcome(null, String.valueOf(e.getMessage()), counter().getValue());
    }
  }
}
