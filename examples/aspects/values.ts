/**
 * Hands back what it is given, so that the encoding of every value type can be tested in both directions.
 *
 *   operation   call data   ->   the same bytes
 *
 * One export per type, by value pointers: `echoInt32`, `echoInt64`, `echoUint64`, `echoBool`, `echoString`,
 * `echoBytes`. Each traps when it is given a value of another type. `echoNothing` takes any value and returns none.
 */
import { Bytes } from "./lib/bytes";
import { on } from "./lib/joinpoints";
import { OperationInput } from "./lib/messages";
import {
  decodeBool, decodeBytes, decodeInt32, decodeInt64, decodeString, decodeUint64,
  encodeBool, encodeBytes, encodeInt32, encodeInt64, encodeString, encodeUint64,
  NOTHING,
} from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

on("operation", (input: Bytes): i32 => encodeBytes(new OperationInput(input).callData));

export function echoInt32(value: i32): i32 {
  return encodeInt32(decodeInt32(value));
}

export function echoInt64(value: i32): i32 {
  return encodeInt64(decodeInt64(value));
}

export function echoUint64(value: i32): i32 {
  return encodeUint64(decodeUint64(value));
}

export function echoBool(value: i32): i32 {
  return encodeBool(decodeBool(value));
}

export function echoString(value: i32): i32 {
  return encodeString(decodeString(value));
}

export function echoBytes(value: i32): i32 {
  return encodeBytes(decodeBytes(value));
}

export function echoNothing(value: i32): i32 {
  return NOTHING;
}
