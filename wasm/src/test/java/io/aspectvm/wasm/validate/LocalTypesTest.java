package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTypesTest {

  private static final ValueType[] TYPES = ValueType.values();

  private final LocalTypes locals = new LocalTypes();

  @Test
  void aFunctionMayHaveNone() {
    locals.set(new byte[0], List.of());
    assertEquals(0, locals.count());
  }

  /** Parameters, then runs of one, two and three in turn. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 18, 40, 100})
  void findsEveryLocal(int runs) {
    List<Byte> expected = new ArrayList<>(List.of(Types.I32, Types.I32, Types.FUNCREF));
    List<LocalRun> declared = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ValueType type = TYPES[i % TYPES.length];
      declared.add(new LocalRun(1 + i % 3, type));
      for (int j = 0; j <= i % 3; j++) {
        expected.add(Types.code(type));
      }
    }
    locals.set(new byte[] {Types.I32, Types.I32, Types.FUNCREF}, declared);
    assertEquals(expected.size(), locals.count());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), locals.typeOf(i), "local " + i);
    }
  }

  @Test
  void forgetsThoseOfTheFunctionBefore() {
    locals.set(new byte[] {Types.I32}, List.of(new LocalRun(5, ValueType.I64)));
    locals.set(new byte[] {Types.FUNCREF}, List.of());
    assertEquals(1, locals.count());
    assertEquals(Types.FUNCREF, locals.typeOf(0));
  }
}
