package io.aspectvm.runtime;

import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.host.ExecutionContext;
import java.util.OptionalInt;

/**
 * One instance that is called any number of times, its memory and globals kept between the calls.
 * For tools, such as runners of the specification's tests; a node gives each execution an instance
 * of its own ({@link Aspect#call}). Not thread-safe.
 */
public final class AspectInstance {

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final AspectRuntime runtime;
  private final LoadedModule module;
  private final ModuleLinks links;
  private final Instance instance;
  private final ExecutionContext context;

  AspectInstance(
      AspectRuntime runtime, LoadedModule module, ModuleLinks links, ExecutionContext context) {
    this.runtime = runtime;
    this.module = module;
    this.links = links;
    this.context = context;
    this.instance = module.newInstance();
  }

  /**
   * Calls an exported function, gas unlimited.
   *
   * @param arguments raw bits, 32-bit types in the low half
   * @throws IllegalArgumentException if there is no such function, or it takes another number of
   *     arguments
   */
  public InvocationResult invoke(String export, long... arguments) {
    return run(new Invocation(module, links, export, arguments.length), arguments);
  }

  /** Runs the start function, gas unlimited; does nothing where the module has none. */
  public InvocationResult start() {
    OptionalInt function = module.startFunction();
    if (function.isEmpty()) {
      return new InvocationResult(new long[0], null, null, 0, UNLIMITED, Backtrace.EMPTY);
    }
    return run(new Invocation(module, links, function.getAsInt()));
  }

  private InvocationResult run(Invocation invocation, long... arguments) {
    return runtime.execute(() -> invocation.run(instance, context, arguments, UNLIMITED));
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
    return instance.globals[index];
  }
}
