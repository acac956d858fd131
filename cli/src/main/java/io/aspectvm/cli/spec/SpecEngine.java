package io.aspectvm.cli.spec;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Linker;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.Validator;

/** Compiles and links the modules of scripts. Immutable. */
public final class SpecEngine {

  private final CompilerOptions options;
  private final AspectRuntime runtime;
  private final CompiledModule specTest;

  /**
   * @param options how modules are compiled, with the host modules of {@code runtime}
   */
  public SpecEngine(CompilerOptions options, AspectRuntime runtime) {
    this.options = options;
    this.runtime = runtime;
    this.specTest = compileSpecTest();
  }

  /** What scripts may import of the host: nothing, {@code spectest} is a module like others. */
  public static HostModules hostModules() {
    return HostModules.builder().build();
  }

  /** In its own profile: scripts may run in one without floats. */
  private static CompiledModule compileSpecTest() {
    try {
      return new ModuleCompiler(CompilerOptions.of(Profile.WASM))
          .compile(SpecTestModule.wasm())
          .module();
    } catch (WasmException e) {
      throw new IllegalStateException("made here", e);
    }
  }

  void validate(byte[] wasm) throws WasmException {
    Validator.validate(wasm, options.profile());
  }

  CompiledModule compile(byte[] wasm) throws WasmException {
    return new ModuleCompiler(options).compile(wasm).module();
  }

  /** A linker for one script, with {@code spectest}. */
  Linker newLinker() {
    Linker linker = new Linker(runtime);
    linker.define(SpecTestModule.NAME, linker.instantiate(specTest));
    return linker;
  }
}
