package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.WasmException;

/**
 * A compiled module whose raw exports take a number and return one, in a runtime of its own; gas
 * does not run out. For one thread of the factory.
 */
public final class RawModule implements AutoCloseable {

  private static final long PLENTY = Long.MAX_VALUE;

  private final AspectRuntime runtime;
  private final Aspect aspect;
  private final AspectInstance instance;

  /**
   * Compiles and loads.
   *
   * @throws IllegalStateException if it is not valid
   */
  public RawModule(byte[] wasm, CompilerOptions options, Isolation isolation) {
    runtime = AspectRuntime.builder().isolation(isolation).build();
    try {
      aspect = runtime.load(new ModuleCompiler(options).compile(wasm).module());
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
    instance = aspect.newInstance();
  }

  /** Calls an export on the one instance that there is. */
  public InvocationResult call(String export, int argument) {
    return returned(instance.invoke(export, argument));
  }

  /** Calls an export on a fresh instance. */
  public InvocationResult callFresh(String export, int argument) {
    return returned(aspect.invoke(export, new long[] {argument}, PLENTY));
  }

  private static InvocationResult returned(InvocationResult result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  @Override
  public void close() {
    aspect.close();
    runtime.close();
  }
}
