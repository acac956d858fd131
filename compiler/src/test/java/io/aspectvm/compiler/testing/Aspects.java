package io.aspectvm.compiler.testing;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Compiles and loads what tests execute. */
public final class Aspects {

  /** More WASM gas than any test uses, in whole EVM gas. */
  public static final long PLENTY = 1_000_000_000_000_000L;

  private Aspects() {}

  /** What is done with an aspect. */
  @FunctionalInterface
  public interface Check {
    void check(Aspect aspect) throws Exception;
  }

  public static CompiledModule compile(byte[] wasm, CompilerOptions options) throws WasmException {
    return new ModuleCompiler(options.withCheckedClasses()).compile(wasm).module();
  }

  public static AspectRuntime runtime(CompilerOptions options, Isolation isolation) {
    return AspectRuntime.builder().hostModules(options.hostModules()).isolation(isolation).build();
  }

  /** Compiles once, and loads under every policy in turn. */
  public static void underEachPolicy(byte[] wasm, CompilerOptions options, Check check)
      throws Exception {
    CompiledModule module = compile(wasm, options);
    for (Isolation isolation : Isolation.values()) {
      under(isolation, module, options, check);
    }
  }

  /** Loads under one policy. */
  public static void under(
      Isolation isolation, CompiledModule module, CompilerOptions options, Check check)
      throws Exception {
    try (AspectRuntime runtime = runtime(options, isolation);
        Aspect aspect = runtime.load(module)) {
      check.check(aspect);
    } catch (AssertionError failure) {
      throw new AssertionError("under " + isolation + ": " + failure.getMessage(), failure);
    }
  }

  /** A file of the suites beside the project; the test is skipped where it is missing. */
  public static Path shared(String file) {
    Path path = Path.of(System.getProperty("aspectvm.shared", "../../shared"), file);
    Assumptions.assumeTrue(Files.exists(path), () -> "no " + path);
    return path;
  }

  /** A file of the examples. */
  public static Path example(String file) {
    return Path.of("../examples", file);
  }
}
