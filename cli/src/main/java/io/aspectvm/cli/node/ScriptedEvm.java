package io.aspectvm.cli.node;

import io.aspectvm.cli.node.ScriptedCall.Action;
import io.aspectvm.cli.node.ScriptedCall.Log;
import io.aspectvm.cli.node.ScriptedCall.Nested;
import io.aspectvm.cli.node.ScriptedCall.Store;
import io.aspectvm.cli.node.ScriptedCall.StoreTransient;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.context.CallView;
import io.aspectvm.runtime.host.context.LogView;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.ContractCall;
import io.aspectvm.runtime.joinpoint.ContractCallRules;
import io.aspectvm.runtime.joinpoint.ContractCallRules.Before;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The EVM of one transaction: makes the calls of a script, in the order of join-points, section 6,
 * with the join points around those that trigger any.
 */
final class ScriptedEvm {

  private static final byte[] NO_DATA = {};

  private final TransactionScope scope;
  private final JoinPointChain chain;
  private final World world;
  private final List<LogView> events = new ArrayList<>();
  private final Map<Object, CallOutcome> outcomes = new HashMap<>();
  private long nextIndex;

  ScriptedEvm(TransactionScope scope, JoinPointChain chain, World world) {
    this.scope = scope;
    this.chain = chain;
    this.world = world;
  }

  List<LogView> events() {
    return events;
  }

  Map<Object, CallOutcome> outcomes() {
    return outcomes;
  }

  /** Who runs: whose code is called, in whose storage, and whether it may write. */
  private record Frame(ByteKey self, boolean readOnly) {}

  /** Makes the outermost call. */
  CallOutcome call(ByteKey from, ScriptedCall call, long gas) {
    return call(new Frame(from, false), call, gas);
  }

  private CallOutcome call(Frame caller, ScriptedCall call, long gas) {
    long index = nextIndex++;
    CallOutcome outcome = run(caller, call, index, gas);
    outcomes.put(call.id(), outcome);
    return outcome;
  }

  private CallOutcome run(Frame caller, ScriptedCall call, long index, long gas) {
    if (call.value().compareTo(world.balance(caller.self)) > 0) {
      return new CallOutcome(
          NO_DATA, gas, CallError.evm("insufficient balance for transfer"), false);
    }
    int snapshot = world.snapshot();
    int logged = events.size();
    if (call.type() == CallType.CALL) {
      world.transfer(caller.self, call.to(), call.value());
    }
    CallOutcome outcome = withJoinPoints(caller, call, index, gas);
    if (outcome.revertToSnapshot()) {
      world.revertTo(snapshot);
      events.subList(logged, events.size()).clear();
    }
    return outcome;
  }

  private CallOutcome withJoinPoints(Frame caller, ScriptedCall call, long index, long gas) {
    boolean hasCode = world.hasCode(call.to());
    if (!ContractCallRules.triggers(call.type(), World.isPrecompile(call.to()), hasCode, true)) {
      CodeResult result = runCode(caller, call, gas);
      return ContractCallRules.finish(result.data(), result.gasLeft(), result.error());
    }
    ContractCall joinPoints =
        new ContractCall(
            chain,
            new ContractCall.Message(caller.self, call.to(), index, call.data(), call.value()),
            scope.blockNumber());
    Before before = joinPoints.before(gas, scope.hostInCall(new CallView(index, null, gas, null)));
    if (!before.proceeds()) {
      return before.outcome();
    }
    CodeResult result = runCode(caller, call, before.gas());
    byte[] ret = result.data().length == 0 ? null : result.data();
    String error = result.error() == null ? null : result.error().text();
    return joinPoints.after(
        ret,
        result.gasLeft(),
        result.error(),
        scope.hostInCall(new CallView(index, ret, result.gasLeft(), error)));
  }

  /** How the callee's code ended, before what follows from it. */
  private record CodeResult(byte[] data, long gasLeft, CallError error) {}

  private CodeResult runCode(Frame caller, ScriptedCall call, long gas) {
    boolean inCaller = call.type() == CallType.DELEGATECALL || call.type() == CallType.CALLCODE;
    Frame frame =
        new Frame(
            inCaller ? caller.self : call.to(),
            caller.readOnly || call.type() == CallType.STATICCALL);
    long left = gas - call.gasUsed();
    if (left < 0) {
      return new CodeResult(NO_DATA, 0, CallError.OUT_OF_GAS);
    }
    for (Action action : call.actions()) {
      if (action instanceof Nested nested) {
        long given = limit(nested.call(), left);
        CallOutcome outcome = call(frame, nested.call(), given);
        left = left - given + outcome.gasLeft();
        if (nested.call().required() && !outcome.isSuccess()) {
          return new CodeResult(outcome.returnDataForCaller(), left, CallError.EVM_REVERTED);
        }
      } else if (frame.readOnly) {
        return new CodeResult(NO_DATA, left, CallError.evm("write protection"));
      } else {
        write(frame.self, action);
      }
    }
    return new CodeResult(call.end().data(), left, call.end().error());
  }

  /** All but one 64th of the gas, or what the script says if that is less (EIP-150). */
  private static long limit(ScriptedCall call, long gas) {
    long most = gas - gas / 64;
    return call.gas() == null ? most : Math.min(call.gas(), most);
  }

  private void write(ByteKey self, Action action) {
    if (action instanceof Log log) {
      events.add(new LogView(self, log.topics(), log.data(), events.size()));
    } else if (action instanceof Store store) {
      world.setStorage(self, store.slot(), store.value());
    } else if (action instanceof StoreTransient transientStore) {
      scope.storage().set(self, transientStore.key(), transientStore.value());
    }
  }
}
