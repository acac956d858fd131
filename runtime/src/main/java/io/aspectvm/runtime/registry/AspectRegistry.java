package io.aspectvm.runtime.registry;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.registry.Records.Type;
import io.aspectvm.runtime.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Deploys, upgrades and binds aspects by the rules of join-points, section 8. A call that fails
 * leaves nothing in the store, and consumes all gas unless said otherwise. Immutable; as
 * thread-safe as the compiler and what a call brings along.
 *
 * <p>What is loaded and stored costs gas by the sizes of keys and values here; the reference keeps
 * the accounts of an aspect in slots with filters, whose gas is not reproduced.
 */
public final class AspectRegistry {

  private static final ByteKey NOBODY = ByteKey.address(new byte[0]);
  private static final String NO_ASPECT = "aspectId not specified";

  private final Deployer deployer;

  /**
   * A registry.
   *
   * @param maximumModuleBytes most bytes of a module, decompressed
   */
  public AspectRegistry(AspectCompiler compiler, int maximumModuleBytes) {
    this.deployer = new Deployer(Objects.requireNonNull(compiler), maximumModuleBytes);
  }

  /** Something that changes the store, or fails. */
  @FunctionalInterface
  private interface Change {
    CoreResult in(StoreTransaction state) throws RefusalException;
  }

  private static CoreResult run(CoreContext context, Change change) throws RefusalException {
    try (StoreTransaction state = context.state().begin()) {
      CoreResult result = change.in(state);
      if (result.isSuccess()) {
        state.commit();
      }
      return result;
    }
  }

  static AspectRecord requireDeployed(MeteredRecords records, ByteKey aspect)
      throws RefusalException {
    byte[] record = records.load(Type.ASPECT.key(aspect));
    if (record.length == 0) {
      throw new RefusalException("aspect not deployed");
    }
    return AspectRecord.read(record);
  }

  private static void require(ByteKey address, String refusal) throws RefusalException {
    if (address.equals(NOBODY)) {
      throw new RefusalException(refusal);
    }
  }

  /**
   * Deploys version 1 of a new aspect and runs its {@code init} with the gas that is left; if that
   * fails, so does the deployment, with its return data and gas.
   */
  public CoreResult deploy(CoreContext context, Deployment deployment, long gas)
      throws RefusalException {
    return run(context, state -> deployer.deploy(context, state, deployment, gas));
  }

  /** Deploys the next version. Bindings keep theirs. */
  public CoreResult upgrade(CoreContext context, Upgrade upgrade, long gas)
      throws RefusalException {
    require(upgrade.aspect(), NO_ASPECT);
    return run(context, state -> deployer.upgrade(context, state, upgrade, gas));
  }

  /**
   * Binds a version of an aspect to an account.
   *
   * @param version unsigned; 0 for the latest
   * @param priority -128 to 127
   */
  public CoreResult bind(
      CoreContext context, ByteKey aspect, long version, ByteKey account, int priority, long gas)
      throws RefusalException {
    requireBoth(aspect, account);
    ContractOwnership ownership = ContractOwnership.of(context, account, gas);
    ownership.require(
        "contract ownership validation failed", "unauthorized EoA account aspect binding", 0);
    return run(
        context, state -> new Binder(state, account, ownership).bind(aspect, version, priority));
  }

  private static void requireBoth(ByteKey aspect, ByteKey account) throws RefusalException {
    require(aspect, NO_ASPECT);
    require(account, "binding account not specified");
  }

  /**
   * Unbinds an aspect from an account. If the contract does not call the sender its owner, the gas
   * that it left is reported back.
   */
  public CoreResult unbind(CoreContext context, ByteKey aspect, ByteKey account, long gas)
      throws RefusalException {
    requireBoth(aspect, account);
    ContractOwnership ownership = ContractOwnership.of(context, account, gas);
    ownership.require(
        "contract ownership validation failed",
        "unauthorized EoA account aspect binding",
        ownership.gasLeft());
    return run(context, state -> new Binder(state, account, ownership).unbind(aspect));
  }

  /**
   * Binds another version of an aspect that is bound; gas as {@link #unbind}.
   *
   * @param version unsigned; 0 for the latest
   */
  public CoreResult changeVersion(
      CoreContext context, ByteKey aspect, ByteKey account, long version, long gas)
      throws RefusalException {
    requireBoth(aspect, account);
    ContractOwnership ownership = ContractOwnership.of(context, account, gas);
    ownership.require("unauthorized operation", "unauthorized operation", ownership.gasLeft());
    return run(
        context, state -> new Binder(state, account, ownership).changeVersion(aspect, version));
  }

  /**
   * Runs {@code operation} of the latest version, for anybody. What is loaded for it is free.
   *
   * @return the aspect's own result, not encoded
   */
  public CoreResult operation(CoreContext context, ByteKey aspect, byte[] arguments, long gas)
      throws RefusalException {
    require(aspect, "aspect id not specified");
    long version = new DeployedAspects(context.state()).latestVersion(aspect);
    if (version == 0) {
      throw new RefusalException("aspect not deployed");
    }
    OperationInput input =
        OperationInput.newBuilder()
            .setTx(Deployer.tx(context.call(), aspect))
            .setBlock(Deployer.block(context.call()))
            .setCallData(ByteString.copyFrom(arguments))
            .buildPartial();
    return run(
        context,
        state -> CoreResult.of(context.node().operation(state, aspect, version, input, gas)));
  }

  /** What a query found. */
  record Found<T>(T value, long gasLeft) {}

  /** The latest version; 0 where there is no such aspect. */
  Found<Long> versionOf(CoreContext context, ByteKey aspect, long gas) throws RefusalException {
    require(aspect, NO_ASPECT);
    StorageMeter meter = new StorageMeter(gas);
    byte[] record = new MeteredRecords(context.state(), meter).load(Type.ASPECT.key(aspect));
    return new Found<>(
        record.length == 0 ? 0 : AspectRecord.read(record).latestVersion(), meter.gasLeft());
  }

  /** The aspects bound to an account. */
  Found<List<BoundAspect>> aspectsOf(CoreContext context, ByteKey account, long gas)
      throws RefusalException {
    require(account, "binding account not specified");
    StorageMeter meter = new StorageMeter(gas);
    byte[] record =
        new MeteredRecords(context.state(), meter).load(Type.ACCOUNT_BINDINGS.key(account));
    return new Found<>(BoundAspect.read(record), meter.gasLeft());
  }

  /**
   * The accounts that an aspect is bound to, in the order of their addresses. They are paid for as
   * everything that is loaded; the reference reports all gas back, whether an aspect has one
   * account or 459,000.
   */
  Found<List<ByteKey>> boundAddressesOf(CoreContext context, ByteKey aspect, long gas)
      throws RefusalException {
    require(aspect, "aspect id not specified");
    StorageMeter meter = new StorageMeter(gas);
    MeteredRecords records = new MeteredRecords(context.state(), meter);
    requireDeployed(records, aspect);
    ByteKey prefix = Type.ASPECT_BINDING.key(aspect);
    List<ByteKey> accounts = new ArrayList<>();
    records.forEach(prefix, (key, value) -> accounts.add(key.from(prefix.length())));
    return new Found<>(accounts, meter.gasLeft());
  }
}
