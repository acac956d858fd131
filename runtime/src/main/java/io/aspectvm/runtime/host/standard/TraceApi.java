package io.aspectvm.runtime.host.standard;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aspectvm.proto.aspect.v2.EthStateChange;
import io.aspectvm.proto.aspect.v2.EthStateChangeIndices;
import io.aspectvm.proto.aspect.v2.EthStateChanges;
import io.aspectvm.proto.aspect.v2.StateChangeQuery;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.host.service.StateChanges.Change;
import io.aspectvm.runtime.host.service.StateChanges.Changes;
import io.aspectvm.runtime.host.service.StateChanges.Indices;
import io.aspectvm.runtime.host.service.StateChanges.Recorded;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Traces of the transaction (host-apis, section 7). */
public final class TraceApi {

  private static final String MODULE = "trace-api";
  private static final ByteKey BALANCE = ByteKey.of(".balance");

  private static final Comparator<Change> BY_CALL =
      (a, b) -> Long.compareUnsigned(a.callIndex(), b.callIndex());

  private static final Set<JoinPoint> ALLOWED =
      EnumSet.of(
          JoinPoint.PRE_TX_EXECUTE,
          JoinPoint.PRE_CONTRACT_CALL,
          JoinPoint.POST_CONTRACT_CALL,
          JoinPoint.POST_TX_EXECUTE);

  private TraceApi() {}

  /** Changes of a balance or of a variable's part, or the indices of its parts; or empty. */
  @HostImport(module = MODULE, field = "__TraceApi__.queryStateChange")
  public static byte[] queryStateChange(HostContext context, byte[] query) {
    ExecutionContext execution = ExecutionContext.of(context);
    StateChanges changes = execution.require(StateChanges.class);
    StateChangeQuery wanted =
        Messages.decode(StateChangeQuery.getDefaultInstance(), query, "state change query");
    if (!ALLOWED.contains(execution.joinPoint())) {
      throw new HostError("cannot query state change in current join point");
    }
    if (wanted.getAccount().isEmpty()) {
      return new byte[0];
    }
    Recorded recorded = find(changes, wanted);
    return recorded == null ? new byte[0] : message(recorded).toByteArray();
  }

  private static Recorded find(StateChanges changes, StateChangeQuery wanted) {
    ByteKey account = ByteKey.address(wanted.getAccount().toByteArray());
    ByteKey name = ByteKey.of(wanted.getStateVarNameBytes().toByteArray());
    return name.equals(BALANCE)
        ? changes.balance(account)
        : changes.variable(account, name, indices(wanted));
  }

  /** Keys are made as they are read: a guest may send millions, for the price of one. */
  private static List<ByteKey> indices(StateChangeQuery wanted) {
    return new AbstractList<>() {
      @Override
      public ByteKey get(int i) {
        return ByteKey.of(wanted.getIndices(i).toByteArray());
      }

      @Override
      public int size() {
        return wanted.getIndicesCount();
      }
    };
  }

  private static Message message(Recorded recorded) {
    return recorded instanceof Changes changes ? changes(changes) : indices((Indices) recorded);
  }

  private static EthStateChanges changes(Changes changes) {
    List<Change> ordered = new ArrayList<>(changes.all());
    ordered.sort(BY_CALL); // Stable: a call's own changes stay in order.
    EthStateChanges.Builder message = EthStateChanges.newBuilder();
    for (Change change : ordered) {
      message.addAll(
          EthStateChange.newBuilder()
              .setAccount(ByteString.copyFrom(change.caller().bytes()))
              .setValue(ByteString.copyFrom(change.value()))
              .setCallIndex(change.callIndex()));
    }
    return message.build();
  }

  private static EthStateChangeIndices indices(Indices indices) {
    EthStateChangeIndices.Builder message = EthStateChangeIndices.newBuilder();
    indices.all().forEach(index -> message.addIndices(ByteString.copyFrom(index.bytes())));
    return message.build();
  }

  /** Disabled in the reference: empty, whatever is asked. */
  @HostImport(module = MODULE, field = "__TraceApi__.queryCallTree")
  public static byte[] queryCallTree(HostContext context, byte[] query) {
    return new byte[0];
  }
}
