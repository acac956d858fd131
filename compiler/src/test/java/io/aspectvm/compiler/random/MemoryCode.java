package io.aspectvm.compiler.random;

import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import java.util.Map;

/** Loads, stores, bulk operations: mostly in bounds, often at the bounds, rarely far off. */
final class MemoryCode {

  private static final long[] FAR_OFFSETS = {
    0xFFFFL, 0x1_0000L, 0x1_FFF9L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFF8L, 0xFFFF_FFFFL
  };

  private static final Map<ValueType, Opcode> STORES =
      Map.of(
          ValueType.I32, Opcode.I32_STORE,
          ValueType.I64, Opcode.I64_STORE,
          ValueType.F32, Opcode.F32_STORE,
          ValueType.F64, Opcode.F64_STORE);

  /** Of offsets that mostly stay in bounds. */
  private static final long MAX_OFFSET = 34;

  /** Behind most of what code writes otherwise. */
  private static final long SHOWN = 0x300;

  private final FunctionGenerator code;

  MemoryCode(FunctionGenerator code) {
    this.code = code;
  }

  /** A load, or once in a while growth. */
  Node value(ValueType type) {
    if (type.isReference()) {
      return code.leaf(type);
    }
    if (type == ValueType.I32 && code.random.chance(25)) {
      return Node.plain(Opcode.MEMORY_GROW, pages());
    }
    Opcode load = code.random.pick(code.draft.operators().loads(type));
    Node value = Node.of(load, argument(load), List.of(address(load.accessBytes())));
    return code.random.chance(3) ? code.summed(type, value) : value;
  }

  Node store() {
    Opcode store = code.random.pick(code.draft.operators().stores());
    ValueType type = store.signature().orElseThrow().operands().get(1);
    return Node.of(store, argument(store), List.of(address(store.accessBytes()), code.value(type)));
  }

  /** Appends stores of all locals with numbers, each to a place of its own. */
  void showLocals(List<Node> out) {
    for (ValueType type : List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)) {
      for (int local : code.scope.locals(type)) {
        Opcode store = STORES.get(type);
        Node place = Node.i32(SHOWN + 8L * local);
        out.add(Node.of(store, List.of(0L, 0L), List.of(place, Node.localGet(local, type))));
      }
    }
  }

  private Node pages() {
    return Node.i32(
        code.random.chance(6)
            ? Boundaries.value(ValueType.I32, code.random)
            : code.random.below(2));
  }

  /** Alignment, of which nothing depends, and offset. */
  private List<Long> argument(Opcode access) {
    long alignment = code.random.below(Integer.numberOfTrailingZeros(access.accessBytes()) + 1);
    long offset =
        code.risky() ? code.random.pick(FAR_OFFSETS) : code.random.below(3) * MAX_OFFSET / 2;
    return List.of(alignment, offset);
  }

  private Node address(int bytes) {
    if (code.risky()) {
      return code.value(ValueType.I32);
    }
    if (code.random.chance(12)) {
      int end = code.draft.memoryMinimum() * LinearMemory.PAGE_BYTES;
      return Node.i32(end - bytes - (code.risky() ? -1 : code.random.below(3) + MAX_OFFSET));
    }
    return inBounds();
  }

  private Node inBounds() {
    return code.random.chance(3)
        ? Node.i32(code.random.below(512))
        : Node.plain(Opcode.I32_AND, code.value(ValueType.I32), Node.i32(0x1FF));
  }

  /** A bulk operation. */
  Node bulk() {
    int segments = code.draft.data().size();
    long segment = code.random.below(segments);
    Node size = size();
    if (code.random.chance(20)) {
      return Node.of(Opcode.DATA_DROP, List.of(segment), List.of());
    }
    return switch (code.random.below(3)) {
      case 0 ->
          Node.of(
              Opcode.MEMORY_INIT,
              List.of(segment),
              List.of(inBounds(), Node.i32(code.random.below(3)), size));
      case 1 -> Node.plain(Opcode.MEMORY_COPY, inBounds(), address(8), size);
      default -> Node.plain(Opcode.MEMORY_FILL, address(8), code.value(ValueType.I32), size);
    };
  }

  private Node size() {
    return code.risky() ? code.value(ValueType.I32) : Node.i32(code.random.below(12));
  }
}
