package io.aspectvm.jmh.engine;

import io.aspectvm.wasm.WasmException;
import java.util.function.Function;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;

/**
 * Endive's compiler.
 *
 * @param arrayMemory whether memory is {@code ByteArrayMemory}, its fast one, or what it has by
 *     default
 */
record EndiveEngine(boolean arrayMemory) implements Engine, FreshEngine {

  @Override
  public String name() {
    return arrayMemory ? "endive-array" : "endive";
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    WasmModule module = Parser.parse(GasInjection.prepare(wasm, gas));
    Instance instance = instantiate(module, MachineFactoryCompiler.compile(module));
    if (gas) {
      instance.exports().global(GasInjection.COUNTER).setValue(GasInjection.PLENTY);
    }
    ExportFunction function = instance.exports().function(export);
    return argument -> function.apply(argument)[0];
  }

  /** Without gas; its code is defined once. */
  @Override
  public PreparedModule prepare(byte[] wasm, String export) {
    WasmModule module = Parser.parse(wasm);
    Function<Instance, Machine> factory = MachineFactoryCompiler.compile(module);
    return argument -> instantiate(module, factory).exports().function(export).apply(argument)[0];
  }

  Instance instantiate(WasmModule module, Function<Instance, Machine> factory) {
    Instance.Builder builder =
        Instance.builder(module).withMachineFactory(factory).withImportValues(stubs(module));
    if (arrayMemory) {
      builder.withMemoryFactory(ByteArrayMemory::new);
    }
    return builder.build();
  }

  /** For imports, which must be there, although nothing here calls them. */
  private static ImportValues stubs(WasmModule module) {
    ImportValues.Builder imports = ImportValues.builder();
    module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .map(FunctionImport.class::cast)
        .forEach(
            function ->
                imports.addFunction(
                    new HostFunction(
                        function.module(),
                        function.name(),
                        module.typeSection().getType(function.typeIndex()),
                        (instance, arguments) -> {
                          throw new IllegalStateException("called: " + function.name());
                        })));
    return imports.build();
  }
}
