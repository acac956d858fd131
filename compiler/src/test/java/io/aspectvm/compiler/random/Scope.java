package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What code can name at a place of a function, and how much code is left to write. */
final class Scope {

  /** Blocks in blocks: more would only make every run short. */
  private static final int MAX_NESTING = 7;

  private final FunctionType type;
  private final int function;
  private final List<ValueType> declared;

  /** Types by local index; null for counters and scratches, which other code may not name. */
  private final List<ValueType> locals;

  /** What branches to a label carry, innermost last; for a loop its parameters. */
  private final List<Label> labels = new ArrayList<>();

  private final Map<ValueType, Integer> scratches = new EnumMap<>(ValueType.class);

  private int budget;

  record Label(List<ValueType> types, boolean loop) {}

  /**
   * @param budget instructions to write, more or less
   */
  Scope(int function, FunctionType type, List<ValueType> declared, int budget) {
    this.function = function;
    this.type = type;
    this.declared = new ArrayList<>(declared);
    this.locals = new ArrayList<>(type.parameters());
    this.locals.addAll(declared);
    this.labels.add(new Label(type.results(), false));
    this.budget = budget;
  }

  FunctionType type() {
    return type;
  }

  /** Index of the function. */
  int function() {
    return function;
  }

  /** Locals declared, counters included. */
  List<ValueType> declared() {
    return declared;
  }

  List<Integer> locals(ValueType wanted) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < locals.size(); i++) {
      if (locals.get(i) == wanted) {
        found.add(i);
      }
    }
    return found;
  }

  /** The types of locals that code may set. */
  List<ValueType> settableTypes() {
    return locals.stream().filter(each -> each != null).toList();
  }

  /** A new local of type i32 that no other code names. */
  int counter() {
    return hidden(ValueType.I32);
  }

  /** A local for a value that is used at once, the same one each time. */
  int scratch(ValueType wanted) {
    return scratches.computeIfAbsent(wanted, this::hidden);
  }

  private int hidden(ValueType wanted) {
    locals.add(null);
    declared.add(wanted);
    return locals.size() - 1;
  }

  void enter(List<ValueType> types, boolean loop) {
    labels.add(new Label(types, loop));
  }

  void leave() {
    labels.remove(labels.size() - 1);
  }

  int labels() {
    return labels.size();
  }

  Label label(int depth) {
    return labels.get(labels.size() - 1 - depth);
  }

  boolean inLoop() {
    return labels.stream().anyMatch(Label::loop);
  }

  /** Takes one instruction from the budget. */
  void spend() {
    budget--;
  }

  boolean spent() {
    return budget <= 0;
  }

  /** Whether only leaves may follow. */
  boolean narrow() {
    return spent() || labels.size() > MAX_NESTING;
  }
}
