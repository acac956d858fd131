package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * Which functions may grow the memory: those with {@code memory.grow}, and whatever can reach one
 * by calls. A caller has to fetch the memory's array again only behind a call of such a function.
 *
 * <p>Where the module grows its memory at all, a host function may too (it may call the guest's
 * allocator), and so may every call through a table. Where other modules have the memory too, their
 * functions may grow it by themselves.
 */
public final class GrowthAnalysis {

  private final WasmModule module;
  private final int functions;
  private final BitSet mayGrow = new BitSet();

  /** Direct calls, as pairs. */
  private int[] callers = new int[256];

  private int[] callees = new int[256];
  private int calls;

  private GrowthAnalysis(WasmModule module) {
    this.module = module;
    this.functions = module.functionCount();
  }

  /**
   * The functions that may, by index.
   *
   * @param foreign imported functions that may grow the memory by themselves
   * @param indirectGrows whether a call through a table may reach such a function of another module
   */
  public static BitSet mayGrow(WasmModule module, BitSet foreign, boolean indirectGrows)
      throws MalformedModuleException {
    GrowthAnalysis analysis = new GrowthAnalysis(module);
    BitSet growing = (BitSet) foreign.clone();
    int imported = module.functionImports().size();
    BitSet indirect = new BitSet();
    for (int f = imported; f < module.functionCount(); f++) {
      analysis.scan(f, growing, indirect);
    }
    if (indirectGrows) {
      growing.or(indirect);
    }
    if (!growing.isEmpty()) {
      growing.or(indirect);
      growing.set(0, imported);
      analysis.spread(growing);
    }
    return analysis.mayGrow;
  }

  private void scan(int function, BitSet growing, BitSet indirect) throws MalformedModuleException {
    InstructionReader reader =
        new InstructionReader(module.bytes(), module.body(function), function);
    while (reader.next()) {
      Opcode opcode = reader.opcode();
      if (opcode == Opcode.MEMORY_GROW) {
        growing.set(function);
      } else if (opcode == Opcode.CALL_INDIRECT) {
        indirect.set(function);
      } else if (opcode == Opcode.CALL) {
        addCall(function, reader.index1());
      }
    }
  }

  private void addCall(int caller, int callee) {
    if (calls == callers.length) {
      callers = Arrays.copyOf(callers, calls * 2);
      callees = Arrays.copyOf(callees, calls * 2);
    }
    callers[calls] = caller;
    callees[calls] = callee;
    calls++;
  }

  /** From callees to callers until nothing changes. */
  private void spread(BitSet growing) {
    int[] start = new int[functions + 1];
    for (int i = 0; i < calls; i++) {
      start[callees[i] + 1]++;
    }
    for (int f = 0; f < functions; f++) {
      start[f + 1] += start[f];
    }
    int[] next = start.clone();
    int[] byCallee = new int[calls];
    for (int i = 0; i < calls; i++) {
      byCallee[next[callees[i]]++] = callers[i];
    }
    Deque<Integer> work = new ArrayDeque<>();
    growing.stream().forEach(work::add);
    mayGrow.or(growing);
    while (!work.isEmpty()) {
      int callee = work.remove();
      for (int i = start[callee]; i < start[callee + 1]; i++) {
        if (!mayGrow.get(byCallee[i])) {
          mayGrow.set(byCallee[i]);
          work.add(byCallee[i]);
        }
      }
    }
  }
}
