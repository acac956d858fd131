package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.F32;
import static io.aspectvm.wasm.opcode.ValueType.F64;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** What reads and writes linear memory, and changes its size. */
final class MemoryUnits {

  /** Between stores, so that no JIT makes one of several. */
  private static final int STRIDE = 24;

  private static final int[] SIZES = {8, 64, 1 << 10, 1 << 16};

  private MemoryUnits() {}

  static List<Unit> all() {
    List<Unit> units = new ArrayList<>();
    for (Opcode opcode : Opcode.values()) {
      if (opcode.accessBytes() > 0) {
        StackSignature signature = opcode.signature().orElseThrow();
        units.add(
            signature.results().isEmpty() ? store(opcode, signature) : load(opcode, signature));
      }
    }
    units.add(
        Unit.of(
            "memory size",
            (u, i) -> u.get(I32, i).measure(Opcode.MEMORY_SIZE).add(Opcode.I32_XOR).set(I32, i)));
    units.add(grow("memory.grow, 0 pages", 0));
    units.add(grow("memory.grow, 1 page", 1));
    for (int size : SIZES) {
      units.add(bulk(Opcode.MEMORY_COPY, size, UnitModule.SEGMENT_BYTES));
      units.add(bulk(Opcode.MEMORY_FILL, size, 1));
      units.add(bulk(Opcode.MEMORY_INIT, size, 0, 1));
    }
    units.add(Unit.of("bulk memory", (u, i) -> u.measure(Opcode.DATA_DROP, 0)));
    return units;
  }

  /** The address of a load is what the last one loaded: zero. */
  private static Unit load(Opcode opcode, StackSignature signature) {
    return Unit.of(
        "load",
        (u, i) -> {
          int log = Integer.numberOfTrailingZeros(opcode.accessBytes());
          u.get(I32, 0).measure(opcode, log, UnitModule.ZEROS);
          toI32(u, signature.results().get(0));
          u.set(I32, 0);
        });
  }

  private static void toI32(UnitWriter u, ValueType type) {
    switch (type) {
      case I64 -> u.add(Opcode.I32_WRAP_I64);
      case F32 -> u.add(Opcode.I32_REINTERPRET_F32);
      case F64 -> u.add(Opcode.I64_REINTERPRET_F64).add(Opcode.I32_WRAP_I64);
      default -> {}
    }
  }

  private static Unit store(Opcode opcode, StackSignature signature) {
    ValueType type = signature.operands().get(1);
    return Unit.of(
        "store",
        (u, i) -> {
          int log = Integer.numberOfTrailingZeros(opcode.accessBytes());
          u.add(Opcode.LOCAL_GET, UnitModule.ADDRESS).get(type, i);
          u.measure(opcode, log, UnitModule.ZEROS + (long) STRIDE * i);
        });
  }

  private static Unit grow(String name, int pages) {
    return new Unit(
        "memory size",
        name,
        (u, i) ->
            u.add(Opcode.I32_CONST, pages)
                .measure(Opcode.MEMORY_GROW)
                .get(I32, i)
                .add(Opcode.I32_XOR)
                .set(I32, i),
        true);
  }

  /** Into the address of the round, from a place or with a byte. */
  private static Unit bulk(Opcode opcode, int size, int second, long... segment) {
    String name = "%s, %s".formatted(opcode.mnemonic(), sizeText(size));
    return Unit.of(
        "bulk memory",
        name,
        (u, i) ->
            u.add(Opcode.LOCAL_GET, UnitModule.ADDRESS)
                .add(Opcode.I32_CONST, second)
                .add(Opcode.I32_CONST, size)
                .measure(opcode, segment));
  }

  private static String sizeText(int bytes) {
    return bytes < 1024 ? bytes + " bytes" : bytes / 1024 + " KiB";
  }
}
