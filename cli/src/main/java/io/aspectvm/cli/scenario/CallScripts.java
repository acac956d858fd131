package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.node.ScriptedCall;
import io.aspectvm.cli.node.ScriptedCall.Action;
import io.aspectvm.cli.node.ScriptedCall.End;
import io.aspectvm.cli.node.World;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import io.aspectvm.runtime.registry.AspectCoreContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls of the EVM as scenarios script them. */
final class CallScripts {

  private static final byte[] NO_DATA = {};

  /** What needs code. */
  private static final List<String> DEEDS =
      List.of("gasUsed", "does", "returns", "reverts", "fails");

  private final Values values;
  private final World world;

  CallScripts(Values values, World world) {
    this.values = values;
    this.world = world;
  }

  /** The call; its id is the node. */
  ScriptedCall read(DocumentNode node) {
    return new ScriptedCall(
        node,
        node.find("type").map(type -> CallType.valueOf(type.text())).orElse(CallType.CALL),
        callee(node),
        bytes(node, "data"),
        node.find("value").map(DocumentNode::natural).orElse(BigInteger.ZERO),
        node.find("gas").map(DocumentNode::uint64).orElse(null),
        gas(node),
        node.find("required").map(DocumentNode::flag).orElse(false),
        actions(node),
        end(node));
  }

  /** Somebody who can do what the script says. */
  private ByteKey callee(DocumentNode call) {
    DocumentNode to = call.get("to");
    ByteKey callee = values.address(to);
    if (callee.equals(AspectCoreContract.ADDRESS)) {
      throw to.wrong("contracts do not call the core contract; transactions do, with 'core'");
    }
    boolean runs = world.hasCode(callee) || World.isPrecompile(callee);
    if (!runs && DEEDS.stream().anyMatch(deed -> call.find(deed).isPresent())) {
      throw to.wrong("this account has no code, and does nothing; a contract has 'code: true'");
    }
    return callee;
  }

  byte[] bytes(DocumentNode node, String field) {
    return node.find(field).map(values::bytes).orElse(NO_DATA);
  }

  /** Gas that the code uses itself. */
  static long gas(DocumentNode node) {
    return node.find("gasUsed").map(DocumentNode::uint64).orElse(0L);
  }

  /** How code ends. */
  End end(DocumentNode node) {
    Optional<DocumentNode> fails = node.find("fails");
    if (fails.isPresent()) {
      String text = values.text(fails.get());
      boolean outOfGas = text.equals(CallError.OUT_OF_GAS.text());
      return new End(NO_DATA, outOfGas ? CallError.OUT_OF_GAS : CallError.evm(text));
    }
    return node.find("reverts").isPresent()
        ? new End(bytes(node, "reverts"), CallError.EVM_REVERTED)
        : new End(bytes(node, "returns"), null);
  }

  private List<Action> actions(DocumentNode call) {
    List<Action> actions = new ArrayList<>();
    for (DocumentNode step : call.find("does").map(DocumentNode::elements).orElse(List.of())) {
      step.find("call").ifPresent(nested -> actions.add(new ScriptedCall.Nested(read(nested))));
      step.find("log").ifPresent(log -> actions.add(log(log)));
      step.find("store").ifPresent(store -> stores(store, actions));
      step.find("transient").ifPresent(store -> transientStores(store, actions));
    }
    return actions;
  }

  private Action log(DocumentNode log) {
    List<ByteKey> topics = new ArrayList<>();
    for (DocumentNode topic : log.find("topics").map(DocumentNode::elements).orElse(List.of())) {
      topics.add(ByteKey.word(values.bytes(topic)));
    }
    return new ScriptedCall.Log(topics, bytes(log, "data"));
  }

  private void stores(DocumentNode store, List<Action> actions) {
    store
        .fields()
        .forEach(
            (slot, value) ->
                actions.add(
                    new ScriptedCall.Store(
                        values.word(values.text(slot, value), value), values.word(value))));
  }

  private void transientStores(DocumentNode store, List<Action> actions) {
    store
        .fields()
        .forEach(
            (key, value) ->
                actions.add(
                    new ScriptedCall.StoreTransient(values.key(key, value), values.bytes(value))));
  }
}
