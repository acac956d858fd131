package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import java.util.Arrays;
import java.util.List;

/**
 * Types of a function's parameters and locals, kept as runs: two bytes of input can declare fifty
 * thousand locals, which must not be written down one by one for each of many functions.
 */
final class LocalTypes {

  private int[] ends = new int[16];
  private byte[] types = new byte[16];
  private int runs;

  /** Parameters come first. The total fits an int: the limit on locals was checked. */
  void set(byte[] parameters, List<LocalRun> localRuns) {
    runs = 0;
    for (byte parameter : parameters) {
      add(1, parameter);
    }
    for (LocalRun run : localRuns) {
      add((int) run.count(), Types.code(run.type()));
    }
  }

  private void add(int count, byte type) {
    int end = count() + count;
    if (runs > 0 && types[runs - 1] == type) {
      ends[runs - 1] = end;
      return;
    }
    if (runs == ends.length) {
      ends = Arrays.copyOf(ends, 2 * runs);
      types = Arrays.copyOf(types, 2 * runs);
    }
    ends[runs] = end;
    types[runs] = type;
    runs++;
  }

  /** Number of locals, parameters included. */
  int count() {
    return runs == 0 ? 0 : ends[runs - 1];
  }

  /** Type of the local with this index, less than {@link #count}. */
  byte typeOf(int localIndex) {
    int low = 0;
    int high = runs - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (localIndex < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return types[low];
  }
}
