import {
  callExport,
  execute,
  NOT_IMPLEMENTED,
  operationInput,
  preContractCallInput,
  ALICE,
  returns,
  returnsBytes,
  text,
  throws,
} from "./common.mjs";

const logs = [{ matches: "^hello: [0-9]+ WASM gas left$" }];
const greeting = (name) => `Hello, ${name || "world"}!`;

const operation = (description, name) =>
  execute(description, "operation", operationInput(text(name)), returnsBytes(text(greeting(name)), { logs }));
const greet = (description, name) =>
  callExport(description, "greet", "string", name, returns("string", greeting(name), { logs }));

export default {
  calls: [
    operation("greets the world without a name", ""),
    operation("greets by name", "Alice"),
    operation("a name in UTF-8 of two, three and four bytes a letter", "Zoë 世界 🌍"),
    operation("a name of 300 bytes", "x".repeat(300)),
    greet("without a name", ""),
    greet("String in, String out", "Alice"),
    greet("String in UTF-8", "Zoë 世界 🌍"),
    execute("call data is optional on the wire", "operation", "", returnsBytes(text(greeting("")), { logs })),
    execute("has no isOwner", "isOwner", ALICE, NOT_IMPLEMENTED),
    execute("has no join points", "preContractCall", preContractCallInput(ALICE), NOT_IMPLEMENTED),
    execute("method names are compared whole", "operations", operationInput(""), NOT_IMPLEMENTED),
    execute("an empty method name", "", operationInput(""), NOT_IMPLEMENTED),
    execute("call data runs over the end of the message", "operation", "1a05aabb", throws("malformed message")),
    callExport(
      "an argument of another type",
      "greet",
      "bytes",
      text("Alice"),
      throws("value of another type expected"),
    ),
    { description: "an export that does not exist", export: "greetAll", args: [], outcome: "error" },
  ],
};
