package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registers of one function: its locals, then one for each operand-stack height and type that
 * had to be kept. Keying by type as well gives every register one type for good.
 */
public final class Registers {

  private static final int TYPE_COUNT = ValueType.values().length;

  /** Locals by runs of one type, not one by one: two bytes of wasm can declare 50,000. */
  private final List<ValueType> runTypes = new ArrayList<>();

  /** Behind the last local of each run. */
  private int[] runEnds = new int[8];

  private int locals;
  private final List<ValueType> spillTypes = new ArrayList<>();
  private final Map<Long, Integer> spills = new HashMap<>();

  /** Parameters come first. The total fits an int: the limit on locals was checked. */
  Registers(List<ValueType> parameters, List<LocalRun> localRuns) {
    parameters.forEach(type -> addLocals(1, type));
    localRuns.forEach(run -> addLocals((int) run.count(), run.type()));
  }

  private void addLocals(int count, ValueType type) {
    if (count == 0) {
      return;
    }
    int runs = runTypes.size();
    if (runs == runEnds.length) {
      runEnds = Arrays.copyOf(runEnds, 2 * runs);
    }
    locals += count;
    runEnds[runs] = locals;
    runTypes.add(type);
  }

  /** Number of registers. */
  public int count() {
    return locals + spillTypes.size();
  }

  /** Number of wasm locals, parameters included: registers 0 to {@code locals() - 1}. */
  public int locals() {
    return locals;
  }

  public ValueType type(int register) {
    if (register >= locals) {
      return spillTypes.get(register - locals);
    }
    int run = Arrays.binarySearch(runEnds, 0, runTypes.size(), register + 1);
    return runTypes.get(run < 0 ? -run - 1 : run);
  }

  /** The register that keeps an operand of this type at this height of the operand stack. */
  int spill(int height, ValueType type) {
    long key = (long) height * TYPE_COUNT + type.ordinal();
    Integer register = spills.get(key);
    if (register == null) {
      register = temporary(type);
      spills.put(key, register);
    }
    return register;
  }

  /** A register that nothing else uses. */
  int temporary(ValueType type) {
    spillTypes.add(type);
    return count() - 1;
  }
}
