package io.aspectvm.runtime.registry;

import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.AspectLoadException;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.store.StoreTransaction;
import java.util.Objects;
import java.util.function.Function;

/**
 * A node's part of the core contract as far as aspects run in it; the EVM's part is left to the
 * node. An aspect that does not load crashes (join-points, section 4). As thread-safe as what it is
 * made of.
 */
public abstract class RuntimeCoreNode implements CoreNode {

  private final AspectLibrary library;
  private final Function<StoreTransaction, JoinPointHost> hosts;

  /**
   * @param hosts gives what the node provides to an aspect that reads and writes in a transaction;
   *     aspect and version are set here
   */
  protected RuntimeCoreNode(
      AspectLibrary library, Function<StoreTransaction, JoinPointHost> hosts) {
    this.library = Objects.requireNonNull(library);
    this.hosts = Objects.requireNonNull(hosts);
  }

  /** Something that an aspect does. */
  @FunctionalInterface
  private interface Run<T> {
    T with(Aspect aspect, JoinPointHost host);
  }

  private <T> T run(
      StoreTransaction state,
      ByteKey id,
      long version,
      Run<T> run,
      Function<ExecutionResult, T> failure,
      long gas) {
    Aspect aspect;
    try {
      aspect = library.of(state).load(id, version);
    } catch (AspectLoadException e) {
      return failure.apply(ExecutionResult.unloadable(e.getMessage(), gas));
    }
    return run.with(aspect, hosts.apply(state).withAspect(id, version));
  }

  @Override
  public JoinPointResult init(
      StoreTransaction state, ByteKey aspect, long version, InitInput input, long gas) {
    return run(
        state,
        aspect,
        version,
        (loaded, host) -> loaded.init(input, gas, host),
        result -> JoinPointResult.of(result, gas),
        gas);
  }

  @Override
  public JoinPointResult operation(
      StoreTransaction state, ByteKey aspect, long version, OperationInput input, long gas) {
    return run(
        state,
        aspect,
        version,
        (loaded, host) -> loaded.operation(input, gas, host),
        result -> JoinPointResult.of(result, gas),
        gas);
  }

  @Override
  public OwnershipResult isOwner(
      StoreTransaction state, ByteKey aspect, long version, ByteKey sender, long gas) {
    return run(
        state,
        aspect,
        version,
        (loaded, host) -> loaded.isOwner(sender.bytes(), gas, host),
        result -> OwnershipResult.of(result, gas),
        gas);
  }
}
