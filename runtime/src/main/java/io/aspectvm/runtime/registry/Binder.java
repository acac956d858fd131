package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.registry.Records.Type;
import io.aspectvm.runtime.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;

/** Changes the bindings of one account, for an owner of it. */
final class Binder {

  private static final String LIMIT = "binding limit exceeded";

  private final MeteredRecords records;
  private final StorageMeter meter;
  private final ByteKey account;
  private final boolean isContract;

  Binder(StoreTransaction state, ByteKey account, ContractOwnership ownership) {
    this.meter = new StorageMeter(ownership.gasLeft());
    this.records = new MeteredRecords(state, meter);
    this.account = account;
    this.isContract = ownership.isContract();
  }

  private CoreResult done() {
    return CoreResult.done(meter.gasLeft());
  }

  private List<BoundAspect> bindings() throws RefusalException {
    return BoundAspect.read(records.load(Type.ACCOUNT_BINDINGS.key(account)));
  }

  private void storeBindings(List<BoundAspect> bindings) throws RefusalException {
    ByteKey key = Type.ACCOUNT_BINDINGS.key(account);
    if (bindings.isEmpty()) {
      records.delete(key);
    } else {
      records.store(key, BoundAspect.records(bindings));
    }
  }

  private ByteKey inAspect(ByteKey aspect) {
    return ByteKey.concatenate(Type.ASPECT_BINDING.key(aspect), account);
  }

  private static BoundAspect find(List<BoundAspect> bindings, ByteKey aspect) {
    return bindings.stream().filter(bound -> bound.id().equals(aspect)).findFirst().orElse(null);
  }

  CoreResult bind(ByteKey aspect, long requested, int priority) throws RefusalException {
    AspectRecord record = AspectRegistry.requireDeployed(records, aspect);
    long version = version(record, requested, "aspect version not deployed");
    BoundAspect added = new BoundAspect(aspect, version, priority, joinPoints(aspect, version));
    if (records.load(inAspect(aspect)).length > 0) {
      throw new RefusalException("aspect already bound");
    }
    if (record.boundAccounts() >= RegistryLimits.ACCOUNTS_OF_ASPECT) {
      throw new RefusalException(LIMIT);
    }
    records.store(
        Type.ASPECT.key(aspect), record.withBoundAccounts(record.boundAccounts() + 1).bytes());
    add(bindings(), added);
    return done();
  }

  /** The version that is meant: 0 means the latest. */
  private static long version(AspectRecord record, long requested, String refusal)
      throws RefusalException {
    if (Long.compareUnsigned(requested, record.latestVersion()) > 0) {
      throw new RefusalException(refusal);
    }
    return requested == 0 ? record.latestVersion() : requested;
  }

  /** The join points of a version that may be bound to the account; the low 16 bits. */
  private int joinPoints(ByteKey aspect, long version) throws RefusalException {
    long joinPoints =
        VersionRecord.read(records.load(Type.VERSION.key(version, aspect))).joinPoints();
    if (!JoinPoints.isBindable(joinPoints)) {
      throw new RefusalException("aspect is either for tx or verifier");
    }
    if (!isContract && !JoinPoints.isVerifier(joinPoints)) {
      throw new RefusalException("only verifier aspect can be bound with eoa");
    }
    return (char) joinPoints;
  }

  private void add(List<BoundAspect> bindings, BoundAspect added) throws RefusalException {
    boolean secondVerifier =
        isContract && added.isVerifier() && bindings.stream().anyMatch(BoundAspect::isVerifier);
    if (bindings.size() >= RegistryLimits.ASPECTS_OF_ACCOUNT || secondVerifier) {
      throw new RefusalException(LIMIT);
    }
    List<BoundAspect> more = new ArrayList<>(bindings);
    more.add(added);
    storeBindings(more);
    records.store(inAspect(added.id()), added.with(account).record());
  }

  /** Succeeds too where nothing is bound. */
  CoreResult unbind(ByteKey aspect) throws RefusalException {
    List<BoundAspect> bindings = bindings();
    BoundAspect bound = find(bindings, aspect);
    if (bound != null) {
      AspectRecord record = AspectRegistry.requireDeployed(records, aspect);
      records.store(
          Type.ASPECT.key(aspect), record.withBoundAccounts(record.boundAccounts() - 1).bytes());
      records.delete(inAspect(aspect));
      bindings.remove(bound);
      storeBindings(bindings);
    }
    return done();
  }

  /** The binding keeps its priority and becomes the account's last. */
  CoreResult changeVersion(ByteKey aspect, long requested) throws RefusalException {
    List<BoundAspect> bindings = bindings();
    BoundAspect bound = find(bindings, aspect);
    if (bound == null) {
      throw new RefusalException("aspect not bound");
    }
    AspectRecord record = AspectRegistry.requireDeployed(records, aspect);
    long version = version(record, requested, "given version of aspect does not exist");
    bindings.remove(bound);
    add(bindings, new BoundAspect(aspect, version, bound.priority(), joinPoints(aspect, version)));
    return done();
  }
}
