package io.aspectvm.compiler.testing;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.NodeCompiler;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.InMemoryRuntimeContext;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.registry.AspectLibrary;
import io.aspectvm.runtime.registry.AspectRegistry;
import io.aspectvm.runtime.registry.CoreCall;
import io.aspectvm.runtime.registry.CoreContext;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.registry.RuntimeCoreNode;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import io.aspectvm.wasm.Profile;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * As much of a node as deployed aspects need: the core contract with the compiler behind it, and an
 * EVM in which one contract with one owner lives. What is stored is the caller's. Thread-safe.
 */
public final class DeployedNode implements AutoCloseable {

  /** The only account that has code. */
  public static final ByteKey CONTRACT = AspectNode.address(0xC0);

  /** Whom the contract calls its owner. */
  public static final ByteKey OWNER = AspectNode.address(0x0E);

  /** EVM gas that the contract takes for the answer. */
  public static final long OWNERSHIP_GAS = 2_500;

  public static final byte[] HASH = new byte[32];

  private static final int MODULE_LIMIT = 1 << 20;
  private static final ContractFunction IS_OWNER =
      ContractFunction.of("isOwner(address)", "(bool)");

  private final AspectRuntime runtime;
  private final AspectLibrary library;
  private final AspectCoreContract core;

  /**
   * @param keptModules that the library keeps compiled
   */
  public DeployedNode(int keptModules) {
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT).withCheckedClasses();
    runtime = Aspects.runtime(options, Isolation.CLASS_LOADER);
    library = new AspectLibrary(runtime, new NodeCompiler(options), keptModules);
    core = new AspectCoreContract(new AspectRegistry(library, MODULE_LIMIT));
  }

  /** Makes threads that executions run on directly. */
  public ThreadFactory threads() {
    return runtime.threadFactory();
  }

  @Override
  public void close() {
    runtime.close();
  }

  /** Something that an account does, with transient storage of its own. Not thread-safe. */
  public final class Transaction extends RuntimeCoreNode {

    private final StoreTransaction state;
    private final ByteKey sender;
    private final long nonce;
    private final long height;

    private final JoinPointHost host;

    private Transaction(
        StoreTransaction state,
        ByteKey sender,
        long nonce,
        long height,
        Function<StoreTransaction, JoinPointHost> hosts) {
      super(library, hosts);
      this.state = state;
      this.sender = sender;
      this.nonce = nonce;
      this.height = height;
      this.host = hosts.apply(state);
    }

    /** Calls the core contract. */
    public CoreResult call(byte[] callData, long gas) {
      CoreCall call = new CoreCall(sender, nonce, HASH, height);
      return core.execute(new CoreContext(this, call, state), callData, gas);
    }

    /** What aspects run with at this transaction's join points. */
    public JoinPointHost host() {
      return host;
    }

    /** The aspects bound to accounts. */
    public JoinPointChain chain() {
      return new JoinPointChain(new DeployedAspects(state), library.of(state));
    }

    public long height() {
      return height;
    }

    @Override
    public boolean hasCode(ByteKey account) {
      return account.equals(CONTRACT);
    }

    @Override
    public ContractAnswer call(ByteKey from, ByteKey to, byte[] callData, long gas) {
      boolean isQuestion =
          from.equals(AspectCoreContract.ADDRESS)
              && to.equals(CONTRACT)
              && gas >= OWNERSHIP_GAS
              && Arrays.equals(callData, IS_OWNER.encodeCall(sender));
      return isQuestion
          ? new ContractAnswer(
              IS_OWNER.encodeResult(sender.equals(OWNER)), gas - OWNERSHIP_GAS, true)
          : new ContractAnswer(new byte[0], 0, false);
    }
  }

  private static Function<StoreTransaction, JoinPointHost> hosts(ByteKey sender, boolean isCall) {
    TransientStorage transientStorage = new InMemoryTransientStorage();
    RuntimeContextSource context =
        new InMemoryRuntimeContext()
            .put(RuntimeContextKey.TX_FROM, ContextMessages.bytes(sender.bytes()));
    return state ->
        JoinPointHost.of(
                HostServices.builder()
                    .with(AspectState.class, new StoredAspectState(state))
                    .with(AspectProperties.class, new DeployedAspects(state))
                    .with(TransientStorage.class, transientStorage)
                    .with(RuntimeContextSource.class, context)
                    .build())
            .withCall(isCall);
  }

  /** A transaction that commits. */
  public Transaction transaction(StoreTransaction state, ByteKey sender, long nonce, long height) {
    return new Transaction(state, sender, nonce, height, hosts(sender, false));
  }

  /** A query: of whatever it writes nothing stays. */
  public Transaction query(StoreTransaction state, ByteKey sender, long height) {
    return new Transaction(state, sender, 0, height, hosts(sender, true));
  }
}
