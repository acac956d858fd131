package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinPointCommandTest {

  private static final List<String> FIELDS =
      List.of(
          "outcome",
          "returnData",
          "gasLeft",
          "gasUsed",
          "error",
          "revert",
          "logs",
          "stateChanges",
          "stack");

  private static final String ALICE = "0x00000000000000000000000000000000000000a1";
  private static final String BOB = "0x00000000000000000000000000000000000000b0";
  private static final String TX =
      "\"tx\": {\"hash\": \"0x01\", \"to\": \"%s\", \"from\": \"%s\"}".formatted(BOB, ALICE);
  private static final String BLOCK = "\"block\": {\"number\": 5}";
  private static final String OPERATION = operation("0x");
  private static final String CALL =
      """
      {"call": {"from": "%s", "to": "%s", "index": 0, "data": "0x", "value": "0x", "gas": 7}, %s}"""
          .formatted(ALICE, BOB, BLOCK);

  @TempDir private Path folder;
  private Path state;

  @BeforeEach
  void stateFolder() {
    state = folder.resolve("state");
  }

  private static String operation(String callData) {
    return "{%s, %s, \"call_data\": \"%s\"}".formatted(TX, BLOCK, callData);
  }

  private Path input(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Cli.Result at(String joinPoint, String aspect, String message, Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("join-point", joinPoint, Cli.example(aspect), "--input"));
    words.add(input("input.json", message));
    words.addAll(List.of(options));
    return run(words.toArray());
  }

  private long count(Cli.Result result) {
    return Long.parseLong(result.json().get("returnData").textValue().substring(48), 16);
  }

  @Test
  void tellsWhatTheChainIsTold() {
    Cli.Result result = at("operation", "counter", OPERATION, "--json").done();
    assertEquals(FIELDS, result.fields());
    JsonNode json = result.json();
    assertEquals("value", json.get("outcome").textValue());
    assertEquals("0000000000000001".repeat(4), json.get("returnData").textValue());
    assertEquals(1_000_000, json.get("gasLeft").longValue() + json.get("gasUsed").longValue());
    assertTrue(json.get("error").isNull());
    assertEquals(
        "counter: global 1, memory 1, transient 1, state 1", json.get("logs").get(0).textValue());
    assertEquals(
        Cli.parse(
            "[{'key':'636f756e74','before':'','after':'0000000000000001'}]".replace('\'', '"')),
        json.get("stateChanges"));
  }

  @Test
  void keepsTheStateOfWhatSucceeds() {
    assertEquals(1, count(at("operation", "counter", OPERATION, "--json", "--state", state)));
    at("operation", "counter", OPERATION, "--state", state, "--gas", 6000).done();
    // It counts, and then runs out of gas.
    Cli.Result failed =
        at("operation", "counter", OPERATION, "--json", "--state", state, "--gas", 4700);
    assertEquals(1, failed.exitCode());
    assertEquals("out-of-gas", failed.json().get("outcome").textValue());
    assertEquals(0, failed.json().get("gasLeft").longValue());
    assertEquals(0, failed.json().get("stateChanges").size());
    assertEquals(3, count(at("operation", "counter", OPERATION, "--json", "--state", state)));
  }

  @Test
  void givesTheGasOfAReverterBack() {
    Cli.Result result = at("operation", "guard", OPERATION, "--json");
    assertEquals(1, result.exitCode());
    JsonNode json = result.json();
    assertEquals("execution reverted", json.get("error").textValue());
    assertEquals("guard: command missing", json.get("revert").textValue());
    assertTrue(json.get("returnData").textValue().startsWith("08c379a0"), result.out());
    assertEquals(0, json.get("gasUsed").longValue());
    assertTrue(json.get("stack").size() > 0);
  }

  @Test
  void hasPropertiesAndAContext() {
    String block = operation("0x02" + ALICE.substring(2));
    at("operation", "guard", block, "--state", state, "--property", "owner=" + ALICE).done();
    JsonNode blocked = at("preContractCall", "guard", CALL, "--json", "--state", state).json();
    assertEquals("guard: " + ALICE + " is blocked", blocked.get("revert").textValue());
    // The sender of the transaction comes from the runtime context.
    String other = CALL.replaceFirst(ALICE, BOB);
    at("preContractCall", "guard", other, "--state", state).done();
    JsonNode viaProxy =
        at("preContractCall", "guard", other, "--json", "--state", state, "--caller", ALICE).json();
    assertEquals("guard: " + ALICE + " is blocked", viaProxy.get("revert").textValue());
  }

  @Test
  void asksForTheOwner() {
    String sender = "{\"sender\": \"%s\"}".formatted(ALICE);
    JsonNode yes =
        at("isOwner", "guard", sender, "--json", "--property", "owner=" + ALICE).done().json();
    assertEquals("01", yes.get("returnData").textValue());
    JsonNode no = at("isOwner", "guard", sender, "--json").done().json();
    assertEquals("00", no.get("returnData").textValue());
  }

  @Test
  void givesVerifiersLess() {
    String message =
        "{\"tx\": {\"hash\": \"0x\", \"to\": \"%s\"}, %s, \"validation_data\": \"0x\", \"call_data\": \"0x\"}"
            .formatted(BOB, BLOCK);
    JsonNode json = at("verifyTx", "counter", message, "--json").json();
    assertEquals(150_000, json.get("gasLeft").longValue() + json.get("gasUsed").longValue());
    assertTrue(json.get("error").textValue().startsWith("method execute execution fail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"block\": {}", ", " + BLOCK})
  void takesTheBlockFromTheCommandLine(String blockOfTheMessage) {
    String property = "limit=0x01";
    JsonNode json =
        at(
                "preContractCall",
                "guard",
                CALL.replace(", " + BLOCK, blockOfTheMessage),
                "--json",
                "--block",
                "77",
                "--property",
                property,
                "--property",
                "period=0x07")
            .done()
            .json();
    assertEquals(
        "000000000000000b0000000000000001",
        json.get("stateChanges").get(0).get("after").textValue());
  }

  @Test
  void takesFieldsInCamelCaseToo() {
    String message = OPERATION.replace("call_data", "callData");
    assertEquals(1, count(at("operation", "counter", message, "--json")));
    String twice = OPERATION.replace("}, \"call", "}, \"callData\": \"0x\", \"call");
    at("operation", "counter", twice).fails(1, "", "callData: this is 'call_data' once more");
  }

  @Test
  void theContextKnowsTheHashOfTheMessage() {
    Path aspect = TestModules.write(folder.resolve("hash.wasm"), TestModules.contextKey("tx.hash"));
    String hash = "ab".repeat(32);
    Path given = input("given.json", OPERATION.replace("0x01", "0x" + hash));
    Path none = input("none.json", OPERATION);
    JsonNode json = run("join-point", "operation", aspect, "--input", given, "--json").json();
    assertEquals("0a20" + hash, json.get("returnData").textValue());
    json = run("join-point", "operation", aspect, "--input", none, "--json").json();
    assertEquals(68, json.get("returnData").textValue().length(), "made up: 01 is no hash");
  }

  @Test
  void readsYaml() {
    Path yaml =
        input(
            "input.yaml",
            "tx: {hash: 0x01, to: %s, from: %s}\nblock: {number: 5}\ncall_data: 0x41\n"
                .formatted(BOB, ALICE));
    JsonNode json =
        run("join-point", "operation", Cli.example("hello"), "--input", yaml, "--json")
            .done()
            .json();
    assertEquals("48656c6c6f2c204121", json.get("returnData").textValue());
  }

  @Test
  void showsTheSameToPeople() {
    String text = at("operation", "counter", OPERATION).done().out();
    assertTrue(text.contains("\"count\": nothing -> 0x0000000000000001"), text);
    assertTrue(text.contains(" of 1,000,000 EVM gas"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | line 1: field 'tx' is missing
          []                                                  | line 1: this is a list, expected an object
          {"tx": {"hash": "0x01"}}                            | line 1: tx: field 'to' is missing
          {"tx": 5}                                           | line 1: tx: this is a number, expected an object
          {"tx": {"hash": "01"}}                              | line 1: tx.hash: '01' does not begin with 0x
          {"tx": {"hash": "0x1"}}                             | line 1: tx.hash: '0x1' is not 0x and pairs
          {"tax": {}}                                         | line 1: tax: unknown field 'tax'; known here: tx, block,
          {"tx": {}, "tx": {}}                                | line 1: no JSON, Duplicate field 'tx'
          {"tx": {                                            | line 2: no JSON, Unexpected end-of-input
          {} {}                                               | line 1: something follows the document
          """)
  void complainsAboutTheInput(String message, String complaint) {
    at("operation", "hello", message + "\n")
        .fails(1, folder.resolve("input.json") + ": " + complaint);
  }

  @Test
  void complainsAboutNumbersAndFiles() {
    at("operation", "hello", OPERATION.replace("5", "-5"))
        .fails(1, folder.resolve("input.json") + ": line 1: block.number: -5 is not between 0 and");
    at("operation", "hello", "").fails(1, folder.resolve("input.json") + ": the file is empty");
    run("join-point", "operation", Cli.example("hello"), "--input", folder)
        .fails(1, folder + ": cannot be read, it is a folder");
    run("join-point", "operation", Cli.example("hello"), "--input", folder.resolve("no"))
        .fails(1, folder.resolve("no") + ": cannot be read, no such file or folder");
    at("operation", "hello", OPERATION, "--state", input("file", "x")).fails(1, folder + "");
  }

  @Test
  void complainsAboutTheCommandLine() {
    at("oper", "hello", OPERATION).fails(2, "join-point: ", "'oper'");
    run("join-point", "init", Cli.example("hello")).fails(2, "join-point: ", "--input");
    at("init", "hello", OPERATION, "--caller", "0x01").fails(2, "join-point: ", "no address");
    at("init", "hello", OPERATION, "--property", "x").fails(2, "join-point: ", "KEY=HEX");
    at("init", "hello", OPERATION, "--property", "x=y").fails(2, "join-point: ", "no hex");
  }
}
