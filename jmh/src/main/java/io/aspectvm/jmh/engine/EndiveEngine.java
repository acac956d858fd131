package io.aspectvm.jmh.engine;

import io.aspectvm.wasm.WasmException;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * Endive's compiler.
 *
 * @param arrayMemory whether memory is {@code ByteArrayMemory}, its fast one, or what it has by
 *     default
 */
record EndiveEngine(boolean arrayMemory) implements Engine {

  @Override
  public String name() {
    return arrayMemory ? "endive-array" : "endive";
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    WasmModule module = Parser.parse(GasInjection.prepare(wasm, gas));
    Instance.Builder builder =
        Instance.builder(module).withMachineFactory(MachineFactoryCompiler.compile(module));
    if (arrayMemory) {
      builder.withMemoryFactory(ByteArrayMemory::new);
    }
    Instance instance = builder.build();
    if (gas) {
      instance.exports().global(GasInjection.COUNTER).setValue(GasInjection.PLENTY);
    }
    ExportFunction function = instance.exports().function(export);
    return argument -> function.apply(argument)[0];
  }
}
