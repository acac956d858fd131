/**
 * From the host's single entry point, `execute(method, argument)`, to one handler per join point.
 *
 * An aspect registers its handlers in top-level code, which the compiler puts into `__aspect_start__`; the host calls
 * that before every execution. Every aspect re-exports the two functions that the host needs:
 *
 *   on("operation", (input: Bytes): i32 => encodeBytes(input));
 *   export { execute } from "./lib/joinpoints";
 *   export { allocate } from "./lib/value";
 */
import { Bytes } from "./bytes";
import { decodeBytes, decodeStringBytes } from "./value";

/** Takes the encoded input message (for `isOwner` the sender's address); returns a value pointer or `NOTHING`. */
export type Handler = (input: Bytes) => i32;

@final
class Route {
  constructor(
    readonly method: string,
    readonly handler: Handler,
    readonly next: Route | null,
  ) {}
}

let routes: Route | null = null;

export function on(method: string, handler: Handler): void {
  routes = new Route(method, handler, routes);
}

export function execute(method: i32, argument: i32): i32 {
  const name = decodeStringBytes(method);
  let route = routes;
  while (route) {
    if (name.equalsAscii(route.method)) return route.handler(decodeBytes(argument));
    route = route.next;
  }
  throw new Error("method not implemented");
}
