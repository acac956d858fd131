package io.aspectvm.compiler.random;

import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The opcode table by what a place asks for: every row that a configuration allows. */
final class OperatorPool {

  private final Map<ValueType, List<Opcode>> numeric = new EnumMap<>(ValueType.class);
  private final Map<ValueType, List<Opcode>> loads = new EnumMap<>(ValueType.class);
  private final List<Opcode> stores = new ArrayList<>();
  private final List<Opcode> wide = new ArrayList<>();

  OperatorPool(Configuration configuration) {
    for (Opcode opcode : Opcode.values()) {
      StackSignature signature = opcode.signature().orElse(null);
      if (signature != null && configuration.allows(opcode)) {
        add(opcode, signature);
      }
    }
  }

  private void add(Opcode opcode, StackSignature signature) {
    List<ValueType> results = signature.results();
    if (opcode.accessBytes() > 0) {
      (results.isEmpty() ? stores : list(loads, results)).add(opcode);
    } else if (opcode.immediate() == ImmediateKind.NONE && !signature.operands().isEmpty()) {
      (results.size() > 1 ? wide : list(numeric, results)).add(opcode);
    }
  }

  private static List<Opcode> list(Map<ValueType, List<Opcode>> map, List<ValueType> results) {
    return map.computeIfAbsent(results.get(0), type -> new ArrayList<>());
  }

  /** Operators from numbers to one number of this type. */
  List<Opcode> numeric(ValueType type) {
    return numeric.get(type);
  }

  List<Opcode> loads(ValueType type) {
    return loads.get(type);
  }

  List<Opcode> stores() {
    return stores;
  }

  /** Operators with two results, i64 both; may be none. */
  List<Opcode> wide() {
    return wide;
  }
}
