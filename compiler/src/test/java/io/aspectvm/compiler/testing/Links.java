package io.aspectvm.compiler.testing;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Linker;
import io.aspectvm.wasm.WasmException;

/** A linker for tests, with what belongs to it. */
public final class Links implements AutoCloseable {

  private final CompilerOptions options;
  private final AspectRuntime runtime;
  private final Linker linker;

  private Links(CompilerOptions options, Isolation isolation) {
    this.options = options;
    this.runtime = Aspects.runtime(options, isolation);
    this.linker = new Linker(runtime);
  }

  /** What is done with a linker. */
  @FunctionalInterface
  public interface Check {
    void check(Links links) throws Exception;
  }

  /** Does it with a new linker under each policy, code in whole methods and in small pieces. */
  public static void underEachPolicy(CompilerOptions options, Check check) throws Exception {
    for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
      for (Isolation isolation : Isolation.values()) {
        try (Links links = new Links(options.withMethodBytes(methodBytes), isolation)) {
          check.check(links);
        } catch (AssertionError e) {
          throw new AssertionError(isolation + ", " + methodBytes + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Instantiates a module, without starting it, and offers it under a name. */
  public AspectInstance add(String name, GuestModule module) throws WasmException {
    AspectInstance instance = instantiate(module);
    linker.define(name, instance);
    return instance;
  }

  /** Instantiates a module, without starting it. */
  public AspectInstance instantiate(GuestModule module) throws WasmException {
    return linker.instantiate(Aspects.compile(module.toByteArray(), options));
  }

  @Override
  public void close() {
    runtime.close();
  }
}
