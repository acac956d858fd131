package io.aspectvm.runtime;

import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.ExternalValue;
import io.aspectvm.runtime.code.LinkedInstance;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.host.ExecutionContext;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One instance that is called any number of times, its memory and globals kept between the calls.
 * For tools, such as runners of the specification's tests; a node gives each execution an instance
 * of its own ({@link Aspect#call}). Not thread-safe.
 *
 * <p>Whatever happens in a call is a result, as with {@link Aspect}; so is it that this JVM has no
 * memory or no thread for it. The instance can be called again afterwards.
 */
public final class AspectInstance {

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final AspectRuntime runtime;
  private final LoadedModule module;
  private final ModuleLinks links;
  private final Instance instance;
  private final LinkedInstance linked;
  private final ExecutionContext context;

  AspectInstance(
      AspectRuntime runtime, LoadedModule module, ModuleLinks links, ExecutionContext context) {
    this.runtime = runtime;
    this.module = module;
    this.links = links;
    this.context = context;
    this.linked = null;
    this.instance = module.newInstance();
  }

  AspectInstance(
      AspectRuntime runtime, LinkedInstance linked, ModuleLinks links, ExecutionContext context) {
    this.runtime = runtime;
    this.module = linked.module();
    this.links = links;
    this.context = context;
    this.linked = linked;
    this.instance = linked.instance();
  }

  /** What a linker knows of it; null where no linker made it. */
  LinkedInstance linked() {
    return linked;
  }

  /**
   * Calls an exported function, gas unlimited.
   *
   * @param arguments raw bits, 32-bit types in the low half
   * @throws IllegalArgumentException if there is no such function, or it takes another number of
   *     arguments
   */
  public InvocationResult invoke(String export, long... arguments) {
    return invoke(new StopSignal(), export, UNLIMITED, arguments);
  }

  /**
   * Calls an exported function.
   *
   * @param stop may end the execution early, in whatever linked instance it is; an instance that
   *     was stopped is so in all later calls
   * @param wasmGas limit in WASM gas, 0 or more, for this instance and all that it calls
   * @param arguments raw bits, 32-bit types in the low half
   * @throws IllegalArgumentException if there is no such function, it takes another number of
   *     arguments, or the gas is negative
   */
  public InvocationResult invoke(StopSignal stop, String export, long wasmGas, long... arguments) {
    if (wasmGas < 0) {
      throw new IllegalArgumentException("negative gas: " + wasmGas);
    }
    return run(new Invocation(module, links, export, arguments.length), stop, wasmGas, arguments);
  }

  /** Runs the start function, gas unlimited; does nothing where the module has none. */
  public InvocationResult start() {
    OptionalInt function = module.startFunction();
    if (function.isEmpty()) {
      return new InvocationResult(new long[0], null, null, 0, UNLIMITED, Backtrace.EMPTY);
    }
    Invocation invocation = new Invocation(module, links, function.getAsInt());
    return run(invocation, new StopSignal(), UNLIMITED);
  }

  private InvocationResult run(
      Invocation invocation, StopSignal stop, long wasmGas, long... arguments) {
    instance.setGas(wasmGas);
    try {
      return runtime.execute(
          spares -> {
            stop.attach(instance);
            try {
              return invocation.run(instance, context, arguments, wasmGas);
            } finally {
              stop.detach(instance);
            }
          });
    } catch (Error e) {
      return Invocation.crashed(e, wasmGas, instance.gasLeft());
    }
  }

  /** The type of the exported function of this name, or empty where there is none. */
  public Optional<FunctionSignature> exportedFunction(String name) {
    OptionalInt function = module.exportedFunction(name);
    return function.isEmpty()
        ? Optional.empty()
        : Optional.of(module.signature(function.getAsInt()));
  }

  /** The type of the exported global of this name, or empty where there is none. */
  public Optional<WasmType> exportedGlobal(String name) {
    return module.exportedGlobalType(name);
  }

  /**
   * Value of an exported global, raw bits, 32-bit types in the low half.
   *
   * @throws IllegalArgumentException if there is no such global
   */
  public long globalValue(String export) {
    int index =
        module
            .exportedGlobal(export)
            .orElseThrow(() -> new IllegalArgumentException("no exported global '" + export + "'"));
    return linked != null && linked.export(export) instanceof ExternalValue.Global global
        ? global.cell().get()
        : instance.globals[index];
  }
}
