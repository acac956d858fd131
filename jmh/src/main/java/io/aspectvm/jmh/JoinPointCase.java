package io.aspectvm.jmh;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryRuntimeContext;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Whole executions by the ABI, short ones; the inputs are those of {@code examples/expected}. */
public enum JoinPointCase {
  /** Nothing but the flow itself: start, two allocations, a call that returns no value. */
  EMPTY(BuiltModules::emptyAspect, "preContractCall", "", Outcome.NONE),
  /** Greets the world: one line to the log, a result of 13 bytes. */
  HELLO(
      () -> Resources.example("hello"),
      "operation",
      "0a4e0a20111111111111111111111111111111111111111111111111111111111111111112140000000000000000"
          + "00000000000000000000c0de1a1400000000000000000000000000000000000000a1120208641a00",
      Outcome.VALUE),
  /** A contract call that no rule forbids: reads properties, state and the runtime context. */
  GUARD(
      () -> Resources.example("guard"),
      "preContractCall",
      "0a3a0a1400000000000000000000000000000000000000a11214000000000000000000000000000000000000c0de"
          + "18002204a9059cbb2a0030c0843d12020864",
      Outcome.NONE);

  private static final long GAS = 1_000_000;

  private final Supplier<byte[]> wasm;
  private final String joinPoint;
  private final byte[] input;
  private final Outcome outcome;

  JoinPointCase(Supplier<byte[]> wasm, String joinPoint, String input, Outcome outcome) {
    this.wasm = wasm;
    this.joinPoint = joinPoint;
    this.input = HexFormat.of().parseHex(input);
    this.outcome = outcome;
  }

  /** The module. */
  public byte[] wasm() {
    return wasm.get();
  }

  /** What the node provides, the same for all executions. */
  public HostServices services() {
    ByteKey aspect = ExecutionContext.builder().build().aspectId();
    byte[] owner = HexFormat.of().parseHex("00000000000000000000000000000000000a11ce");
    byte[] sender = HexFormat.of().parseHex("0a1400000000000000000000000000000000000000a1");
    return HostServices.inMemory().toBuilder()
        .with(
            AspectProperties.class,
            new InMemoryAspectProperties().put(aspect, 1, ByteKey.of("owner"), owner))
        .with(
            RuntimeContextSource.class,
            new InMemoryRuntimeContext().put(RuntimeContextKey.TX_FROM, sender))
        .build();
  }

  /** One execution, of this module or another: context, instance, call. */
  public ExecutionResult execute(Aspect aspect, HostServices services) {
    ExecutionContext context = ExecutionContext.builder().services(services).build();
    return aspect.call(
        context, "execute", GAS, GuestValue.Str.of(joinPoint), new GuestValue.Bytes(input));
  }

  /** Fails where an execution does not do what the benchmark is about. */
  public void check(ExecutionResult result) {
    if (result.outcome() != outcome) {
      throw new IllegalStateException(this + ": " + result);
    }
  }
}
