package io.aspectvm.wasm.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FunctionTypeTest {

  /** Two lists differ in one of {@code 3^23} ways, about ten of which are no difference. */
  private static final int LENGTH = 23;

  /**
   * Types that differ, and whose hash codes do not, whatever those of the value types are. Two
   * short lists whose powers of 31, where an {@code i64} is, have the same sum in 32 bits are
   * exchangeable wherever they stand in a longer one.
   *
   * @param parts how many of them make one
   * @return {@code 2^parts} types
   */
  private static List<FunctionType> colliding(int parts) {
    List<List<ValueType>> pair = pair();
    List<FunctionType> types = new ArrayList<>();
    for (int choice = 0; choice < 1 << parts; choice++) {
      List<ValueType> list = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        list.addAll(pair.get(choice >> part & 1));
      }
      types.add(new FunctionType(list, List.of()));
    }
    return types;
  }

  private static List<List<ValueType>> pair() {
    long[] sums = new long[1 << LENGTH];
    for (int bits = 0; bits < sums.length; bits++) {
      int sum = 0;
      for (int i = LENGTH - 1; i >= 0; i--) {
        sum = 31 * sum + (bits >> i & 1);
      }
      sums[bits] = (long) sum << 32 | bits;
    }
    Arrays.sort(sums);
    int i = 1;
    while (sums[i] >> 32 != sums[i - 1] >> 32) {
      i++;
    }
    return List.of(list((int) sums[i]), list((int) sums[i - 1]));
  }

  private static List<ValueType> list(int bits) {
    List<ValueType> list = new ArrayList<>();
    for (int i = LENGTH - 1; i >= 0; i--) {
      list.add((bits >> i & 1) != 0 ? ValueType.I64 : ValueType.I32);
    }
    return list;
  }

  /** A map that cannot tell them apart but by asking all of them takes minutes. */
  @Test
  @Timeout(120)
  void typesOfOneHashCodeAreFound() {
    List<FunctionType> types = colliding(15);
    Map<FunctionType, Integer> indices = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      assertEquals(types.get(0).hashCode(), types.get(i).hashCode());
      indices.put(types.get(i), i);
    }
    for (int i = 0; i < types.size(); i++) {
      assertEquals(i, indices.get(types.get(i)));
    }
  }

  @Test
  void theOrderIsThatOfEquality() {
    List<ValueType> none = List.of();
    List<ValueType> one = List.of(ValueType.I32);
    List<ValueType> other = List.of(ValueType.I64);
    List<ValueType> two = List.of(ValueType.I32, ValueType.I32);
    List<FunctionType> types = new ArrayList<>();
    for (List<ValueType> parameters : List.of(none, one, other, two)) {
      for (List<ValueType> results : List.of(none, one, other, two)) {
        types.add(new FunctionType(parameters, results));
      }
    }
    for (int i = 0; i < types.size(); i++) {
      for (int j = 0; j < types.size(); j++) {
        assertEquals(Integer.signum(i - j), Integer.signum(types.get(i).compareTo(types.get(j))));
      }
    }
    assertEquals(0, types.get(5).compareTo(new FunctionType(one, one)));
  }
}
