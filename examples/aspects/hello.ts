/**
 * The smallest aspect: an operation that logs and greets.
 *
 *   operation   call data: a name in UTF-8, or nothing   ->   the greeting in UTF-8
 *
 * It also exports `greet`, the same with a String in and a String out, to show that the host can call any export that
 * takes and returns value pointers, and that the answer is readable as it stands.
 */
import { Bytes } from "./lib/bytes";
import { gasLeft, log } from "./lib/host";
import { on } from "./lib/joinpoints";
import { OperationInput } from "./lib/messages";
import { decodeString, encodeBytes, encodeString } from "./lib/value";

export { execute } from "./lib/joinpoints";
export { allocate } from "./lib/value";

on("operation", (input: Bytes): i32 => {
  const name = new OperationInput(input).callData.toText();
  return encodeBytes(Bytes.ofText(greeting(name)));
});

export function greet(name: i32): i32 {
  return encodeString(greeting(decodeString(name)));
}

function greeting(name: string): string {
  log("hello: " + gasLeft().toString() + " WASM gas left");
  return "Hello, " + (name.length == 0 ? "world" : name) + "!";
}
