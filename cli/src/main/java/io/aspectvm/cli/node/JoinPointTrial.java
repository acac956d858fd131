package io.aspectvm.cli.node;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.message.MessageFields;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.joinpoint.JoinPointCall;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * One run of an aspect at one join point, in a node that has nothing but the aspect: a block of its
 * own in a store, committed if the join point succeeds.
 */
public final class JoinPointTrial {

  /** The id of the aspect, whichever it is: a store belongs to one. */
  public static final ByteKey ASPECT = Derived.address("aspect");

  /** The version of the aspect. */
  public static final long VERSION = 1;

  private static final byte[] NONE = {};

  private final JoinPoint joinPoint;
  private final Message message;
  private final ByteKey sender;

  private JoinPointTrial(JoinPoint joinPoint, Message message, ByteKey sender) {
    this.joinPoint = joinPoint;
    this.message = message;
    this.sender = sender;
  }

  /**
   * Reads what the aspect is given.
   *
   * @param block height; replaces that of the message
   */
  public static JoinPointTrial read(JoinPoint joinPoint, DocumentNode input, OptionalLong block) {
    if (joinPoint != JoinPoint.IS_OWNER) {
      return new JoinPointTrial(joinPoint, JoinPointMessages.read(joinPoint, input, block), null);
    }
    DocumentNode sender = input.allow(List.of("sender")).get("sender");
    byte[] address = MessageFields.bytes(sender);
    if (address.length != ByteKey.ADDRESS_BYTES) {
      throw sender.wrong("an address has 20 bytes, this has " + address.length);
    }
    return new JoinPointTrial(joinPoint, null, ByteKey.of(address));
  }

  /** A change of the aspect's state; empty where there is no value. */
  public record StateChange(ByteKey key, byte[] before, byte[] after) {}

  /**
   * What the run came to.
   *
   * @param returnData {@code 00} or {@code 01} of {@code isOwner}
   * @param gasLeft as reported back
   * @param error null on success
   * @param changes of the aspect's state; none if the join point failed
   */
  public record Result(
      ExecutionResult execution,
      byte[] returnData,
      long gasLeft,
      JoinPointError error,
      List<StateChange> changes) {

    public boolean isSuccess() {
      return error == null;
    }
  }

  /** Settings of a run. */
  public record Settings(long gas, ByteKey caller, AspectProperties properties) {}

  /** Runs the aspect. */
  public Result run(Aspect aspect, Settings settings, ChainStore store) {
    long height = store.latestBlock().orElse(0) + 1;
    try (StoreTransaction block = store.beginBlock(height);
        StoreTransaction state = block.begin()) {
      JoinPointHost host = JoinPointHost.of(services(settings, state)).withAspect(ASPECT, VERSION);
      Result result = run(aspect, settings.gas(), host);
      if (!result.isSuccess()) {
        return result;
      }
      List<StateChange> changes =
          changes(
              StoredAspectState.entries(block, ASPECT), StoredAspectState.entries(state, ASPECT));
      state.commit();
      block.commit();
      return new Result(result.execution, result.returnData, result.gasLeft, null, changes);
    }
  }

  private Result run(Aspect aspect, long gas, JoinPointHost host) {
    if (joinPoint == JoinPoint.IS_OWNER) {
      OwnershipResult answer = aspect.isOwner(sender.bytes(), gas, host);
      byte[] data = answer.error() == null ? new byte[] {(byte) (answer.isOwner() ? 1 : 0)} : NONE;
      return new Result(answer.execution(), data, answer.gasLeft(), answer.error(), List.of());
    }
    JoinPointResult result = JoinPointCall.run(aspect, JoinPointMessages.input(message), gas, host);
    return new Result(
        result.execution(), result.returnData(), result.gasLeft(), result.error(), List.of());
  }

  private HostServices services(Settings settings, StoreTransaction state) {
    RuntimeContextSource context = new TrialContext(message, settings).source();
    return HostServices.inMemory().toBuilder()
        .with(AspectState.class, new StoredAspectState(state))
        .with(AspectProperties.class, settings.properties())
        .with(RuntimeContextSource.class, context)
        .build();
  }

  private static List<StateChange> changes(
      SortedMap<ByteKey, byte[]> before, SortedMap<ByteKey, byte[]> after) {
    TreeSet<ByteKey> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<StateChange> changes = new ArrayList<>();
    for (ByteKey key : keys) {
      byte[] old = before.getOrDefault(key, NONE);
      byte[] now = after.getOrDefault(key, NONE);
      if (!Arrays.equals(old, now)) {
        changes.add(new StateChange(key, old, now));
      }
    }
    return changes;
  }

  /** A field of a message, or of a message in it; null where there is none. */
  static Object field(Message message, String... path) {
    Object value = message;
    for (String name : path) {
      Message owner = (Message) value;
      FieldDescriptor field =
          owner == null ? null : owner.getDescriptorForType().findFieldByName(name);
      value = field == null || !owner.hasField(field) ? null : owner.getField(field);
    }
    return value;
  }

  /** A field of bytes; null where there is none. */
  static byte[] bytes(Message message, String... path) {
    return field(message, path) instanceof ByteString bytes ? bytes.toByteArray() : null;
  }
}
