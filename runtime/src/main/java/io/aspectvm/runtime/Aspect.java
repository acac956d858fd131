package io.aspectvm.runtime;

import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.joinpoint.JoinPointCall;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointInput;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.joinpoint.TransactionRules;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A loaded module, for any number of executions at once: thread-safe. Every execution has a fresh
 * instance. Executions run on the caller's thread if it came from {@link
 * AspectRuntime#threadFactory()} and runs no other execution, otherwise on a thread of the runtime,
 * host functions included.
 */
public final class Aspect implements AutoCloseable {

  private final AspectRuntime runtime;
  private volatile ModuleCache.Entry entry;

  Aspect(AspectRuntime runtime, ModuleCache.Entry entry) {
    this.runtime = runtime;
    this.entry = entry;
  }

  private ModuleCache.Entry open() {
    ModuleCache.Entry current = entry;
    if (current == null) {
      throw new IllegalStateException("the aspect is closed");
    }
    return current;
  }

  /** The identity digest in lower-case hex: what the code was made of. */
  public String identity() {
    return open().module().identity();
  }

  /** What the compiler says about the module. Decoded at every call. */
  public Manifest manifest() {
    return open().module().manifest();
  }

  /** The type of the exported function of this name, or empty where there is none. */
  public Optional<FunctionSignature> exportedFunction(String name) {
    LoadedModule module = open().module();
    OptionalInt function = module.exportedFunction(name);
    return function.isEmpty()
        ? Optional.empty()
        : Optional.of(module.signature(function.getAsInt()));
  }

  /** What this aspect shares with others of the same module. */
  Object code() {
    return open();
  }

  /** As {@link #call(ExecutionContext, StopSignal, String, long, GuestValue...)}, without brake. */
  public ExecutionResult call(
      ExecutionContext context, String method, long evmGas, GuestValue... arguments) {
    return call(context, new StopSignal(), method, evmGas, arguments);
  }

  /**
   * Calls an export by the ABI (aspect-abi, section 7): gas, start function, arguments, the call,
   * its result. Whatever guest and host functions do is an outcome, never an exception; so is it
   * that this JVM has no memory or no thread for the execution.
   *
   * @param context of this execution, and of no other
   * @param stop may end the execution early
   * @param method name of the export
   * @param evmGas limit in EVM gas
   * @throws IllegalStateException if the aspect or the runtime is closed, or executions are nested
   *     too deep
   */
  public ExecutionResult call(
      ExecutionContext context,
      StopSignal stop,
      String method,
      long evmGas,
      GuestValue... arguments) {
    Objects.requireNonNull(context);
    ModuleCache.Entry current = open();
    return execute(
        current.module(),
        stop,
        trap -> ExecutionResult.unloadable(trap.kind().text(), evmGas),
        error -> ExecutionResult.crashed(error, evmGas),
        instance -> current.calls().execute(instance, context, method, evmGas, arguments));
  }

  /**
   * One execution: a fresh instance, what is done with it, its end.
   *
   * @param notInstantiated what it comes to that there is no such instance
   * @param failed what it comes to that the JVM cannot run it, mostly for want of memory: that ends
   *     this execution, and nobody else's
   */
  private <T> T execute(
      LoadedModule module,
      StopSignal stop,
      Function<Trap, T> notInstantiated,
      Function<Error, T> failed,
      Function<Instance, T> execution) {
    try {
      return runtime.execute(
          spares -> {
            Instance instance;
            try {
              instance = module.newInstance(spares);
            } catch (Trap trap) {
              return notInstantiated.apply(trap);
            }
            stop.attach(instance);
            try {
              return execution.apply(instance);
            } finally {
              stop.detach(instance);
              module.retire(instance, spares);
            }
          });
    } catch (Error e) {
      return failed.apply(e);
    }
  }

  /**
   * Runs {@code verifyTx} with the gas that a chain gives it; the return data is the sender. This
   * and the other join points go by the table of join-points, section 3; they are {@link
   * JoinPointCall#run} by name.
   */
  public JoinPointResult verifyTx(TxVerifyInput input, JoinPointHost host) {
    return verifyTx(input, TransactionRules.MAX_TX_VERIFICATION_GAS, host);
  }

  /** As {@link #verifyTx(TxVerifyInput, JoinPointHost)}, with other gas. */
  public JoinPointResult verifyTx(TxVerifyInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code preTxExecute}. */
  public JoinPointResult preTxExecute(PreTxExecuteInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code preContractCall}. */
  public JoinPointResult preContractCall(
      PreContractCallInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code postContractCall}. */
  public JoinPointResult postContractCall(
      PostContractCallInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code postTxExecute}. */
  public JoinPointResult postTxExecute(PostTxExecuteInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code init}. */
  public JoinPointResult init(InitInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /** Runs {@code operation}; the return data is for the caller. */
  public JoinPointResult operation(OperationInput input, long evmGas, JoinPointHost host) {
    return JoinPointCall.run(this, JoinPointInput.of(input), evmGas, host);
  }

  /**
   * Asks whether an account owns the aspect.
   *
   * @param sender an address
   */
  public OwnershipResult isOwner(byte[] sender, long evmGas, JoinPointHost host) {
    return JoinPointCall.isOwner(this, sender, evmGas, host);
  }

  /** As {@link #invoke(ExecutionContext, StopSignal, String, long[], long)}, without services. */
  public InvocationResult invoke(String export, long[] arguments, long wasmGas) {
    return invoke(ExecutionContext.builder().build(), new StopSignal(), export, arguments, wasmGas);
  }

  /**
   * Calls an exported function with raw values on a fresh instance; no start function runs before.
   * Whatever happens then is a result, as with {@link #call(ExecutionContext, StopSignal, String,
   * long, GuestValue...)}.
   *
   * @param context of this execution, and of no other
   * @param stop may end the execution early
   * @param arguments raw bits, 32-bit types in the low half; not changed
   * @param wasmGas limit in WASM gas, 0 or more
   * @throws IllegalArgumentException if there is no such function, it takes another number of
   *     arguments, or the gas is negative
   * @throws IllegalStateException if the aspect or the runtime is closed, or executions are nested
   *     too deep
   */
  public InvocationResult invoke(
      ExecutionContext context, StopSignal stop, String export, long[] arguments, long wasmGas) {
    Objects.requireNonNull(context);
    if (wasmGas < 0) {
      throw new IllegalArgumentException("negative gas: " + wasmGas);
    }
    ModuleCache.Entry current = open();
    Invocation invocation =
        new Invocation(current.module(), current.calls().links(), export, arguments.length);
    return execute(
        current.module(),
        stop,
        trap -> invocation.notInstantiated(trap, wasmGas),
        error -> Invocation.crashed(error, wasmGas, wasmGas),
        instance -> invocation.run(instance, context, arguments, wasmGas));
  }

  /** As {@link #newInstance(ExecutionContext)}, without services. */
  public AspectInstance newInstance() {
    return newInstance(ExecutionContext.builder().build());
  }

  /**
   * An instance to call several times; for tools. The start function has not run.
   *
   * @param context of this instance, and of no other
   * @throws Trap out of bounds memory or table access, where a segment does not fit
   * @throws OutOfMemoryError if this JVM has no memory for it: nothing else was changed
   */
  public AspectInstance newInstance(ExecutionContext context) {
    ModuleCache.Entry current = open();
    return new AspectInstance(runtime, current.module(), current.calls().links(), context);
  }

  /** Lets the module go, unless other aspects or the runtime's cache have it. Idempotent. */
  @Override
  public void close() {
    entry = null;
  }
}
