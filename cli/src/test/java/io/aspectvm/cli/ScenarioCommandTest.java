package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioCommandTest {

  private static final Path SCENARIOS = Cli.EXAMPLES.resolve("scenarios");

  /** One transaction that leaves traces everywhere; what is expected of it comes last. */
  private static final String COUNTED =
      """
      accounts:
        alice: {balance: 100}
        token: {code: true, owner: alice}
      blocks:
        - transactions:
            - from: alice
              deploy: {as: counter, wasm: %s, initData: u64:5, joinPoints: [preContractCall]}
            - from: alice
              bind: {aspect: counter, account: token}
            - from: alice
              call:
                to: token
                value: 1
                does: [{log: {topics: [0x01], data: 0x02}}, {transient: {k: 0x03}}, {store: {1: 2}}]
                returns: 0x04
                expect: {%s}
              expect: {%s}
          expect: {%s}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Cli.Result play(String ofCall, String ofTransaction, String ofBlock) {
    Path wasm = Cli.example("counter").toAbsolutePath();
    String text = COUNTED.formatted(wasm, ofCall, ofTransaction, ofBlock);
    return run("scenario", write("s.yaml", text), "--json");
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      List<Path> scenarios = files.sorted().toList();
      assertTrue(scenarios.size() >= 5, scenarios.toString());
      return scenarios.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void playsTheExamples(Path scenario) {
    Cli.Result result = run("scenario", scenario);
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(result.out().endsWith(" passed, 0 failed\n"), result.out());
  }

  /** Gas, logs and results do not depend on how aspects are isolated. */
  @ParameterizedTest
  @ValueSource(strings = {"counting.yaml", "faulty.yaml"})
  void comesToTheSameInEveryIsolation(String name) {
    Path scenario = SCENARIOS.resolve(name);
    String once = run("scenario", scenario, "--json").done().out();
    for (String isolation : List.of("instance", "strict")) {
      assertEquals(
          once, run("scenario", scenario, "--json", "--isolation", isolation).done().out());
    }
  }

  @Test
  void playsTheExampleOfTheDocument() throws IOException {
    String document = Files.readString(Path.of("../docs/scenario.md"));
    Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertTrue(block.find());
    Path wasm = Cli.EXAMPLES.resolve("wasm").toAbsolutePath();
    Path scenario = write("doc.yaml", block.group(1).replace("../wasm", wasm.toString()));
    Cli.Result result = run("scenario", scenario);
    assertEquals(0, result.exitCode(), result.out() + result.err());
  }

  @Test
  void saysWhatHappened() {
    Cli.Result result = play("", "", "").done();
    assertEquals(List.of("name", "passed", "failed", "failures", "blocks"), result.fields());
    JsonNode transaction = result.json().at("/blocks/0/transactions/2");
    assertEquals(
        List.of(
            "kind",
            "label",
            "status",
            "from",
            "gasUsed",
            "cumulativeGasUsed",
            "returnData",
            "error",
            "revert",
            "runs"),
        Cli.fields(transaction));
    assertEquals("call", transaction.get("kind").textValue());
    assertEquals("alice", transaction.get("from").textValue());
    assertEquals("04", transaction.get("returnData").textValue());
    JsonNode run = transaction.get("runs").get(0);
    assertEquals("counter", run.get("aspect").textValue());
    assertEquals("preContractCall", run.get("joinPoint").textValue());
    long aspect = run.get("gasUsed").longValue();
    assertTrue(aspect > 1_000, result.out());
    // A contract that uses nothing itself, without data.
    assertEquals(21_000 + aspect, transaction.get("gasUsed").longValue());
  }

  /** Each of them fails with another value, at its own place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status: failed | status
          error: y | error
          gasUsed: 21_001 | gasUsed
          cumulativeGasUsed: 2 | cumulativeGasUsed
          returnData: 0x05 | returnData
          from: token | from
          logs: [nothing] | logs[0]
          runs: [counter init] | runs[0]
          events: [{address: alice, data: 0x02}] | events[0].address
          events: [{address: token, data: 0x03}] | events[0].data
          events: [{address: token, topics: [0x02]}] | events[0].topics
          transient: {token: {k: 0x04}} | transient.token.k
          transient: {counter: {count: 0x}} | transient.counter.count
          state: {counter: {count: u64:5}} | state.counter.count
          stateIsExactly: {counter: {}} | stateIsExactly.counter
          balances: {token: 2} | balances.token
          nonces: {alice: 4} | nonces.alice
          storage: {token: {1: 3}} | storage.token.1
          bindings: {token: []} | bindings.token
          bindings: {token: [{aspect: counter, priority: 1}]} | bindings.token
          boundAccounts: {counter: []} | boundAccounts.counter
          versions: {counter: 2} | versions.counter
          """)
  void finds(String expectation, String place) {
    Cli.Result result = play("", expectation, "");
    assertEquals(1, result.exitCode(), result.out());
    assertEquals("", result.err());
    JsonNode failure = result.json().get("failures").get(0);
    assertEquals("blocks[0].transactions[2].expect." + place, failure.get("path").textValue());
    assertEquals(17, failure.get("line").intValue());
    assertFalse(failure.get("expected").equals(failure.get("actual")), result.out());
  }

  @Test
  void meetsWhatIsThere() {
    JsonNode json =
        play(
                "status: success, returnData: 0x04",
                """
                status: success, returnData: 0x04, from: alice, runs: [counter preContractCall],
                logs: ["counter: global 1, memory 1, transient 1, state 6"],
                events: [{address: token, topics: [0x01], data: 0x02}],
                transient: {token: {k: 0x03}, counter: {count: u64:1}},
                state: {counter: {count: u64:6}}, stateIsExactly: {counter: {count: u64:6}},
                balances: {token: 1, alice: 99}, nonces: {alice: 3}, storage: {token: {1: 0x02}},
                bindings: {token: [{aspect: counter}]}, boundAccounts: {counter: [token]},
                versions: {counter: 1}""",
                "transactions: 3, state: {counter: {count: u64:6}}")
            .done()
            .json();
    assertEquals(0, json.get("failed").intValue());
    // Two deployments without expectations of their own, and those above; lists count their size.
    assertEquals(28, json.get("passed").intValue(), json.toString());
  }

  @Test
  void findsFailuresOfCallsAndBlocks() {
    JsonNode call = play("status: failed", "", "").json().get("failures").get(0);
    assertEquals("blocks[0].transactions[2].call.expect.status", call.get("path").textValue());
    JsonNode block = play("", "", "gasUsed: 1").json().get("failures").get(0);
    assertEquals("blocks[0].expect.gasUsed", block.get("path").textValue());
    JsonNode count = play("", "", "transactions: 2").json().get("failures").get(0);
    assertEquals("3", count.get("actual").textValue());
  }

  @Test
  void printsFailuresWithTheirPlace() {
    Path scenario =
        write(
            "s.yaml",
            """
            accounts: {alice: {}}
            blocks:
              - transactions:
                  - from: alice
                    call: {to: alice, value: 1}
            """);
    Cli.Result result = run("scenario", scenario);
    assertEquals(1, result.exitCode());
    assertTrue(
        result
            .out()
            .contains(
                "failed: "
                    + scenario
                    + ":4: blocks[0].transactions[0]\n"
                    + "  expected  success\n"
                    + "  actual    rejected: insufficient funds for gas * price + value\n"),
        result.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                     | line 1: field 'blocks' is missing
          {blocks: {}}                           | line 1: blocks: this is an object, expected a list
          {blocks: [], name: [x]}                | line 1: name: this is a list, expected a text
          {blocks: [], block: 1}                 | line 1: block: unknown field 'block'; known here: name, chain,
          {blocks: [{transactions: [{}]}]}       | line 1: blocks[0].transactions[0]: expected exactly one of deploy,
          {blocks: [{queries: [{call: {}}]}]}    | line 1: blocks[0].queries[0].call: field 'to' is missing
          {blocks: [], chain: {schedule: x}}     | line 1: chain.schedule: 'x' is none of artela-current,
          {blocks: [], chain: {gas: -1}}         | line 1: chain.gas: -1 is not between 0 and
          {blocks: [], chain: {gas: 1.5}}        | line 1: chain.gas: '1.5' is no integer
          {blocks: [], values: {a: 0x1}}         | line 1: values.a: '0x1' is not 0x and pairs of hex digits
          {blocks: [], values: {a: b}}           | line 1: values.a: 'b' is no value
          {blocks: [], values: {a: 'u8:256'}}    | line 1: values.a: '256' is no number of 8 bits
          {blocks: [], values: {a: 'address:b'}} | line 1: values.a: 'b' is no account and no aspect
          {blocks: [], values: {a: 'abi:f(x)(1)'}} | line 1: values.a: 'f(x)(1)'
          {blocks: [], values: {a: 'abi:f(uint8)()'}} | line 1: values.a: '' are 0 values, (uint8) takes 1
          {blocks: [], values: {a: '${b}'}}      | line 1: values.a: 'b' is the name of nothing
          {blocks: [], accounts: {a: {owner: b}}} | line 1: accounts.a.owner: 'b' is the name of nothing
          {blocks: [], blocks: []}               | line 1: no YAML, Duplicate field 'blocks'
          {blocks: &x [], name: *x}              | line 1: name: aliases are not supported
          {blocks: [                             | no YAML,
          """)
  void complainsAboutTheFile(String text, String complaint) {
    Path scenario = write("s.yaml", text);
    run("scenario", scenario).fails(1, scenario + ": ", complaint);
  }

  /** Just too many digits, and a million of them, which would take quadratic time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"blocks": [], "chain": {"gas": "-N"}}   | 104 | chain.gas: an integer has at most 104 characters
          {"blocks": [], "accounts": {"a": {"balance": "1_N"}}} | 103 | .balance: an integer has at most 104 char
          {"blocks": [], "accounts": {"a": {"storage": {"1": "N"}}}} | 79 | .1: a number has at most 78 digits, this
          {"blocks": [], "values": {"a": "u256:N"}} | 79 | values.a: a number has at most 78 digits, this
          {"blocks": [], "values": {"a": "u8:x N"}} | 79 | values.a: a number has at most 78 digits, this
          {"blocks": [], "values": {"a": "abi:f(int256)(-N)"}} | 79 | values.a: a number has at most 78 digits
          {"blocks": [], "values": {"a": "abi:f(uint8)(0xN)"}} | 79 | values.a: a number has at most 78 digits
          """)
  @Timeout(60)
  void complainsAboutLongNumbers(String text, int tooMany, String complaint) {
    for (int digits : new int[] {tooMany, 1_000_000}) {
      Path scenario = write("s.json", text.replace("N", "1".repeat(digits)));
      Cli.Result result = run("scenario", scenario).fails(1, scenario + ": line 1: ", complaint);
      assertTrue(result.err().length() < 500, () -> "a line of " + result.err().length());
    }
  }

  /** Keys, too, are no longer than they may be. */
  @Test
  void complainsAboutLongKeys() {
    String key = "1".repeat(49_000);
    Path scenario =
        write(
            "s.json",
            "{\"blocks\": [], \"accounts\": {\"a\": {\"storage\": {\"" + key + "\": 1}}}}");
    Cli.Result result =
        run("scenario", scenario)
            .fails(1, scenario + ": ", "111...: a number has at most 78 digits, this has 49000");
    assertTrue(result.err().length() < 500, () -> "a line of " + result.err().length());
  }

  @Test
  void theLargestNumbersAreRead() {
    BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    assertEquals(78, largest.toString().length());
    Path scenario =
        write(
            "s.yaml",
            """
            accounts: {a: {code: true, balance: '%1$s', storage: {'%2$s': '%2$s', 1: u8:7}}}
            blocks: [{}]
            """
                .formatted("%,d".formatted(largest).replace(',', '_'), largest));
    run("scenario", scenario).done();
    Path more =
        write(
            "more.yaml",
            "accounts: {a: {storage: {1: '%s'}}}\nblocks: []"
                .formatted(largest.add(BigInteger.ONE)));
    run("scenario", more)
        .fails(1, more + ": line 1: accounts.a.storage.1: '", "is no number of 256 bits");
    Path bytes =
        write(
            "bytes.yaml",
            "accounts: {a: {storage: {1: 0x%s}}}\nblocks: []".formatted("00".repeat(33)));
    run("scenario", bytes)
        .fails(
            1,
            bytes
                + ": line 1: accounts.a.storage.1: a storage word has at most 32 bytes, this has 33");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {call: {to: a}}                        | expected 'from', or 'verify'
          {from: a, verify: {data: 0x}, call: {to: a}} | expected 'from', or 'verify'
          {verify: {data: 0x}, core: 0x}         | core: an aspect verifies senders of calls only
          {from: a, call: {to: a, gasUsed: 1}}   | call.to: this account has no code
          {from: a, call: {to: core}}            | call.to: contracts do not call the core contract
          {from: a, call: {to: '0x01'}}          | call.to: an address has 20 bytes, this has 1
          {from: a, deploy: {as: b, wasm: nope}} | deploy.wasm: the module cannot be read
          {from: a, deploy: {as: b, wasm: "\\0"}} | deploy.wasm: no path, Nul character not allowed
          {from: a, call: {to: a, type: X}}      | call.type: 'X' is none of CALL,
          {from: a, call: {to: a, returns: 0x, fails: x}} | call: more than one of returns, reverts, fails
          {from: a, call: {to: a, does: [{log: {}, store: {}}]}} | call.does[0]: expected exactly one of
          {from: a, bind: {aspect: a, account: a, priority: 128}} | bind.priority: 128 is not between -128
          """)
  void complainsAboutTransactions(String transaction, String complaint) {
    Path scenario =
        write("s.yaml", "accounts: {a: {}}\nblocks: [{transactions: [" + transaction + "]}]\n");
    run("scenario", scenario).fails(1, scenario + ": line 2: blocks[0].transactions[0]", complaint);
  }

  @Test
  void complainsAboutFiles() {
    run("scenario", folder).fails(1, folder + ": cannot be read, it is a folder");
    Path missing = folder.resolve("no.yaml");
    run("scenario", missing).fails(1, missing + ": cannot be read, no such file or folder");
    Path json = write("s.json", "{\"blocks\": [],}");
    run("scenario", json).fails(1, json + ": line 1: no JSON, ");
    Path behind = write("t.json", "{\"blocks\": []} 5");
    run("scenario", behind).fails(1, behind + ": line 1: something follows the document");
    Path back = write("b.yaml", "blocks: [{number: 5}, {number: 5}]");
    run("scenario", back).fails(1, back + ": line 1: blocks[1].number: the block before has");
    run("scenario").fails(2, "scenario: ");
  }
}
