package io.aspectvm.compiler;

import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.Global;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The functions of a module that a reference may refer to, and so a call through a table may reach:
 * those that element segments, initialisers of globals, or reachable code name.
 */
final class FunctionReferences {

  private final BitSet functions = new BitSet();

  FunctionReferences(WasmModule module) {
    for (ElementSegment segment : module.sections().elements()) {
      segment.items().forEach(this::add);
    }
    for (Global global : module.sections().globals()) {
      add(global.initializer());
    }
  }

  private void add(ConstantExpression expression) {
    for (ConstantExpression.Instruction instruction : expression.instructions()) {
      if (instruction.opcode() == Opcode.REF_FUNC) {
        functions.set((int) instruction.value());
      }
    }
  }

  void add(LoweredFunction function) {
    functions.or(function.code().referencedFunctions());
  }

  /** Function indices, ascending. */
  List<Integer> indices() {
    List<Integer> indices = new ArrayList<>();
    functions.stream().forEach(indices::add);
    return indices;
  }
}
