package io.aspectvm.jmh.life;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;

/** An aspect in a runtime of its own, to execute a join point again and again. Thread-safe. */
record LoadedCase(
    JoinPointCase joinPoint, HostServices services, AspectRuntime runtime, Aspect aspect)
    implements AutoCloseable {

  private static final ModuleCompiler COMPILER =
      new ModuleCompiler(CompilerOptions.of(Profile.ASPECT));

  /** Compiles and loads a module, and looks whether the join point ends as it should. */
  static LoadedCase load(Isolation isolation, JoinPointCase joinPoint, byte[] wasm)
      throws WasmException {
    AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
    LoadedCase loaded =
        new LoadedCase(joinPoint, joinPoint.services(), runtime, runtime.load(compile(wasm)));
    joinPoint.check(joinPoint.execute(loaded.aspect, loaded.services));
    return loaded;
  }

  /** As a chain compiles an aspect that is deployed. */
  static CompiledModule compile(byte[] wasm) throws WasmException {
    return COMPILER.compile(wasm).module();
  }

  /** One execution. */
  void execute() {
    joinPoint.execute(aspect, services);
  }

  @Override
  public void close() {
    aspect.close();
    runtime.close();
  }
}
