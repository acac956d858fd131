package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.document.DocumentNode.Kind;
import io.aspectvm.cli.node.AspectRun;
import io.aspectvm.cli.node.Receipt;
import io.aspectvm.cli.node.Receipt.Status;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.context.LogView;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.RevertData;
import java.util.List;
import java.util.Optional;

/** What a scenario expects of a transaction or a query. */
final class ReceiptExpectations {

  private final Checks checks;
  private final Names names;
  private final Values values;
  private final StateExpectations state;

  ReceiptExpectations(Checks checks, Names names, Values values, StateExpectations state) {
    this.checks = checks;
    this.names = names;
    this.values = values;
    this.state = state;
  }

  /** Compares; a step that is not expected to fail has to succeed. */
  void check(DocumentNode step, Receipt receipt) {
    Optional<DocumentNode> expect = step.find("expect");
    expect.ifPresent(node -> result(node, receipt));
    boolean saysHow =
        expect
            .filter(
                node ->
                    node.find("status").isPresent()
                        || node.find("error").isPresent()
                        || node.find("revert").isPresent())
            .isPresent();
    if (!saysHow) {
      status(expect.orElse(step), receipt);
    }
    step.find("call").ifPresent(call -> calls(call, receipt));
  }

  private void status(DocumentNode where, Receipt receipt) {
    if (receipt.status() == Status.SUCCESS) {
      checks.pass();
    } else {
      String reason = revert(receipt).map(text -> ", " + text).orElse("");
      checks.fail(where, "success", receipt.status().text() + ": " + receipt.error() + reason);
    }
  }

  /** The reason in a receipt's return data. */
  static Optional<String> revert(Receipt receipt) {
    return receipt.status() == Status.SUCCESS
        ? Optional.empty()
        : RevertData.unpack(receipt.returnData()).map(GuestString::text);
  }

  private void text(DocumentNode expect, String field, Object actual) {
    expect.find(field).ifPresent(node -> checks.equal(node, values.text(node), actual));
  }

  private void gas(DocumentNode expect, String field, long actual) {
    expect.find(field).ifPresent(node -> checks.equal(node, node.uint64(), actual));
  }

  private void result(DocumentNode expect, Receipt receipt) {
    text(expect, "status", receipt.status().text());
    text(expect, "error", receipt.error());
    text(expect, "revert", revert(receipt).orElse(null));
    gas(expect, "gasUsed", receipt.gasUsed());
    gas(expect, "cumulativeGasUsed", receipt.cumulativeGasUsed());
    expect.find("returnData").ifPresent(node -> state.bytes(node, receipt.returnData()));
    expect
        .find("from")
        .ifPresent(
            node ->
                checks.equal(
                    node,
                    names.of(values.address(node)),
                    receipt.from() == null ? null : names.of(receipt.from())));
    expect.find("logs").ifPresent(node -> texts(node, logs(receipt.runs())));
    expect.find("events").ifPresent(node -> events(node, receipt.events()));
    expect.find("runs").ifPresent(node -> runs(node, receipt.runs()));
    expect.find("transient").ifPresent(node -> storage(node, receipt));
  }

  static List<String> logs(List<AspectRun> runs) {
    return runs.stream()
        .flatMap(run -> run.result().logs().stream())
        .map(GuestString::text)
        .toList();
  }

  /** Element by element, so that what differs can be found. */
  private void texts(DocumentNode expected, List<String> actual) {
    size(expected, actual);
    for (int i = 0; i < Math.min(expected.elements().size(), actual.size()); i++) {
      DocumentNode element = expected.elements().get(i);
      checks.equal(element, values.text(element), actual.get(i));
    }
  }

  private void size(DocumentNode expected, List<?> actual) {
    if (expected.elements().size() == actual.size()) {
      checks.pass();
    } else {
      checks.fail(expected, expected.elements().size() + " of them", actual.toString());
    }
  }

  private void events(DocumentNode expected, List<LogView> actual) {
    size(expected, actual);
    for (int i = 0; i < Math.min(expected.elements().size(), actual.size()); i++) {
      DocumentNode event = expected.elements().get(i);
      LogView log = actual.get(i);
      DocumentNode address = event.get("address");
      checks.equal(address, names.of(values.address(address)), names.of(log.address()));
      event.find("data").ifPresent(node -> state.bytes(node, log.data()));
      event
          .find("topics")
          .ifPresent(
              node ->
                  checks.equal(
                      node,
                      node.elements().stream()
                          .map(topic -> ByteKey.word(values.bytes(topic)))
                          .toList(),
                      log.topics()));
    }
  }

  private void runs(DocumentNode expected, List<AspectRun> actual) {
    size(expected, actual.stream().map(this::describe).toList());
    for (int i = 0; i < Math.min(expected.elements().size(), actual.size()); i++) {
      DocumentNode node = expected.elements().get(i);
      if (node.is(Kind.TEXT)) {
        checks.equal(node, values.text(node), describe(actual.get(i)));
      } else {
        run(node, actual.get(i));
      }
    }
  }

  /** {@code counter preTxExecute}. */
  private String describe(AspectRun run) {
    return names.of(run.aspect()) + " " + run.joinPoint().text();
  }

  private void run(DocumentNode expected, AspectRun run) {
    text(expected, "aspect", names.of(run.aspect()));
    text(expected, "joinPoint", run.joinPoint().text());
    gas(expected, "version", run.version());
    text(expected, "outcome", run.result().outcome().text());
    gas(expected, "gasUsed", run.gasUsed());
    expected.find("logs").ifPresent(node -> texts(node, logs(List.of(run))));
  }

  private void storage(DocumentNode expected, Receipt receipt) {
    expected
        .fields()
        .forEach(
            (owner, entries) ->
                entries
                    .fields()
                    .forEach(
                        (key, node) ->
                            state.bytes(
                                node,
                                receipt
                                    .storage()
                                    .get(values.address(owner, entries), values.key(key, node)))));
  }

  /** Expectations of the calls in a script, the nested ones too. */
  private void calls(DocumentNode call, Receipt receipt) {
    call.find("expect").ifPresent(expect -> call(expect, receipt.calls().get(call)));
    for (DocumentNode step : call.find("does").map(DocumentNode::elements).orElse(List.of())) {
      step.find("call").ifPresent(nested -> calls(nested, receipt));
    }
  }

  private void call(DocumentNode expect, CallOutcome outcome) {
    if (outcome == null) {
      checks.fail(expect, "a call", "it was not made");
      return;
    }
    text(expect, "status", outcome.isSuccess() ? "success" : "failed");
    text(expect, "error", outcome.isSuccess() ? null : outcome.error().text());
    gas(expect, "gasLeft", outcome.gasLeft());
    expect.find("returnData").ifPresent(node -> state.bytes(node, outcome.returnDataForCaller()));
  }
}
