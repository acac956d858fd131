package io.aspectvm.runtime.abi;

import static io.aspectvm.runtime.support.HostEdge.WASM_PER_EVM_GAS;

import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.StackTraces;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.WasmType;
import io.aspectvm.runtime.host.ExecutionContext;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One {@link AspectCall#execute}: the steps of aspect-abi, section 7, by number. */
final class CallInProgress {

  private static final long[] NO_POINTERS = {};

  private final LinkedModule module;
  private final ModuleLinks links;
  private final Instance instance;
  private final ExecutionContext context;
  private final String method;
  private final long evmGas;

  CallInProgress(
      LinkedModule module,
      ModuleLinks links,
      Instance instance,
      ExecutionContext context,
      String method,
      long evmGas) {
    this.module = module;
    this.links = links;
    this.instance = instance;
    this.context = context;
    this.method = method;
    this.evmGas = evmGas;
  }

  ExecutionResult run(GuestValue[] arguments) {
    if (evmGas < 0) {
      return outOfGas(0, null);
    }
    if (evmGas > AspectCall.MAX_EVM_GAS) {
      return initFailed(new AbiException("gas overflow"));
    }
    context.bind(instance, links);
    try {
      return steps(arguments);
    } catch (Throwable crash) { // Errors too: no failure of a host function may leave.
      return crashed(crash);
    } finally {
      context.release();
    }
  }

  private ExecutionResult steps(GuestValue[] arguments) {
    instance.setGas(evmGas * WASM_PER_EVM_GAS); // 1
    try {
      invoke(AspectCall.START_FUNCTION, export(AspectCall.START_FUNCTION), NO_POINTERS); // 2
    } catch (AbiException failure) {
      return initFailed(failure); // 3
    }
    long[] results;
    int function;
    try {
      function = export(method); // 4
      results = invoke(method, function, place(arguments)); // 5
    } catch (AbiException failure) {
      return failed(failure); // 6, 7
    }
    return returned(function, results);
  }

  private int export(String name) throws AbiException {
    OptionalInt function = module.exportedFunction(name);
    if (function.isEmpty()) {
      throw new AbiException("method " + name + " does not exist");
    }
    return function.getAsInt();
  }

  /** Calls a function with pointers; gives its results as raw bits. */
  private long[] invoke(String name, int function, long[] pointers) throws AbiException {
    FunctionSignature signature = module.signature(function);
    FunctionSignature called = FunctionSignature.ofPointers(pointers.length, false);
    if (!signature.parameters().equals(called.parameters())) {
      throw new AbiException(
          executionFailed(name, pointers.length + " pointers for type " + signature));
    }
    long[] values = new long[Math.max(pointers.length, signature.results().size())];
    System.arraycopy(pointers, 0, values, 0, pointers.length);
    try {
      instance.call(function, values, module.depthBudget());
    } catch (Trap trap) {
      StackTraces.release(trap);
      throw new AbiException(executionFailed(name, trap.kind().text()), trap);
    }
    return values;
  }

  private static String executionFailed(String name, String reason) {
    return "method " + name + " execution fail, err: " + reason + ": " + reason;
  }

  private long[] place(GuestValue[] arguments) throws AbiException {
    long[] pointers = new long[arguments.length];
    long[] scratch = new long[links.scratchLength()];
    for (int i = 0; i < arguments.length; i++) {
      pointers[i] = place(arguments[i], scratch);
    }
    return pointers;
  }

  private long place(GuestValue argument, long[] scratch) throws AbiException {
    if (argument == null) {
      throw new AbiException(ValueType.unsupportedText(ValueType.EMPTY.index()));
    }
    int pointer;
    try {
      pointer =
          links.allocate(instance, ValueWriter.bodyLength(argument), scratch, module.depthBudget());
    } catch (Trap trap) {
      StackTraces.release(trap);
      throw new AbiException(trap.kind().text(), trap);
    }
    ValueWriter.write(links.memory(instance), pointer, argument);
    return Integer.toUnsignedLong(pointer);
  }

  /** Step 8, and 6 before it. */
  private ExecutionResult returned(int function, long[] results) {
    if (instance.gasLeft() < 0) {
      return outOfGas(0, null);
    }
    FunctionSignature signature = module.signature(function);
    try {
      if (signature.results().size() != 1 || signature.results().get(0) != WasmType.I32) {
        throw new AbiException(
            "read output failed, value: " + RawResults.text(signature.results(), results));
      }
      int pointer = (int) results[0];
      GuestValue value = pointer == 0 ? null : read(pointer);
      return result(
          value == null ? Outcome.NONE : Outcome.VALUE, value, counterLeft(), wasmGasUsed(), null);
    } catch (AbiException failure) {
      return failed(failure);
    }
  }

  private GuestValue read(int pointer) throws AbiException {
    ValueReader reader = new ValueReader();
    ValueReader.Status status = reader.locate(links.memory(instance), pointer);
    switch (status) {
      case OK:
        return reader.value();
      case HEADER_OUT_OF_BOUNDS:
        throw new AbiException(reader.errorText());
      case UNSUPPORTED_TYPE:
        throw new AbiException("unsupported result type, " + reader.errorText());
      default:
        throw new AbiException("read output failed, " + reader.errorText());
    }
  }

  /** Leftover of step 6 in EVM gas; the counter is not negative. */
  private long counterLeft() {
    return instance.gasLeft() / WASM_PER_EVM_GAS;
  }

  private OptionalLong wasmGasUsed() {
    return OptionalLong.of(evmGas * WASM_PER_EVM_GAS - instance.gasLeft());
  }

  private ExecutionResult failed(AbiException failure) {
    if (instance.gasLeft() < 0) {
      return outOfGas(0, failure.trap());
    }
    Trap trap = failure.trap();
    if (trap != null && trap.kind() == TrapKind.OUT_OF_GAS) {
      return outOfGas(counterLeft(), trap); // A host function's own error: gas is left.
    }
    return result(Outcome.ERROR, null, counterLeft(), wasmGasUsed(), failure);
  }

  private ExecutionResult initFailed(AbiException failure) {
    AbiException named =
        new AbiException("aspect init failed, " + failure.getMessage(), failure.trap());
    return result(Outcome.INIT_FAILED, null, 0, OptionalLong.empty(), named);
  }

  private ExecutionResult result(
      Outcome outcome,
      GuestValue value,
      long evmGasLeft,
      OptionalLong wasmGasUsed,
      AbiException failure) {
    Trap trap = failure == null ? null : failure.trap();
    return new ExecutionResult(
        outcome,
        value,
        evmGasLeft,
        wasmGasUsed,
        kind(trap),
        failure == null ? null : failure.getMessage(),
        context.revertMessage(),
        context.logs(),
        context.aborts(),
        backtrace(trap),
        trap == null ? null : Diagnostic.ofCauses(trap));
  }

  /** Out of gas wins over what it led to: also in the start function, whose failure is no other. */
  private TrapKind kind(Trap trap) {
    if (trap == null) {
      return null;
    }
    return instance.gasLeft() < 0 ? TrapKind.OUT_OF_GAS : trap.kind();
  }

  private ExecutionResult outOfGas(long evmGasLeft, Trap trap) {
    return new ExecutionResult(
        Outcome.OUT_OF_GAS,
        null,
        evmGasLeft,
        OptionalLong.empty(),
        TrapKind.OUT_OF_GAS,
        TrapKind.OUT_OF_GAS.text(),
        context.revertMessage(),
        context.logs(),
        context.aborts(),
        backtrace(trap),
        trap == null ? null : Diagnostic.ofCauses(trap));
  }

  private ExecutionResult crashed(Throwable crash) {
    StackTraces.release(crash);
    String diagnostic =
        crash instanceof GuestCrash
            ? crash.getMessage()
            : "the execution failed: " + Diagnostic.text(crash);
    String causes = Diagnostic.ofCauses(crash);
    return new ExecutionResult(
        Outcome.CRASH,
        null,
        evmGas,
        OptionalLong.empty(),
        null,
        ExecutionResult.CRASH_TEXT,
        context.revertMessage(),
        context.logs(),
        context.aborts(),
        backtrace(crash),
        causes == null ? diagnostic : diagnostic + ": " + causes);
  }

  private Backtrace backtrace(Throwable thrown) {
    return thrown == null ? Backtrace.EMPTY : Backtrace.of(thrown, module::functionName);
  }
}
