package io.aspectvm.compiler.random;

import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.FunctionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call of a random module on a fresh instance, and what the second engine says comes of it.
 * Immutable.
 */
public final class ExpectedCall {

  /** WASM gas. */
  private static final long GAS = 300_000;

  private final Subject subject;
  private final Call call;
  private final String expected;

  private ExpectedCall(Subject subject, Call call, String expected) {
    this.subject = subject;
    this.call = call;
    this.expected = expected;
  }

  /** A call of each function of the module, with arguments by the seed. */
  public static List<ExpectedCall> of(Subject subject, long seed) throws WasmException {
    Engine engine = OtherEngine.maker().of(subject);
    SeededRandom random = new SeededRandom(seed);
    List<ExpectedCall> calls = new ArrayList<>();
    for (Map.Entry<String, FunctionType> function : subject.functions().entrySet()) {
      Call call = Call.random(function.getKey(), function.getValue(), GAS, random);
      calls.add(new ExpectedCall(subject, call, engine.start().call(call).ended()));
    }
    return calls;
  }

  public Call call() {
    return call;
  }

  /** Null if this is what comes of the call, otherwise what differs. */
  public String difference(InvocationResult result) {
    String trap = result.trap() == null ? result.crash() : result.trap().text();
    String found = Observation.ended(subject, call, result.results(), trap, result.gasLeft());
    return found.equals(expected)
        ? null
        : "%s: expected %s, found %s".formatted(call, expected, found);
  }
}
