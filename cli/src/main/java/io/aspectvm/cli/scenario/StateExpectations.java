package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.node.World;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.registry.BoundAspect;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.store.StoreView;
import io.aspectvm.runtime.store.StoredAspectState;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a scenario expects of the chain's state. */
final class StateExpectations {

  private static final byte[] NOTHING = {};

  private final Checks checks;
  private final Names names;
  private final Values values;
  private final World world;

  StateExpectations(Checks checks, Names names, Values values, World world) {
    this.checks = checks;
    this.names = names;
    this.values = values;
    this.world = world;
  }

  /** Compares everything that is expected with a view of the store, and the EVM's state. */
  void check(DocumentNode expect, StoreView view) {
    DeployedAspects deployed = new DeployedAspects(view);
    each(expect, "state", (aspect, node) -> state(aspect, node, view));
    each(expect, "stateIsExactly", (aspect, node) -> wholeState(aspect, node, view));
    each(
        expect,
        "balances",
        (account, node) -> checks.equal(node, node.natural(), world.balance(account)));
    each(
        expect,
        "nonces",
        (account, node) ->
            checks.equal(node, unsigned(node.uint64()), unsigned(world.nonce(account))));
    each(expect, "storage", this::storage);
    each(expect, "bindings", (account, node) -> bindings(node, deployed.of(account)));
    each(
        expect,
        "boundAccounts",
        (aspect, node) -> boundAccounts(node, deployed.accountsOf(aspect)));
    each(
        expect,
        "versions",
        (aspect, node) ->
            checks.equal(node, unsigned(node.uint64()), unsigned(deployed.latestVersion(aspect))));
  }

  /** Something that is expected of an account or aspect. */
  private interface Expectation {
    void check(ByteKey subject, DocumentNode node);
  }

  private void each(DocumentNode expect, String field, Expectation expectation) {
    expect
        .find(field)
        .ifPresent(
            all ->
                all.fields()
                    .forEach((name, node) -> expectation.check(values.address(name, node), node)));
  }

  private static String unsigned(long number) {
    return Long.toUnsignedString(number);
  }

  private void state(ByteKey aspect, DocumentNode expected, StoreView view) {
    SortedMap<ByteKey, byte[]> entries = StoredAspectState.entries(view, aspect);
    expected
        .fields()
        .forEach((key, node) -> bytes(node, entries.getOrDefault(values.key(key, node), NOTHING)));
  }

  /** Compares bytes, as hex. */
  void bytes(DocumentNode expected, byte[] actual) {
    checks.equal(expected, Values.hex(values.bytes(expected)), Values.hex(actual));
  }

  private void wholeState(ByteKey aspect, DocumentNode expected, StoreView view) {
    SortedMap<ByteKey, byte[]> wanted = new TreeMap<>();
    expected.fields().forEach((key, node) -> wanted.put(values.key(key, node), values.bytes(node)));
    checks.equal(expected, describe(wanted), describe(StoredAspectState.entries(view, aspect)));
  }

  private static String describe(SortedMap<ByteKey, byte[]> entries) {
    return entries.entrySet().stream()
        .map(entry -> "0x" + entry.getKey() + ": " + Values.hex(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void storage(ByteKey account, DocumentNode expected) {
    expected
        .fields()
        .forEach(
            (slot, node) -> {
              ByteKey place = values.word(values.text(slot, node), node);
              checks.equal(
                  node,
                  "0x" + values.word(node),
                  "0x" + ByteKey.word(world.storage(account, place)));
            });
  }

  private void bindings(DocumentNode expected, List<BoundAspect> actual) {
    String wanted =
        expected.elements().stream().map(this::binding).collect(Collectors.joining("; "));
    String found =
        actual.stream()
            .map(bound -> binding(bound.id(), bound.version(), bound.priority()))
            .collect(Collectors.joining("; "));
    checks.equal(expected, wanted, found);
  }

  private String binding(DocumentNode node) {
    return binding(
        values.address(node.get("aspect")),
        node.find("version").map(DocumentNode::uint64).orElse(1L),
        node.find("priority").map(DocumentNode::integer).map(Number::intValue).orElse(0));
  }

  private String binding(ByteKey aspect, long version, int priority) {
    return String.format(
        Locale.ROOT, "%s version %s, priority %d", names.of(aspect), unsigned(version), priority);
  }

  private void boundAccounts(DocumentNode expected, List<ByteKey> actual) {
    checks.equal(
        expected,
        expected.elements().stream()
            .map(values::address)
            .sorted()
            .map(names::of)
            .collect(Collectors.joining(", ")),
        actual.stream().map(names::of).collect(Collectors.joining(", ")));
  }
}
