package io.aspectvm.cli.scenario;

import static io.aspectvm.cli.scenario.Shape.BYTES;
import static io.aspectvm.cli.scenario.Shape.FLAG;
import static io.aspectvm.cli.scenario.Shape.GAS;
import static io.aspectvm.cli.scenario.Shape.INT8;
import static io.aspectvm.cli.scenario.Shape.NATURAL;
import static io.aspectvm.cli.scenario.Shape.TEXT;
import static io.aspectvm.cli.scenario.Shape.UINT64;
import static io.aspectvm.cli.scenario.Shape.fields;
import static io.aspectvm.cli.scenario.Shape.later;
import static io.aspectvm.cli.scenario.Shape.listOf;
import static io.aspectvm.cli.scenario.Shape.mapOf;
import static io.aspectvm.cli.scenario.Shape.textOr;
import static io.aspectvm.cli.scenario.Shape.words;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import java.util.Arrays;
import java.util.List;

/** The format of scenarios; docs/scenario.md says what it means. */
final class Format {

  private static final Shape JOIN_POINTS =
      listOf(
          words(
              Arrays.stream(JoinPoint.values())
                  .filter(joinPoint -> joinPoint.bit() != 0)
                  .map(JoinPoint::text)
                  .toList()));

  /** How a contract's code ends; success without data if nothing is said. */
  private static final Shape.Fields ENDS =
      fields().with("returns", BYTES).with("reverts", BYTES).with("fails", TEXT);

  private static final Shape CALL = later(Format::call);

  private static final Shape LOG = fields().with("topics", listOf(BYTES)).with("data", BYTES);

  private static final Shape ACTION =
      fields()
          .with("call", CALL)
          .with("log", LOG)
          .with("store", mapOf(BYTES))
          .with("transient", mapOf(BYTES))
          .chooseOne("call", "log", "store", "transient");

  private static final Shape CALL_EXPECTATION =
      fields()
          .with("status", words(List.of("success", "failed")))
          .with("error", TEXT)
          .with("gasLeft", GAS)
          .with("returnData", BYTES);

  private static final Shape RUN =
      fields()
          .with("aspect", TEXT)
          .with("joinPoint", TEXT)
          .with("version", UINT64)
          .with("outcome", words(Arrays.stream(Outcome.values()).map(Outcome::text).toList()))
          .with("gasUsed", GAS)
          .with("logs", listOf(TEXT))
          .require("aspect", "joinPoint");

  private static final Shape EVENT =
      fields()
          .with("address", TEXT)
          .with("topics", listOf(BYTES))
          .with("data", BYTES)
          .require("address");

  private static final Shape BINDING =
      fields()
          .with("aspect", TEXT)
          .with("version", UINT64)
          .with("priority", INT8)
          .require("aspect");

  /** What can be asked of the chain after a transaction, and after a block. */
  private static final Shape.Fields STATE =
      fields()
          .with("state", mapOf(mapOf(BYTES)))
          .with("stateIsExactly", mapOf(mapOf(BYTES)))
          .with("balances", mapOf(NATURAL))
          .with("nonces", mapOf(UINT64))
          .with("storage", mapOf(mapOf(BYTES)))
          .with("bindings", mapOf(listOf(BINDING)))
          .with("boundAccounts", mapOf(listOf(TEXT)))
          .with("versions", mapOf(UINT64));

  private static final Shape.Fields RESULT =
      fields()
          .with("status", words(List.of("success", "failed", "rejected")))
          .with("error", TEXT)
          .with("revert", TEXT)
          .with("returnData", BYTES)
          .with("gasUsed", GAS)
          .with("from", TEXT)
          .with("logs", listOf(TEXT))
          .with("events", listOf(EVENT))
          .with("runs", listOf(textOr(RUN)))
          .with("transient", mapOf(mapOf(BYTES)));

  private static final Shape DEPLOY =
      fields()
          .with("as", TEXT)
          .with("wasm", TEXT)
          .with("joinPoints", JOIN_POINTS)
          .with("properties", mapOf(BYTES))
          .with("initData", BYTES)
          .with("account", TEXT)
          .with("proof", BYTES)
          .require("as", "wasm");

  private static final Shape UPGRADE =
      fields()
          .with("aspect", TEXT)
          .with("wasm", TEXT)
          .with("joinPoints", JOIN_POINTS)
          .with("properties", mapOf(BYTES))
          .require("aspect", "wasm");

  private static final Shape BIND =
      fields()
          .with("aspect", TEXT)
          .with("account", TEXT)
          .with("version", UINT64)
          .with("priority", INT8)
          .require("aspect", "account");

  private static final Shape UNBIND =
      fields().with("aspect", TEXT).with("account", TEXT).require("aspect", "account");

  private static final Shape CHANGE_VERSION =
      fields()
          .with("aspect", TEXT)
          .with("account", TEXT)
          .with("version", UINT64)
          .require("aspect", "account", "version");

  private static final Shape OPERATION =
      fields().with("aspect", TEXT).with("data", BYTES).require("aspect");

  private static final Shape VERIFY =
      fields().with("data", BYTES).with("nonce", UINT64).require("data");

  private static Shape.Fields step() {
    return fields()
        .with("name", TEXT)
        .with("from", TEXT)
        .with("gas", GAS)
        .with("gasPrice", NATURAL)
        .with("operation", OPERATION)
        .with("call", CALL);
  }

  private static final Shape TRANSACTION =
      step()
          .with("verify", VERIFY)
          .with("deploy", DEPLOY)
          .with("upgrade", UPGRADE)
          .with("bind", BIND)
          .with("unbind", UNBIND)
          .with("changeVersion", CHANGE_VERSION)
          .with("core", BYTES)
          .with("expect", fields().with(RESULT).with(STATE).with("cumulativeGasUsed", GAS))
          .chooseOne(
              "deploy", "upgrade", "bind", "unbind", "changeVersion", "operation", "call", "core");

  private static final Shape QUERY =
      step().with("expect", fields().with(RESULT)).chooseOne("operation", "call");

  private static final Shape BLOCK =
      fields()
          .with("number", UINT64)
          .with("time", UINT64)
          .with("transactions", listOf(TRANSACTION))
          .with("queries", listOf(QUERY))
          .with("expect", fields().with(STATE).with("gasUsed", GAS).with("transactions", UINT64));

  private static final Shape CHAIN =
      fields()
          .with("id", NATURAL)
          .with("firstBlock", UINT64)
          .with("time", UINT64)
          .with("blockTime", UINT64)
          .with("blockGas", GAS)
          .with("schedule", words(GasSchedules.all().stream().map(GasSchedule::name).toList()))
          .with("gas", GAS);

  private static final Shape ANSWER =
      fields()
          .with("call", BYTES)
          .with("gasUsed", GAS)
          .with(ENDS)
          .require("call")
          .chooseAtMostOne("returns", "reverts", "fails");

  private static final Shape ACCOUNT =
      fields()
          .with("address", BYTES)
          .with("balance", NATURAL)
          .with("nonce", UINT64)
          .with("code", FLAG)
          .with("storage", mapOf(BYTES))
          .with("owner", TEXT)
          .with("answers", listOf(ANSWER));

  /** A whole scenario. */
  static final Shape SCENARIO =
      fields()
          .with("name", TEXT)
          .with("chain", CHAIN)
          .with("values", mapOf(BYTES))
          .with("accounts", mapOf(ACCOUNT))
          .with("blocks", listOf(BLOCK))
          .require("blocks");

  private Format() {}

  private static Shape call() {
    return fields()
        .with("to", TEXT)
        .with("type", words(Arrays.stream(CallType.values()).map(CallType::name).toList()))
        .with("data", BYTES)
        .with("value", NATURAL)
        .with("gas", GAS)
        .with("gasUsed", GAS)
        .with("required", FLAG)
        .with("does", listOf(ACTION))
        .with(ENDS)
        .with("expect", CALL_EXPECTATION)
        .require("to")
        .chooseAtMostOne("returns", "reverts", "fails");
  }
}
