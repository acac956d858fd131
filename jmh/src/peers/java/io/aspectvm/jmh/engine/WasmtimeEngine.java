package io.aspectvm.jmh.engine;

import io.aspectvm.wasm.WasmException;
import io.github.kawamuray.wasmtime.Func;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.Val;
import io.github.kawamuray.wasmtime.WasmFunctions;
import io.github.kawamuray.wasmtime.WasmFunctions.Function1;
import io.github.kawamuray.wasmtime.WasmValType;

/** Wasmtime through JNI. */
public final class WasmtimeEngine implements Engine {

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
