package io.aspectvm.jmh.engine;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.util.Locale;

/** This project, under one isolation policy. Calls belong on a thread of a runtime's factory. */
record AspectVmEngine(Isolation isolation) implements Engine, FreshEngine {

  @Override
  public String name() {
    return "aspectvm-" + isolation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT).withMetering(gas);
    AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
    Aspect aspect = runtime.load(new ModuleCompiler(options).compile(wasm).module());
    return new Loaded(runtime, aspect, aspect.newInstance(), export);
  }

  /** With gas, of which there is enough. */
  @Override
  public PreparedModule prepare(byte[] wasm, String export) throws WasmException {
    AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    return new Prepared(
        runtime, runtime.load(new ModuleCompiler(options).compile(wasm).module()), export);
  }

  private static long only(InvocationResult result) {
    long[] results = result.results();
    if (results.length != 1) {
      throw new IllegalStateException(result.toString());
    }
    return results[0];
  }

  private record Prepared(AspectRuntime runtime, Aspect aspect, String export)
      implements PreparedModule {

    @Override
    public long call(int argument) {
      return only(aspect.invoke(export, new long[] {argument}, GasInjection.PLENTY));
    }

    @Override
    public void close() {
      aspect.close();
      runtime.close();
    }
  }

  private record Loaded(
      AspectRuntime runtime, Aspect aspect, AspectInstance instance, String export)
      implements LoadedKernel {

    @Override
    public long call(int argument) {
      return only(instance.invoke(export, argument));
    }

    @Override
    public void close() {
      aspect.close();
      runtime.close();
    }
  }
}
