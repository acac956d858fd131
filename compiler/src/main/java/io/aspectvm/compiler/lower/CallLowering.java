package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Lowers calls, and brings arguments and results to where they are wanted. */
public final class CallLowering {

  /**
   * The JVM allows 255 slots of arguments. Ours are the instance, the depth and the gas, and in a
   * dispatcher the element.
   */
  private static final int MAX_ARGUMENT_SLOTS = 250;

  private final WasmModule module;
  private final LoweredCode code;
  private final LoweringStack stack;
  private final Runnable cutIfFar;

  /**
   * @param cutIfFar makes a place where the function can be cut, if the last one is far away
   */
  CallLowering(WasmModule module, LoweredCode code, LoweringStack stack, Runnable cutIfFar) {
    this.module = module;
    this.code = code;
    this.stack = stack;
    this.cutIfFar = cutIfFar;
  }

  /** True if arguments of this type do not fit a JVM call and travel in the scratch array. */
  public static boolean passesInScratch(FunctionType type) {
    int slots = 0;
    for (ValueType parameter : type.parameters()) {
      slots += parameter == ValueType.I64 || parameter == ValueType.F64 ? 2 : 1;
    }
    return slots > MAX_ARGUMENT_SLOTS;
  }

  /** Brings the arguments of this function from the scratch array, if they are there. */
  void takeArguments(FunctionType type) {
    if (!passesInScratch(type)) {
      return;
    }
    for (int i = 0; i < type.parameters().size(); i++) {
      code.add(LoweredOp.SCRATCH_GET, i, type.parameters().get(i).ordinal(), 0);
      code.add(LoweredOp.STORE, i);
      cutIfFar.run();
    }
  }

  void call(int callee) {
    FunctionType calleeType = module.functionType(callee);
    beginCall(calleeType, 0);
    code.add(LoweredOp.CALL, callee);
    endCall(calleeType);
  }

  void callIndirect(int typeIndex, int table) {
    FunctionType calleeType = module.types().get(typeIndex);
    beginCall(calleeType, 1);
    code.add(LoweredOp.CALL_INDIRECT, typeIndex, table, 0);
    stack.pop();
    endCall(calleeType);
  }

  /** Brings the arguments where the call wants them; {@code extra} operands lie above them. */
  private void beginCall(FunctionType calleeType, int extra) {
    int count = calleeType.parameters().size();
    if (!passesInScratch(calleeType)) {
      stack.load(count + extra);
      return;
    }
    stack.keepAll();
    int first = stack.height() - extra - count;
    for (int i = 0; i < count; i++) {
      code.add(LoweredOp.LOAD, stack.register(first + i));
      code.add(LoweredOp.SCRATCH_SET, i, stack.type(first + i).ordinal(), 0);
      cutIfFar.run();
    }
    stack.load(extra);
  }

  /** One result stays on the JVM operand stack; several go to their registers. */
  private void endCall(FunctionType calleeType) {
    int count = calleeType.parameters().size();
    if (passesInScratch(calleeType)) {
      stack.truncate(stack.height() - count);
    } else {
      stack.replace(count, List.of());
    }
    List<ValueType> results = calleeType.results();
    if (results.isEmpty()) {
      return;
    }
    stack.push(results.get(0));
    for (int i = 1; i < results.size(); i++) {
      stack.keepAll();
      code.add(LoweredOp.SCRATCH_GET, i - 1, results.get(i).ordinal(), 0);
      stack.push(results.get(i));
      cutIfFar.run();
    }
  }
}
