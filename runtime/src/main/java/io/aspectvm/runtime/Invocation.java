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

  /**
   * What it comes to that this JVM cannot run the call, or cannot tell how it ended.
   *
   * @param gas that the call was given
   * @param left the counter: all of it if nothing ran
   */
  static InvocationResult crashed(Error failure, long gas, long left) {
    return ended(null, crashText(failure), gas, left, Backtrace.EMPTY);
  }

  private static InvocationResult ended(
      TrapKind trap, String crash, long gas, long left, Backtrace backtrace) {
    return left < 0
        ? new InvocationResult(NO_RESULTS, TrapKind.OUT_OF_GAS, null, gas, -1, backtrace)
        : new InvocationResult(NO_RESULTS, trap, crash, gas - left, left, backtrace);
  }

  /**
   * Runs the call. Whatever happens is a result.
   *
   * @param gas limit in WASM gas, 0 or more
   * @throws IllegalStateException if the context is another instance's
   */
  InvocationResult run(Instance instance, ExecutionContext context, long[] arguments, long gas) {
    context.bind(instance, links);
    instance.setGas(gas);
    try {
      return call(instance, arguments, gas);
    } catch (Error e) { // No memory for the result.
      return crashed(e, gas, instance.gasLeft());
    } finally {
      context.release();
    }
  }

  private InvocationResult call(Instance instance, long[] arguments, long gas) {
    int results = signature.results().size();
    long[] values = Arrays.copyOf(arguments, Math.max(arguments.length, results));
    try {
      instance.call(function, values, module.depthBudget());
    } catch (Trap e) {
      StackTraces.release(e);
      return ended(e.kind(), null, gas, instance.gasLeft(), backtrace(instance, e));
    } catch (Throwable e) { // Errors too: no failure of a host function may leave.
      StackTraces.release(e);
      return ended(null, crashText(e), gas, instance.gasLeft(), backtrace(instance, e));
    }
    long left = instance.gasLeft();
    return left < 0
        ? ended(null, null, gas, left, Backtrace.EMPTY)
        : new InvocationResult(
            Arrays.copyOf(values, results), null, null, gas - left, left, Backtrace.EMPTY);
  }
}
