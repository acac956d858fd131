package io.aspectvm.cli.scenario;

import io.aspectvm.runtime.host.ByteKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What names stand for: accounts, aspects, and values. */
final class Names {

  private final Map<String, ByteKey> addresses = new TreeMap<>();
  private final Map<ByteKey, String> nameByAddress = new HashMap<>();
  private final Map<String, byte[]> values = new TreeMap<>();

  void addAddress(String name, ByteKey address) {
    addresses.put(name, address);
    nameByAddress.put(address, name);
  }

  void addValue(String name, byte[] value) {
    values.put(name, value);
  }

  boolean isKnown(String name) {
    return addresses.containsKey(name) || values.containsKey(name);
  }

  /** An account or an aspect. */
  Optional<ByteKey> address(String name) {
    return Optional.ofNullable(addresses.get(name));
  }

  /** Anything that has a name. */
  Optional<byte[]> bytes(String name) {
    return address(name).map(ByteKey::bytes).or(() -> Optional.ofNullable(values.get(name)));
  }

  /** The name of an address, or else 0x and hex. */
  String of(ByteKey address) {
    return nameByAddress.getOrDefault(address, "0x" + address);
  }

  /** All names, for messages. */
  @Override
  public String toString() {
    return String.join(", ", addresses.keySet())
        + (values.isEmpty() ? "" : ", " + String.join(", ", values.keySet()));
  }
}
