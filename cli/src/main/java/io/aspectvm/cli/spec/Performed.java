package io.aspectvm.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.runtime.TrapKind;
import java.util.List;

/**
 * What an action did.
 *
 * @param values the results; empty where it trapped
 * @param trap null where it did not
 */
record Performed(List<Value> values, TrapKind trap) {

  /** A value: the name of its type, and its raw bits. */
  record Value(String type, long bits) {

    @Override
    public String toString() {
      return SpecValue.text(type, bits);
    }
  }

  /** Performs the action of a command: {@code invoke} a function or {@code get} a global. */
  static Performed perform(JsonNode action, ScriptModules modules)
      throws SkippedException, FailedException {
    ScriptModule module = modules.get(action.path("module").textValue());
    String field = action.path("field").asText();
    if (action.path("type").asText().equals("get")) {
      return new Performed(List.of(module.global(field)), null);
    }
    JsonNode constants = action.path("args");
    long[] arguments = new long[constants.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = SpecValue.bits(constants.get(i));
    }
    return module.call(field, arguments);
  }

  /** Of an instantiation. */
  static Performed ofTrap(TrapKind trap) {
    return new Performed(List.of(), trap);
  }

  /** Whether it returned what a script expects. */
  boolean returned(JsonNode expected) throws SkippedException {
    if (trap != null || expected.size() != values.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!SpecValue.matches(expected.get(i), values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it trapped, with the text of a script. The official harness wants the engine's text to
   * begin with the script's; ours has no details behind it, as the element's index in {@code
   * uninitialized element 2}.
   */
  boolean trapped(String text) {
    return trap != null && (trap.text().startsWith(text) || text.startsWith(trap.text()));
  }

  /** For messages. */
  @Override
  public String toString() {
    return trap == null ? values.toString() : "the trap '" + trap.text() + "'";
  }
}
