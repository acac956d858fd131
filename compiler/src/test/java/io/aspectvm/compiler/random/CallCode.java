package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls, direct and through tables. Where a call can come back to the function that it is in, it
 * stands behind a guard: no more than a few calls are open at a time.
 */
final class CallCode {

  private static final long MAX_DEPTH = 2;

  private final FunctionGenerator code;

  CallCode(FunctionGenerator code) {
    this.code = code;
  }

  /** A call that gives one value of this type, or any value. */
  Node call(ValueType type) {
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < code.draft.types().size(); i++) {
      if (code.draft.types().get(i).results().equals(List.of(type))) {
        fitting.add(i);
      }
    }
    return fitting.isEmpty() || tooOften() ? code.value(type) : call(code.random.pick(fitting));
  }

  /** In loops calls are rarer: a run of calls of loops of calls would use up any gas. */
  private boolean tooOften() {
    return code.scope.inLoop() && !code.random.chance(5);
  }

  void statement(List<Node> out) {
    if (tooOften()) {
      out.add(Node.plain(Opcode.NOP));
      return;
    }

    int function = code.random.below(code.draft.types().size());
    Node call = call(function);
    out.add(call);
    for (int i = call.results().size() - 1; i >= 0; i--) {
      code.store(out, call.results().get(i));
    }
  }

  private Node call(int function) {
    FunctionType type = code.draft.types().get(function);
    if (code.random.chance(3) && (code.draft.placeOf(type) >= 0 || code.risky())) {
      return guarded(type, () -> indirect(type));
    }
    return function < code.scope.function()
        ? direct(function, type)
        : guarded(type, () -> direct(function, type));
  }

  private Node direct(int function, FunctionType type) {
    return new Node(
        Opcode.CALL,
        List.of((long) function),
        null,
        new ArrayList<>(code.values(type.parameters())),
        type.results(),
        List.of());
  }

  /** Of the right function, mostly; else of whatever is there. */
  private Node indirect(FunctionType type) {
    int place = code.draft.placeOf(type);
    List<Integer> tables = code.draft.tables(ValueType.FUNCREF);
    long table = place >= 0 && !code.random.chance(20) ? 0 : code.random.pick(tables);
    List<Node> operands = new ArrayList<>(code.values(type.parameters()));
    if (place >= 0 && !code.risky()) {
      operands.add(Node.i32(place));
    } else {
      operands.add(
          code.random.chance(3)
              ? code.value(ValueType.I32)
              : Node.i32(code.random.below(code.draft.tables().get(0).minimum() + 1)));
    }
    return new Node(
        Opcode.CALL_INDIRECT, List.of(table), type, operands, type.results(), List.of());
  }

  /** Makes the code of a call, within one more block. */
  @FunctionalInterface
  private interface CallMaker {
    Node make();
  }

  /** {@code if (depth < MAX) { arguments; depth++; call; depth-- } else { constants }}. */
  private Node guarded(FunctionType type, CallMaker maker) {
    code.scope.enter(type.results(), false);
    Node call = maker.make();
    code.scope.leave();
    List<Node> operands = new ArrayList<>(call.operands());
    operands.add(depth(Opcode.I32_ADD));
    List<Node> otherwise = new ArrayList<>();
    type.results()
        .forEach(each -> otherwise.add(Node.constant(each, Boundaries.value(each, code.random))));
    return Node.block(
        Opcode.IF,
        new FunctionType(List.of(), type.results()),
        List.of(Node.plain(Opcode.I32_LT_U, depth(), Node.i32(MAX_DEPTH))),
        List.of(List.of(call.withOperands(operands), depth(Opcode.I32_SUB)), otherwise));
  }

  private static Node depth() {
    return FunctionGenerator.globalGet(Program.DEPTH, ValueType.I32);
  }

  private static Node depth(Opcode opcode) {
    return FunctionGenerator.globalSet(Program.DEPTH, Node.plain(opcode, depth(), Node.i32(1)));
  }
}
