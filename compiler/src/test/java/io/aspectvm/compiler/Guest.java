package io.aspectvm.compiler;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.WasmException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A module compiled and loaded for tests, with raw calls by export name. */
public final class Guest {

  private static final Map<Isolation, ModuleLoader> STANDARD = new ConcurrentHashMap<>();

  private final LoadedModule module;
  private final ModuleLinks links;

  private Guest(LoadedModule module) {
    this.module = module;
    this.links = ModuleLinks.of(module);
  }

  public static Guest load(byte[] wasm, CompilerOptions options, Isolation isolation)
      throws WasmException {
    return load(new ModuleCompiler(options).compile(wasm).module(), options, isolation);
  }

  /** Loads a module that was compiled with these options. */
  public static Guest load(CompiledModule module, CompilerOptions options, Isolation isolation) {
    return of(loader(options.hostModules(), isolation).load(module));
  }

  /** One of the standard ones is kept, as a node keeps its own. */
  private static ModuleLoader loader(HostModules hostModules, Isolation isolation) {
    return hostModules == HostModules.standard()
        ? STANDARD.computeIfAbsent(isolation, policy -> newLoader(hostModules, policy))
        : newLoader(hostModules, isolation);
  }

  private static ModuleLoader newLoader(HostModules hostModules, Isolation isolation) {
    return new ModuleLoader(hostModules, isolation, LoadLimits.DEFAULT);
  }

  /** A module that is loaded. */
  public static Guest of(LoadedModule module) {
    return new Guest(module);
  }

  /** A fresh instance with this much gas, in WASM gas. */
  public Instance instance(long gas) {
    Instance instance = module.newInstance();
    ExecutionContext.builder().build().bind(instance, links);
    instance.setGas(gas);
    return instance;
  }

  /** Calls an export on the calling thread; arguments and results as raw bits. */
  public long[] call(Instance instance, String export, long... arguments) {
    int function = module.exportedFunction(export).orElseThrow();
    int results = module.signature(function).results().size();
    long[] values = Arrays.copyOf(arguments, Math.max(arguments.length, results));
    instance.call(function, values, module.depthBudget());
    return Arrays.copyOf(values, results);
  }
}
