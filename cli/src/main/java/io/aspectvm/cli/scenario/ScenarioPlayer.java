package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.node.Answers.Answer;
import io.aspectvm.cli.node.AspectRun;
import io.aspectvm.cli.node.BlockPosition;
import io.aspectvm.cli.node.Derived;
import io.aspectvm.cli.node.LocalChain;
import io.aspectvm.cli.node.NodeBlock;
import io.aspectvm.cli.node.Receipt;
import io.aspectvm.cli.node.ReferenceNode;
import io.aspectvm.cli.node.World;
import io.aspectvm.cli.scenario.ScenarioResult.BlockResult;
import io.aspectvm.cli.scenario.ScenarioResult.RunResult;
import io.aspectvm.cli.scenario.ScenarioResult.StepResult;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.store.StoreSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays a scenario and compares what happens with what is expected. */
public final class ScenarioPlayer {

  private static final byte[] SOME_CODE = {0x00};
  private static final long DEFAULT_FIRST_BLOCK = 1;
  private static final long DEFAULT_TIME = 1_700_000_000;
  private static final long DEFAULT_BLOCK_TIME = 1;
  private static final long DEFAULT_GAS = 100_000_000;

  private final DocumentNode scenario;
  private final DocumentNode settings;
  private final Names names = new Names();
  private final Values values = new Values(names);
  private final Checks checks = new Checks();
  private final ReferenceNode node;
  private final World world;
  private final Steps steps;
  private final CallScripts scripts;
  private final StateExpectations stateExpectations;
  private final ReceiptExpectations receiptExpectations;
  private BlockPosition last;

  private ScenarioPlayer(
      DocumentNode scenario, DocumentNode settings, Path folder, ReferenceNode node) {
    this.scenario = scenario;
    this.settings = settings;
    this.node = node;
    this.world = node.world();
    this.steps = new Steps(folder, world, names, values, number(settings, "gas", DEFAULT_GAS));
    this.scripts = new CallScripts(values, world);
    this.stateExpectations = new StateExpectations(checks, names, values, world);
    this.receiptExpectations = new ReceiptExpectations(checks, names, values, stateExpectations);
  }

  /**
   * Plays a scenario.
   *
   * @param folder that files of modules are relative to
   * @param runtime to run aspects
   * @throws io.aspectvm.cli.document.DocumentException if it is no scenario
   */
  public static ScenarioResult play(DocumentNode scenario, Path folder, AspectRuntime runtime) {
    Format.SCENARIO.check(scenario);
    DocumentNode settings = scenario.find("chain").orElse(scenario);
    LocalChain chain =
        new LocalChain(
            settings.find("id").map(DocumentNode::natural).orElse(LocalChain.DEFAULT_ID),
            number(settings, "blockGas", LocalChain.DEFAULT_BLOCK_GAS),
            Derived.address("miner"));
    String schedule =
        settings
            .find("schedule")
            .map(DocumentNode::text)
            .orElse(GasSchedules.ARTELA_CURRENT.name());
    try (ReferenceNode node =
        new ReferenceNode(chain, runtime, GasSchedules.byName(schedule).orElseThrow())) {
      return new ScenarioPlayer(scenario, settings, folder, node).play();
    }
  }

  private static long number(DocumentNode settings, String field, long otherwise) {
    return settings.find(field).map(DocumentNode::uint64).orElse(otherwise);
  }

  private ScenarioResult play() {
    nameEverything();
    scenario.find("accounts").ifPresent(accounts -> accounts.fields().forEach(this::makeAccount));
    List<BlockResult> blocks = new ArrayList<>();
    for (DocumentNode block : scenario.get("blocks").elements()) {
      blocks.add(play(block));
    }
    String name = scenario.find("name").map(DocumentNode::text).orElse("");
    return new ScenarioResult(name, checks.passed(), checks.failures(), blocks);
  }

  private void nameEverything() {
    names.addAddress("miner", node.chain().miner());
    names.addAddress("core", AspectCoreContract.ADDRESS);
    scenario
        .find("accounts")
        .ifPresent(
            accounts ->
                accounts
                    .fields()
                    .forEach((name, account) -> names.addAddress(name, address(name, account))));
    scenario
        .find("values")
        .ifPresent(
            all ->
                all.fields().forEach((name, value) -> names.addValue(name, values.bytes(value))));
  }

  private ByteKey address(String name, DocumentNode account) {
    return account.find("address").map(values::address).orElseGet(() -> Derived.address(name));
  }

  private void makeAccount(String name, DocumentNode account) {
    ByteKey address = names.address(name).orElseThrow();
    world.create(address);
    account.find("balance").ifPresent(amount -> world.setBalance(address, amount.natural()));
    account.find("nonce").ifPresent(nonce -> world.setNonce(address, nonce.uint64()));
    account
        .find("code")
        .filter(DocumentNode::flag)
        .ifPresent(code -> world.setCode(address, SOME_CODE));
    account
        .find("storage")
        .ifPresent(
            storage ->
                storage
                    .fields()
                    .forEach(
                        (slot, value) ->
                            world.setStorage(
                                address,
                                values.word(values.text(slot, value), value),
                                values.word(value))));
    account
        .find("owner")
        .ifPresent(owner -> node.answers().setOwner(address, values.address(owner)));
    for (DocumentNode answer :
        account.find("answers").map(DocumentNode::elements).orElse(List.of())) {
      node.answers()
          .add(
              address,
              new Answer(
                  ByteKey.of(values.bytes(answer.get("call"))),
                  scripts.end(answer),
                  CallScripts.gas(answer)));
    }
  }

  private BlockPosition position(DocumentNode block) {
    long nextNumber =
        last == null ? number(settings, "firstBlock", DEFAULT_FIRST_BLOCK) : last.number() + 1;
    long nextTime =
        last == null
            ? number(settings, "time", DEFAULT_TIME)
            : last.time() + number(settings, "blockTime", DEFAULT_BLOCK_TIME);
    Optional<DocumentNode> number = block.find("number");
    if (number.isPresent()
        && Long.compareUnsigned(number.get().uint64(), nextNumber) < 0
        && last != null) {
      throw number.get().wrong("the block before has number " + last.number());
    }
    return new BlockPosition(number(block, "number", nextNumber), number(block, "time", nextTime));
  }

  private BlockResult play(DocumentNode block) {
    BlockPosition position = position(block);
    List<StepResult> transactions = new ArrayList<>();
    long gasUsed;
    try (NodeBlock made = node.beginBlock(position)) {
      for (DocumentNode step : list(block, "transactions")) {
        Receipt receipt = made.execute(steps.read(step));
        receiptExpectations.check(step, receipt);
        step.find("expect").ifPresent(expect -> stateExpectations.check(expect, made.state()));
        transactions.add(result(step, receipt));
      }
      made.commit();
      gasUsed = made.gasUsed();
    }
    last = position;
    List<StepResult> queries = new ArrayList<>();
    for (DocumentNode step : list(block, "queries")) {
      Receipt receipt = node.query(position, steps.read(step));
      receiptExpectations.check(step, receipt);
      queries.add(result(step, receipt));
    }
    block.find("expect").ifPresent(expect -> check(expect, gasUsed, transactions));
    return new BlockResult(position.number(), gasUsed, transactions, queries);
  }

  private static List<DocumentNode> list(DocumentNode node, String field) {
    return node.find(field).map(DocumentNode::elements).orElse(List.of());
  }

  private void check(DocumentNode expect, long gasUsed, List<StepResult> transactions) {
    expect.find("gasUsed").ifPresent(want -> checks.equal(want, want.uint64(), gasUsed));
    expect
        .find("transactions")
        .ifPresent(
            want ->
                checks.equal(
                    want,
                    want.uint64(),
                    transactions.stream()
                        .filter(one -> !one.status().equals(Receipt.Status.REJECTED.text()))
                        .count()));
    try (StoreSnapshot snapshot = node.snapshot()) {
      stateExpectations.check(expect, snapshot);
    }
  }

  private StepResult result(DocumentNode step, Receipt receipt) {
    return new StepResult(
        Steps.kind(step),
        Steps.label(step),
        receipt.status().text(),
        receipt.from() == null ? null : names.of(receipt.from()),
        receipt.gasUsed(),
        receipt.cumulativeGasUsed(),
        ByteKey.of(receipt.returnData()).toString(),
        receipt.error(),
        ReceiptExpectations.revert(receipt).orElse(null),
        receipt.runs().stream().map(this::result).toList());
  }

  private RunResult result(AspectRun run) {
    return new RunResult(
        names.of(run.aspect()),
        run.version(),
        run.joinPoint().text(),
        run.result().outcome().text(),
        run.gasUsed(),
        run.result().logs().stream().map(GuestString::text).toList());
  }
}
