package io.aspectvm.runtime.support;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.abi.ModuleLinks;
import java.nio.ByteBuffer;

/**
 * The host's side of one instance: which module it is of, and the host calls that are in progress.
 * {@link io.aspectvm.runtime.host.ExecutionContext} adds what host functions work with. Confined to
 * the thread of the execution.
 */
public abstract class HostEdge implements HostContext {

  /** WASM gas in one EVM gas. */
  public static final long WASM_PER_EVM_GAS = 1_000;

  /** How many host calls may be inside guest code that a host call runs, one in the other. */
  public static final int MAX_REENTRIES = 64;

  private Instance instance;
  private ModuleLinks links;
  private HostCall outermost;

  /** The host call that began last and has not ended, or null. */
  HostCall innermost;

  /** Calls of the guest by host calls that are in progress. */
  int reentries;

  protected HostEdge() {}

  /**
   * Makes this the host side of {@code instance}, before guest code runs. Binding again to the same
   * instance is allowed and forgets host calls that were in progress.
   *
   * @throws IllegalStateException if this is the host side of another instance
   */
  public final void bind(Instance instance, ModuleLinks links) {
    if (this.instance != null && this.instance != instance) {
      throw new IllegalStateException("the context belongs to another instance");
    }
    this.instance = instance;
    this.links = links;
    this.innermost = null;
    this.reentries = 0;
    instance.attach(this);
  }

  /** Drops the instance, and so lets its class loader go. The context's records stay readable. */
  public final void release() {
    instance = null;
    links = null;
    innermost = null;
    outermost = null;
  }

  final boolean isBound() {
    return instance != null;
  }

  final ModuleLinks links() {
    return links;
  }

  /** The call object for one level deeper than {@link #innermost}. */
  final HostCall next() {
    if (innermost != null) {
      return innermost.inner();
    }
    if (outermost == null) {
      outermost = new HostCall(this, null);
    }
    return outermost;
  }

  /**
   * Takes gas; programs that do little but call the host see the stop flag here.
   *
   * @param amount WASM gas, 0 or more
   * @throws io.aspectvm.runtime.Trap out of gas (counter -1) or interrupted, settled
   */
  static void charge(Instance instance, long amount) {
    instance.takeForHost(amount);
  }

  private Instance bound() {
    if (instance == null) {
      throw new IllegalStateException("no execution is in progress");
    }
    return instance;
  }

  @Override
  public final long evmGasLeft() {
    return Math.max(0, bound().gasLeft()) / WASM_PER_EVM_GAS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The counter is reduced at once; the sum is that of section 5.2: the remainder of the
   * division by 1000 is kept.
   *
   * @throws IllegalArgumentException if {@code amount} is negative or more than is left
   */
  @Override
  public final void spendEvmGas(long amount) {
    if (amount < 0 || amount > evmGasLeft()) {
      throw new IllegalArgumentException(amount + " of " + evmGasLeft() + " EVM gas");
    }
    if (amount > 0) {
      charge(bound(), amount * WASM_PER_EVM_GAS);
    }
  }

  @Override
  public final long wasmGasLeft() {
    return bound().gasLeft();
  }

  /**
   * Ends a long computation of a host function where the operator wants the execution to stop.
   *
   * @throws io.aspectvm.runtime.Trap interrupted, settled
   */
  public final void checkStop() {
    bound().checkStop();
  }

  /** Whether {@link #memory} has something to give. */
  public final boolean hasMemory() {
    return bound().memory != null;
  }

  @Override
  public final ByteBuffer memory() {
    LinearMemory memory = bound().memory;
    if (memory == null) {
      throw new IllegalStateException("the module has no memory");
    }
    return memory.buffer();
  }
}
