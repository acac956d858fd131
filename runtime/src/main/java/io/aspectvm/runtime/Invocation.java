package io.aspectvm.runtime;

import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.host.ExecutionContext;
import java.util.Arrays;
import java.util.Locale;

/** Calls a function of an instance with raw values, and turns whatever happens into a result. */
final class Invocation {

  private static final long[] NO_RESULTS = {};

  private final LoadedModule module;
  private final ModuleLinks links;
  private final int function;
  private final FunctionSignature signature;

  /**
   * @param export name of an exported function
   * @throws IllegalArgumentException if there is no such function, or it takes another number of
   *     arguments
   */
  Invocation(LoadedModule module, ModuleLinks links, String export, int arguments) {
    this(
        module,
        links,
        module
            .exportedFunction(export)
            .orElseThrow(
                () -> new IllegalArgumentException("no exported function '" + export + "'")));
    if (signature.parameters().size() != arguments) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d arguments for '%s' of type %s", arguments, export, signature));
    }
  }

  /**
   * @param function index of a function that can be called from outside
   */
  Invocation(LoadedModule module, ModuleLinks links, int function) {
    this.module = module;
    this.links = links;
    this.function = function;
    this.signature = module.signature(function);
  }

  private static String crashText(Throwable crash) {
    if (!(crash instanceof GuestCrash)) {
      return crash.getClass().getName();
    }
    return crash.getCause() == null
        ? String.valueOf(crash.getMessage())
        : crash.getMessage() + ": " + crash.getCause().getClass().getName();
  }

  private Backtrace backtrace(Instance instance, Throwable thrown) {
    return instance.links() == null
        ? Backtrace.of(thrown, module::functionName)
        : Backtrace.ofLinked(thrown, module::functionName);
  }

  /** What an instantiation that trapped comes to. */
  InvocationResult notInstantiated(Trap trap, long gas) {
    return new InvocationResult(NO_RESULTS, trap.kind(), null, 0, gas, Backtrace.EMPTY);
  }

  /** What it comes to that this JVM cannot run the call: all gas is left. */
  InvocationResult crashed(Error failure, long gas) {
    return new InvocationResult(NO_RESULTS, null, crashText(failure), 0, gas, Backtrace.EMPTY);
  }

  /**
   * @param gas limit in WASM gas, 0 or more
   */
  InvocationResult run(Instance instance, ExecutionContext context, long[] arguments, long gas) {
    int results = signature.results().size();
    long[] values = Arrays.copyOf(arguments, Math.max(arguments.length, results));
    TrapKind trap = null;
    String crash = null;
    Backtrace backtrace = Backtrace.EMPTY;
    context.bind(instance, links);
    instance.setGas(gas);
    try {
      instance.call(function, values, module.depthBudget());
    } catch (Trap e) {
      StackTraces.release(e);
      trap = e.kind();
      backtrace = backtrace(instance, e);
    } catch (Throwable e) { // Errors too: no failure of a host function may leave.
      StackTraces.release(e);
      crash = crashText(e);
      backtrace = backtrace(instance, e);
    } finally {
      context.release();
    }
    long left = instance.gasLeft();
    if (left < 0) {
      return new InvocationResult(NO_RESULTS, TrapKind.OUT_OF_GAS, null, gas, -1, backtrace);
    }
    boolean returned = trap == null && crash == null;
    return new InvocationResult(
        returned ? Arrays.copyOf(values, results) : NO_RESULTS,
        trap,
        crash,
        gas - left,
        left,
        backtrace);
  }
}
