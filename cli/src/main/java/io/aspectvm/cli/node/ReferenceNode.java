package io.aspectvm.cli.node;

import io.aspectvm.cli.node.TransactionScope.Environment;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.NodeCompiler;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.registry.AspectLibrary;
import io.aspectvm.runtime.registry.AspectRegistry;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreSnapshot;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.verification.VerificationCache;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;

/**
 * A node without network and consensus, over nothing but the public library: aspects as deployed,
 * blocks in a store in memory, an EVM whose contracts are scripts. Used by one thread.
 */
public final class ReferenceNode implements AutoCloseable {

  private static final int CACHED = 1_000;

  private final LocalChain chain;
  private final AspectRuntime runtime;
  private final AspectLibrary library;
  private final AspectCoreContract coreContract;
  private final ChainStore store = ChainStore.inMemory();
  private final World world = new World();
  private final Answers answers;
  private final VerificationCache verified = new VerificationCache(CACHED);

  /**
   * @param runtime to run aspects; not closed by the node
   */
  public ReferenceNode(LocalChain chain, AspectRuntime runtime, GasSchedule schedule) {
    this.chain = chain;
    this.runtime = runtime;
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT).withSchedule(schedule);
    this.library = new AspectLibrary(this.runtime, new NodeCompiler(options), CACHED);
    this.coreContract =
        new AspectCoreContract(new AspectRegistry(library, Limits.ASPECT.moduleBytes()));
    this.answers = new Answers(world, chain);
  }

  public LocalChain chain() {
    return chain;
  }

  public World world() {
    return world;
  }

  public Answers answers() {
    return answers;
  }

  /** What was committed; to be closed by the caller. */
  public StoreSnapshot snapshot() {
    return store.snapshot();
  }

  AspectLibrary library() {
    return library;
  }

  AspectCoreContract coreContract() {
    return coreContract;
  }

  VerificationCache verified() {
    return verified;
  }

  /** Begins the next block. */
  public NodeBlock beginBlock(BlockPosition position) {
    verified.clear();
    return new NodeBlock(this, position, store.beginBlock(position.number()));
  }

  /** Runs a transaction on what was committed, and keeps nothing of it. */
  public Receipt query(BlockPosition position, NodeTransaction transaction) {
    int before = world.snapshot();
    try (StoreSnapshot snapshot = store.snapshot();
        StoreTransaction query = snapshot.query();
        StoreTransaction state = query.begin()) {
      TransactionScope scope =
          new TransactionScope(new Environment(this, position, 0, true), state);
      return new TransactionProcess(this, scope, transaction, 0).run();
    } finally {
      world.revertTo(before);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
