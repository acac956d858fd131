package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the body of one function: directed by types, so that it is valid by construction. This
 * class chooses what comes next; the families of instructions are beside it.
 */
final class FunctionGenerator {

  private static final int RISK = 100;

  /** How the bits of a value become an i64. */
  private static final Map<ValueType, List<Opcode>> BITS =
      Map.of(
          ValueType.I32, List.of(Opcode.I64_EXTEND_I32_U),
          ValueType.I64, List.of(),
          ValueType.F32, List.of(Opcode.I32_REINTERPRET_F32, Opcode.I64_EXTEND_I32_U),
          ValueType.F64, List.of(Opcode.I64_REINTERPRET_F64));

  final Draft draft;
  final SeededRandom random;
  final Scope scope;
  private final NumericCode numeric = new NumericCode(this);
  private final BlockCode blocks = new BlockCode(this);
  private final BranchCode branches = new BranchCode(this);
  private final CallCode calls = new CallCode(this);
  private final MemoryCode memory = new MemoryCode(this);
  private final TableCode tables = new TableCode(this);

  private FunctionGenerator(Draft draft, SeededRandom random, Scope scope) {
    this.draft = draft;
    this.random = random;
    this.scope = scope;
  }

  static Program.Function generate(Draft draft, int function, SeededRandom random) {
    FunctionType type = draft.types().get(function);
    List<ValueType> declared = new ArrayList<>();
    for (int i = random.below(5); i > 0; i--) {
      declared.add(random.pick(draft.configuration().numbers()));
    }
    if (draft.configuration().extended() && random.chance(3)) {
      declared.add(random.chance(2) ? ValueType.FUNCREF : ValueType.EXTERNREF);
    }
    int budget = 15 + random.below(random.chance(12) ? 500 : 90);
    Scope scope = new Scope(function, type, declared, budget);
    FunctionGenerator generator = new FunctionGenerator(draft, random, scope);
    List<Node> body = new ArrayList<>();
    while (!scope.spent()) {
      generator.statement(body);
    }
    if (!random.chance(4)) {
      generator.memory.showLocals(body);
    }
    body.addAll(generator.values(type.results()));
    return new Program.Function(type, scope.declared(), body);
  }

  /**
   * Whether code may take what mostly traps: once in a while, as a run has many such places, and
   * one that ends early tells little.
   */
  boolean risky() {
    return random.chance(RISK);
  }

  boolean extended() {
    return draft.configuration().extended();
  }

  ValueType number() {
    return random.pick(draft.configuration().numbers());
  }

  List<Node> values(List<ValueType> types) {
    if (extended() && types.size() > 1 && !scope.narrow() && random.chance(3)) {
      return List.of(several(types));
    }
    List<Node> nodes = new ArrayList<>();
    types.forEach(type -> nodes.add(value(type)));
    return nodes;
  }

  /** One instruction with several results. */
  private Node several(List<ValueType> types) {
    boolean wide = types.equals(NumericCode.WIDE) && random.chance(2);
    return wide ? numeric.wide() : blocks.block(Opcode.BLOCK, types);
  }

  Node value(ValueType type) {
    scope.spend();
    if (scope.narrow()) {
      return leaf(type);
    }
    return switch (random.below(18)) {
      case 0, 1, 2 -> leaf(type);
      case 3, 4, 5, 6, 7 -> special(type);
      case 8 -> blocks.block(Opcode.BLOCK, List.of(type));
      case 9 -> blocks.block(Opcode.IF, List.of(type));
      case 10 -> blocks.block(Opcode.LOOP, List.of(type));
      case 11 -> select(type);
      case 12, 13 -> calls.call(type);
      case 14 -> tee(type);
      case 15 -> branches.passing(type);
      case 16 -> risky() ? branches.never(type) : special(type);
      default -> memory.value(type);
    };
  }

  private Node special(ValueType type) {
    return type.isReference() ? tables.reference(type) : numeric.operator(type);
  }

  /** The value, also added to the sum: {@code sum = 31 * sum + bits(value)}. */
  Node summed(ValueType type, Node value) {
    int place = scope.scratch(type);
    Node bits = Node.localGet(place, type);
    for (Opcode opcode : BITS.get(type)) {
      bits = Node.plain(opcode, bits);
    }
    Node sum = globalGet(Program.SUM, ValueType.I64);
    Node product = Node.plain(Opcode.I64_MUL, sum, Node.constant(ValueType.I64, 31));
    Node add = globalSet(Program.SUM, Node.plain(Opcode.I64_ADD, product, bits));
    return Node.typed(
        Opcode.LOCAL_GET, List.of((long) place), List.of(type), Node.localSet(place, value), add);
  }

  /** A value without operands. */
  Node leaf(ValueType type) {
    List<Integer> locals = scope.locals(type);
    if (!locals.isEmpty() && !random.chance(3)) {
      return Node.localGet(random.pick(locals), type);
    }
    List<Integer> globals = draft.globals(type, false);
    if (!globals.isEmpty() && random.chance(3)) {
      return globalGet(random.pick(globals), type);
    }
    if (type == ValueType.FUNCREF && !random.chance(4)) {
      return tables.function();
    }
    if (type == ValueType.I32 && random.chance(15)) {
      return random.chance(2) && extended() ? tables.size() : Node.plain(Opcode.MEMORY_SIZE);
    }
    return Node.constant(type, Boundaries.value(type, random));
  }

  static Node globalGet(int global, ValueType type) {
    return Node.typed(Opcode.GLOBAL_GET, List.of((long) global), List.of(type));
  }

  static Node globalSet(int global, Node value) {
    return Node.typed(Opcode.GLOBAL_SET, List.of((long) global), List.of(), value);
  }

  private Node select(ValueType type) {
    Node first = value(type);
    Node second = value(type);
    Node condition = value(ValueType.I32);
    boolean typed = type.isReference() || (extended() && random.chance(3));
    Opcode opcode = typed ? Opcode.SELECT_TYPED : Opcode.SELECT;
    return Node.typed(opcode, List.of(), List.of(type), first, second, condition);
  }

  private Node tee(ValueType type) {
    List<Integer> locals = scope.locals(type);
    Node value = value(type);
    return locals.isEmpty()
        ? value
        : Node.typed(Opcode.LOCAL_TEE, List.of((long) random.pick(locals)), List.of(type), value);
  }

  /** Appends code that leaves the stack as it is. */
  void statement(List<Node> out) {
    scope.spend();
    if (scope.narrow()) {
      out.add(Node.plain(Opcode.NOP));
      return;
    }
    switch (random.below(22)) {
      case 0, 1, 2, 3 -> setLocal(out);
      case 4, 5 -> setGlobal(out);
      case 6, 7 -> out.add(memory.store());
      case 8 -> out.add(blocks.block(Opcode.BLOCK, List.of()));
      case 9 -> out.add(blocks.block(Opcode.IF, List.of()));
      case 10, 11 -> out.add(blocks.block(Opcode.LOOP, List.of()));
      case 12 -> out.add(branches.conditional());
      case 13 -> branches.branchIf(out);
      case 14 -> out.add(branches.table());
      case 15 -> blocks.dropped(out);
      case 16 -> drop(out, List.of(value(number())), 1);
      case 17 -> calls.statement(out);
      case 18 -> out.add(extended() ? memory.bulk() : memory.store());
      case 19 -> out.add(extended() ? tables.statement() : memory.store());
      case 20 -> numeric.statement(out);
      default -> branches.rare(out);
    }
  }

  /** Appends code whose {@code count} results are dropped. */
  static void drop(List<Node> out, List<Node> values, int count) {
    out.addAll(values);
    for (int i = 0; i < count; i++) {
      out.add(Node.typed(Opcode.DROP, List.of(), List.of()));
    }
  }

  private void setLocal(List<Node> out) {
    List<ValueType> types = scope.settableTypes();
    if (!types.isEmpty()) {
      ValueType type = random.pick(types);
      out.add(Node.localSet(random.pick(scope.locals(type)), value(type)));
    }
  }

  private void setGlobal(List<Node> out) {
    ValueType type = random.chance(5) && extended() ? ValueType.FUNCREF : number();
    List<Integer> globals = draft.globals(type, true);
    if (!globals.isEmpty()) {
      out.add(globalSet(random.pick(globals), value(type)));
    }
  }

  /** What is on the stack into a local that fits, or away. */
  void store(List<Node> out, ValueType type) {
    List<Integer> locals = scope.locals(type);
    out.add(
        locals.isEmpty() || random.chance(6)
            ? Node.typed(Opcode.DROP, List.of(), List.of())
            : Node.localSet(random.pick(locals)));
  }
}
