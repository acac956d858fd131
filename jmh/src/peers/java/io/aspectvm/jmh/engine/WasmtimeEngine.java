package io.aspectvm.jmh.engine;

import io.aspectvm.wasm.WasmException;
import io.github.kawamuray.wasmtime.Func;
import io.github.kawamuray.wasmtime.Instance;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.Val;
import io.github.kawamuray.wasmtime.WasmFunctions;
import io.github.kawamuray.wasmtime.WasmFunctions.Function1;
import io.github.kawamuray.wasmtime.WasmValType;
import java.util.List;

/** Wasmtime through JNI. */
public final class WasmtimeEngine implements Engine, FreshEngine {

  private static final String MODULE = "kernel";

  @Override
  public String name() {
    return "wasmtime";
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    byte[] prepared = GasInjection.prepare(wasm, gas);
    Store<Void> store = Store.withoutData();
    Module module = Module.fromBinary(store.engine(), prepared);
    // Its instances give out functions and memories only; its linker, the counter too.
    Linker linker = new Linker(store.engine());
    linker.module(store, MODULE, module);
    if (gas) {
      linker
          .get(store, MODULE, GasInjection.COUNTER)
          .orElseThrow()
          .global()
          .set(store, Val.fromI64(GasInjection.PLENTY));
    }
    Func function = linker.get(store, MODULE, export).orElseThrow().func();
    return new Loaded(
        store,
        WasmFunctions.func(store, function, WasmValType.I32, WasmValType.I64),
        module,
        linker);
  }

  /** Without gas; compiled once, with a store and an instance for each call. */
  @Override
  public PreparedModule prepare(byte[] wasm, String export) {
    io.github.kawamuray.wasmtime.Engine engine = new io.github.kawamuray.wasmtime.Engine();
    return new Prepared(engine, Module.fromBinary(engine, wasm), export);
  }

  private record Prepared(io.github.kawamuray.wasmtime.Engine engine, Module module, String export)
      implements PreparedModule {

    @Override
    public long call(int argument) {
      try (Store<Void> store = new Store<>(null, engine);
          Instance instance = new Instance(store, module, List.of());
          Func function = instance.getFunc(store, export).orElseThrow()) {
        return WasmFunctions.func(store, function, WasmValType.I32, WasmValType.I64).call(argument);
      }
    }

    @Override
    public void close() {
      module.close();
      engine.close();
    }
  }

  private record Loaded(
      Store<Void> store, Function1<Integer, Long> function, Module module, Linker linker)
      implements LoadedKernel {

    @Override
    public long call(int argument) {
      return function.call(argument);
    }

    @Override
    public void close() {
      linker.close();
      module.close();
      store.close();
    }
  }
}
