package io.aspectvm.cli;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.WasmType;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.wasm.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A module that is loaded, to be called with raw values. */
final class Guest {

  private static final long[] NO_RESULTS = {};

  private final String file;
  private final Aspect aspect;

  private Guest(String file, Aspect aspect) {
    this.file = file;
    this.aspect = aspect;
  }

  /**
   * Loads a module.
   *
   * @param file for messages
   * @throws CommandException if it does not load
   */
  static Guest load(String file, CompiledModule module, AspectRuntime runtime) {
    try {
      return new Guest(file, runtime.load(module));
    } catch (UnloadableModuleException e) {
      throw new CommandException(file + ": unloadable: " + e.getMessage(), e);
    }
  }

  /**
   * What an invocation came to.
   *
   * @param values the results with their types
   */
  record Invoked(List<RawValue> values, InvocationResult result) {

    /** The trap; a crash counts as one of the host. */
    TrapKind trap() {
      return result.crash() == null ? result.trap() : TrapKind.HOST_ERROR;
    }
  }

  /**
   * Calls an exported function on a fresh instance, with empty services in memory.
   *
   * @param gas limit in WASM gas; negative is out of gas before anything runs
   * @throws CommandException if there is no such function, or it takes other types
   */
  Invoked invoke(String export, List<RawValue> arguments, long gas) {
    FunctionSignature signature = signature(export, arguments);
    if (gas < 0) {
      return new Invoked(
          List.of(),
          new InvocationResult(NO_RESULTS, TrapKind.OUT_OF_GAS, null, 0, -1, Backtrace.EMPTY));
    }
    ExecutionContext context = ExecutionContext.builder().services(HostServices.inMemory()).build();
    long[] bits = arguments.stream().mapToLong(RawValue::bits).toArray();
    InvocationResult result = aspect.invoke(context, new StopSignal(), export, bits, gas);
    List<RawValue> values = new ArrayList<>();
    for (long value : result.results()) {
      values.add(new RawValue(signature.results().get(values.size()), value));
    }
    return new Invoked(values, result);
  }

  private FunctionSignature signature(String export, List<RawValue> arguments) {
    FunctionSignature signature =
        aspect
            .exportedFunction(export)
            .orElseThrow(
                () ->
                    new CommandException(
                        file + ": no function is exported as " + Diagnostics.quote(export)));
    List<WasmType> given = arguments.stream().map(RawValue::type).toList();
    if (!given.equals(signature.parameters())) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: %s takes %s, arguments given: %s",
              file,
              Diagnostics.quote(export),
              types(signature.parameters()),
              types(given)));
    }
    return signature;
  }

  private static String types(List<WasmType> types) {
    return types.isEmpty()
        ? "nothing"
        : String.join(", ", types.stream().map(WasmType::text).toList());
  }
}
