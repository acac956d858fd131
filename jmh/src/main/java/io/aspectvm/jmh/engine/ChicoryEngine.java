package io.aspectvm.jmh.engine;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.aspectvm.wasm.WasmException;

/**
 * Chicory, with the memory that it has by default.
 *
 * @param compiled by its compiler, or interpreted
 */
record ChicoryEngine(boolean compiled) implements Engine {

  @Override
  public String name() {
    return compiled ? "chicory" : "chicory-interpreter";
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    WasmModule module = Parser.parse(GasInjection.prepare(wasm, gas));
    Instance.Builder builder = Instance.builder(module);
    if (compiled) {
      builder.withMachineFactory(MachineFactoryCompiler.compile(module));
    }
    Instance instance = builder.build();
    if (gas) {
      instance.exports().global(GasInjection.COUNTER).setValue(GasInjection.PLENTY);
    }
    ExportFunction function = instance.export(export);
    return argument -> function.apply(argument)[0];
  }
}
