package io.aspectvm.cli.spec;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.validate.Validator;
import java.util.List;

/** Compiles and loads the modules of scripts. Immutable. */
public final class SpecEngine {

  private final CompilerOptions options;
  private final AspectRuntime runtime;

  /**
   * @param options how modules are compiled, with the host modules of {@code runtime}
   */
  public SpecEngine(CompilerOptions options, AspectRuntime runtime) {
    this.options = options;
    this.runtime = runtime;
  }

  /** What scripts may import. */
  public static HostModules hostModules() {
    return HostModules.builder().add(SpecTestModule.class).build();
  }

  void validate(byte[] wasm) throws WasmException {
    Validator.validate(wasm, options.profile());
  }

  /** The imports of a module, which may use features that are off. */
  List<Import> imports(byte[] wasm) {
    ModuleReader reader = new ModuleReader(wasm, options.profile().limits());
    try {
      return reader.read().sections().imports();
    } catch (WasmException e) {
      return reader.readSoFar().sections().imports();
    }
  }

  CompiledModule compile(byte[] wasm) throws WasmException {
    return new ModuleCompiler(options).compile(wasm).module();
  }

  /**
   * @throws io.aspectvm.runtime.UnloadableModuleException if an import is missing or mistyped
   */
  Aspect load(CompiledModule module) {
    return runtime.load(module);
  }
}
