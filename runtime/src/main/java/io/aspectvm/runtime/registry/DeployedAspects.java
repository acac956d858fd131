package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.joinpoint.Bindings;
import io.aspectvm.runtime.registry.Records.Type;
import io.aspectvm.runtime.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is deployed and bound, as a view of a store has it, for nothing: for join points, queries
 * and tools. As thread-safe as the view.
 */
public final class DeployedAspects implements AspectProperties, Bindings {

  private final StoreView view;

  public DeployedAspects(StoreView view) {
    this.view = view;
  }

  /** Number of an aspect's latest version, unsigned; 0 where there is no such aspect. */
  public long latestVersion(ByteKey aspect) {
    byte[] record = Records.load(view, Type.ASPECT.key(aspect));
    return record.length == 0 ? 0 : AspectRecord.read(record).latestVersion();
  }

  /** A version of an aspect. */
  public Optional<VersionRecord> version(ByteKey aspect, long version) {
    return view.get(Records.SPACE, Type.VERSION.key(version, aspect)).map(VersionRecord::read);
  }

  /** The module of a version, decompressed. */
  public Optional<byte[]> code(ByteKey aspect, long version) {
    return view.get(Records.SPACE, Type.CODE.key(version, aspect));
  }

  /** The properties of a version in the order of their keys. */
  public List<Property> properties(ByteKey aspect, long version) {
    ByteKey prefix = Type.PROPERTY.key(version, aspect);
    List<Property> properties = new ArrayList<>();
    view.forEach(
        Records.SPACE,
        prefix,
        (key, value) -> properties.add(new Property(key.from(prefix.length()), value)));
    return properties;
  }

  /** {@inheritDoc} */
  @Override
  public byte[] get(ByteKey aspectId, long version, ByteKey key) {
    return Records.load(view, ByteKey.concatenate(Type.PROPERTY.key(version, aspectId), key));
  }

  /** The aspects bound to an account, in the order in which they were bound. */
  @Override
  public List<BoundAspect> of(ByteKey account) {
    return BoundAspect.read(Records.load(view, Type.ACCOUNT_BINDINGS.key(account)));
  }

  /** The accounts that an aspect is bound to, in the order of their addresses. */
  public List<ByteKey> accountsOf(ByteKey aspect) {
    List<ByteKey> accounts = new ArrayList<>();
    ByteKey prefix = Type.ASPECT_BINDING.key(aspect);
    view.forEach(Records.SPACE, prefix, (key, value) -> accounts.add(key.from(prefix.length())));
    return accounts;
  }
}
