import {
  callExport,
  execute,
  MAX_U64,
  operationInput,
  returns,
  returnsBytes,
  returnsNothing,
  throws,
} from "./common.mjs";

const echo = (name, type, value, description = `${type} ${value}`) =>
  callExport(description, name, type, value, returns(type, value));
const refuses = (name, type, value) =>
  callExport(`${name} refuses a ${type}`, name, type, value, throws("value of another type expected"));

export default {
  calls: [
    ...["0", "1", "-1", "100", "2147483647", "-2147483648"].map((value) => echo("echoInt32", "i32", value)),
    ...["0", "-1", String(2n ** 63n - 1n), String(-(2n ** 63n))].map((value) => echo("echoInt64", "i64", value)),
    ...["0", "2147483647", String(2n ** 63n), String(MAX_U64)].map((value) => echo("echoUint64", "u64", value)),
    echo("echoBool", "bool", true),
    echo("echoBool", "bool", false),
    echo("echoString", "string", "", "empty string"),
    echo("echoString", "string", "hi"),
    echo("echoString", "string", "Zoë 世界 🌍"),
    echo("echoBytes", "bytes", "", "no bytes"),
    echo("echoBytes", "bytes", "0102"),
    echo("echoBytes", "bytes", "5a".repeat(33_000), "33,000 bytes twice: the memory has to grow"),
    callExport("no value", "echoNothing", "bytes", "0102", returnsNothing()),
    refuses("echoInt32", "i64", "1"),
    refuses("echoInt64", "u64", "1"),
    refuses("echoUint64", "i64", "1"),
    refuses("echoBool", "i32", "1"),
    refuses("echoString", "bytes", "6869"),
    refuses("echoBytes", "string", "hi"),
    execute("an operation that echoes", "operation", operationInput("c0ffee"), returnsBytes("c0ffee")),
  ],
};
