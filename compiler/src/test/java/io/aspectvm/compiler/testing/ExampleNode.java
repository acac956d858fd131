package io.aspectvm.compiler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.TransientStorage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the calls in {@code examples/expected} find stored before and leave behind; the format is
 * that of the examples' own documentation. For one execution.
 */
public final class ExampleNode {

  private static final HexFormat HEX = HexFormat.of();

  private final SortedMap<String, String> state = new TreeMap<>();
  private final SortedMap<String, String> transientStorage = new TreeMap<>();
  private final Map<String, String> properties = new TreeMap<>();
  private final Map<String, String> context = new TreeMap<>();
  private final JoinPoint joinPoint;

  /**
   * @param call an entry of {@code calls}
   */
  public ExampleNode(JsonNode call) {
    state.putAll(strings(call.get("state")));
    transientStorage.putAll(strings(call.get("transient")));
    properties.putAll(strings(call.get("properties")));
    context.putAll(strings(call.get("context")));
    joinPoint = JoinPoint.byText(call.path("method").asText()).orElse(JoinPoint.PRE_CONTRACT_CALL);
  }

  /** Texts by key; nothing for a field that is not there. */
  public static SortedMap<String, String> strings(JsonNode object) {
    SortedMap<String, String> map = new TreeMap<>();
    if (object != null) {
      object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    }
    return map;
  }

  /** A value with fields {@code type} and {@code value}. */
  public static GuestValue value(JsonNode value) {
    String text = value.get("value").asText();
    return switch (value.get("type").asText()) {
      case "string" -> Str.of(text);
      case "bytes" -> new Bytes(HEX.parseHex(text));
      case "bool" -> new Bool(Boolean.parseBoolean(text));
      case "i32" -> new Int32(Integer.parseInt(text));
      case "i64" -> new Int64(Long.parseLong(text));
      case "u64" -> new Uint64(Long.parseUnsignedLong(text));
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  /** The arguments of a call. */
  public static GuestValue[] arguments(JsonNode call) {
    List<GuestValue> values = new ArrayList<>();
    call.get("args").forEach(argument -> values.add(value(argument)));
    return values.toArray(GuestValue[]::new);
  }

  /** State as it is now: hex by key. */
  public SortedMap<String, String> state() {
    return state;
  }

  /** Transient storage as it is now: hex by key. */
  public SortedMap<String, String> transientStorage() {
    return transientStorage;
  }

  /** A context for the execution. */
  public ExecutionContext newContext() {
    HostServices services =
        HostServices.builder()
            .with(AspectState.class, new State())
            .with(TransientStorage.class, new Transient())
            .with(AspectProperties.class, (id, version, key) -> look(properties, key))
            .with(
                RuntimeContextSource.class,
                (key, execution) -> {
                  if (!context.containsKey(key.text())) {
                    throw new HostError("key " + key.text() + " is not available");
                  }
                  return HEX.parseHex(context.get(key.text()));
                })
            .build();
    return ExecutionContext.builder().joinPoint(joinPoint).services(services).build();
  }

  private static String text(ByteKey key) {
    return new String(key.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] look(Map<String, String> values, ByteKey key) {
    return HEX.parseHex(values.getOrDefault(text(key), ""));
  }

  private final class State implements AspectState {
    @Override
    public byte[] get(ByteKey aspectId, ByteKey key) {
      return look(state, key);
    }

    @Override
    public void set(ByteKey aspectId, ByteKey key, byte[] value) {
      if (value.length == 0) {
        state.remove(text(key));
      } else {
        state.put(text(key), HEX.formatHex(value));
      }
    }
  }

  private final class Transient implements TransientStorage {
    @Override
    public byte[] get(ByteKey owner, ByteKey key) {
      return look(transientStorage, key);
    }

    @Override
    public void set(ByteKey owner, ByteKey key, byte[] value) {
      transientStorage.put(text(key), HEX.formatHex(value));
    }
  }
}
