package io.aspectvm.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.AbortRecord;
import io.aspectvm.runtime.host.GuestString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Holds calls of example aspects against what their models say. */
public final class ExampleCheck {

  private ExampleCheck() {}

  /** The expectations of an example. */
  public static JsonNode expected(String example) throws IOException {
    return new ObjectMapper().readTree(Aspects.example("expected/" + example + ".json").toFile());
  }

  /** Outcome, value, texts and logs of a call; its gas is none of the model. */
  public static void result(JsonNode call, ExecutionResult result) {
    String trap = result.trap() == null ? null : result.trap().text();
    assertEquals(call.get("outcome").asText(), result.outcome().text(), result::toString);
    assertEquals(call.path("trap").asText(null), trap);
    assertEquals(call.has("value") ? ExampleNode.value(call.get("value")) : null, result.value());
    assertEquals(
        call.path("revert").asText(null), result.revert() == null ? null : result.revert().text());
    logs(call.path("logs"), result.logs());
    List<String> aborts = new ArrayList<>();
    call.path("aborts").forEach(message -> aborts.add(message.asText()));
    assertEquals(aborts, result.aborts().stream().map(AbortRecord::message).toList());
  }

  private static void logs(JsonNode expected, List<GuestString> logs) {
    assertEquals(expected.size(), logs.size());
    for (int i = 0; i < logs.size(); i++) {
      String line = logs.get(i).text();
      if (expected.get(i).has("matches")) {
        Pattern pattern = Pattern.compile(expected.get(i).get("matches").asText());
        assertTrue(pattern.matcher(line).find(), line);
      } else {
        assertEquals(expected.get(i).asText(), line);
      }
    }
  }

  /** What a call left stored. */
  public static void state(JsonNode call, ExampleNode node) {
    assertEquals(after(call, "stateAfter", "state"), node.state());
    assertEquals(after(call, "transientAfter", "transient"), node.transientStorage());
  }

  private static SortedMap<String, String> after(JsonNode call, String after, String before) {
    return ExampleNode.strings(call.has(after) ? call.get(after) : call.get(before));
  }
}
