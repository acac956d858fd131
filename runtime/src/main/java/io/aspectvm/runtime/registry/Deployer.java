package io.aspectvm.runtime.registry;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.evm.Rlp;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.registry.CoreResult.Kind;
import io.aspectvm.runtime.registry.Records.Type;
import io.aspectvm.runtime.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deploys and upgrades. */
final class Deployer {

  private final AspectCompiler compiler;
  private final int maximumModuleBytes;

  Deployer(AspectCompiler compiler, int maximumModuleBytes) {
    this.compiler = compiler;
    this.maximumModuleBytes = maximumModuleBytes;
  }

  /** The address that a contract of this sender and nonce would get. */
  static ByteKey createAddress(ByteKey sender, long nonce) {
    return ByteKey.address(
        Hashes.keccak256(Rlp.list(Rlp.string(sender.bytes()), Rlp.number(nonce))));
  }

  /** The module in deployed code, if it is a valid one. */
  private byte[] validModule(byte[] code) throws RefusalException {
    if (code.length == 0) {
      throw new RefusalException("code is empty");
    }
    byte[] wasm = CodeEnvelope.open(code, maximumModuleBytes);
    compiler.validate(wasm);
    return wasm;
  }

  CoreResult deploy(CoreContext context, StoreTransaction state, Deployment deployment, long gas)
      throws RefusalException {
    CoreCall call = context.call();
    if (deployment.code().length > 0 && !deployment.account().equals(call.sender())) {
      throw new RefusalException("account verification fail");
    }
    byte[] wasm = validModule(deployment.code());
    ByteKey aspect = createAddress(call.sender(), call.nonce());
    StorageMeter meter = new StorageMeter(gas);
    MeteredRecords records = new MeteredRecords(state, meter);
    if (records.load(Type.ASPECT.key(aspect)).length > 0) {
      throw new RefusalException("aspect already deployed");
    }
    records.store(
        Type.ASPECT.key(aspect),
        new AspectRecord(1, 0, deployment.account(), deployment.proof()).bytes());
    storeVersion(records, aspect, 1, wasm, deployment.joinPoints());
    storeProperties(records, aspect, 1, deployment.properties(), List.of());
    InitInput input =
        InitInput.newBuilder()
            .setTx(tx(call, aspect))
            .setBlock(block(call))
            .setCallData(ByteString.copyFrom(deployment.initData()))
            .buildPartial();
    return CoreResult.of(context.node().init(state, aspect, 1, input, meter.gasLeft()));
  }

  static WithFromTxInput tx(CoreCall call, ByteKey aspect) {
    WithFromTxInput.Builder tx =
        WithFromTxInput.newBuilder()
            .setTo(ByteString.copyFrom(aspect.bytes()))
            .setFrom(ByteString.copyFrom(call.sender().bytes()));
    if (call.hash() != null) {
      tx.setHash(ByteString.copyFrom(call.hash()));
    }
    return tx.buildPartial();
  }

  static BlockInput block(CoreCall call) {
    return BlockInput.newBuilder().setNumber(call.blockNumber()).build();
  }

  private static void storeVersion(
      MeteredRecords records, ByteKey aspect, long version, byte[] wasm, long joinPoints)
      throws RefusalException {
    records.store(Type.CODE.key(version, aspect), wasm);
    ByteKey hash = ByteKey.of(Hashes.keccak256(wasm));
    records.store(Type.VERSION.key(version, aspect), new VersionRecord(joinPoints, hash).bytes());
  }

  /**
   * Stores a version's properties. Of several given with one key the last counts, but each of them
   * against the limit.
   */
  private static void storeProperties(
      MeteredRecords records,
      ByteKey aspect,
      long version,
      List<Property> given,
      List<Property> previous)
      throws RefusalException {
    Set<ByteKey> overridden = new HashSet<>();
    given.forEach(property -> overridden.add(property.key()));
    Map<ByteKey, byte[]> all = new LinkedHashMap<>();
    previous.forEach(property -> all.put(property.key(), property.value()));
    all.keySet().removeAll(overridden);
    if (given.size() + all.size() > RegistryLimits.PROPERTIES) {
      throw new RefusalException("aspect property limit exceeds");
    }
    given.forEach(property -> all.put(property.key(), property.value()));
    ByteKey prefix = Type.PROPERTY.key(version, aspect);
    for (Map.Entry<ByteKey, byte[]> property : all.entrySet()) {
      records.store(ByteKey.concatenate(prefix, property.getKey()), property.getValue());
    }
  }

  CoreResult upgrade(CoreContext context, StoreTransaction state, Upgrade upgrade, long gas)
      throws RefusalException {
    byte[] wasm = validModule(upgrade.code());
    ByteKey aspect = upgrade.aspect();
    StorageMeter meter = new StorageMeter(gas);
    MeteredRecords records = new MeteredRecords(state, meter);
    AspectRecord record = AspectRegistry.requireDeployed(records, aspect);
    long latest = record.latestVersion();
    records.load(Type.CODE.key(latest, aspect));
    OwnershipResult answer =
        context.node().isOwner(state, aspect, latest, context.call().sender(), meter.gasLeft());
    if (answer.isCrash()) {
      throw new RefusalException(Kind.ABORTED, answer.error().text(), 0);
    }
    if (!answer.isOwner()) {
      throw new RefusalException("aspect ownership validation failed");
    }
    meter.resume(answer.gasLeft());
    records.store(Type.ASPECT.key(aspect), record.withLatestVersion(latest + 1).bytes());
    storeVersion(records, aspect, latest + 1, wasm, upgrade.joinPoints());
    storeProperties(
        records, aspect, latest + 1, upgrade.properties(), properties(records, aspect, latest));
    return CoreResult.done(meter.gasLeft());
  }

  private static List<Property> properties(MeteredRecords records, ByteKey aspect, long version)
      throws RefusalException {
    ByteKey prefix = Type.PROPERTY.key(version, aspect);
    List<Property> properties = new ArrayList<>();
    records.forEach(
        prefix, (key, value) -> properties.add(new Property(key.from(prefix.length()), value)));
    return properties;
  }
}
