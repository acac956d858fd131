package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a program from a seed: valid by construction, with runs that mostly end by themselves. The
 * same seed gives the same program on every JVM.
 */
final class ProgramGenerator {

  private static final FunctionType START = FunctionType.EMPTY;

  private final Configuration configuration;
  private final SeededRandom random;

  private ProgramGenerator(Configuration configuration, SeededRandom random) {
    this.configuration = configuration;
    this.random = random;
  }

  static Program generate(long seed) {
    return generate(seed, Configuration.of(seed));
  }

  static Program generate(long seed, Configuration configuration) {
    return generate(configuration, new SeededRandom(seed));
  }

  static Program generate(Configuration configuration, SeededRandom random) {
    return new ProgramGenerator(configuration, random).program();
  }

  private Program program() {
    boolean start = !configuration.extended() || random.chance(4);
    List<FunctionType> types = functionTypes(start);
    List<Program.Table> tables = tables(types.size());
    int minimum = random.chance(8) ? 2 : 1;
    Draft draft =
        new Draft(
            configuration,
            new OperatorPool(configuration),
            types,
            globals(types.size()),
            minimum,
            minimum + random.below(3),
            tables,
            data(),
            elements(types.size(), tables));
    List<Program.Function> functions = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      functions.add(FunctionGenerator.generate(draft, i, random));
    }
    return new Program(
        configuration,
        functions,
        draft.globals(),
        draft.memoryMinimum(),
        draft.memoryMaximum(),
        tables,
        draft.data(),
        draft.elements(),
        start);
  }

  private List<FunctionType> functionTypes(boolean start) {
    List<FunctionType> types = new ArrayList<>();
    for (int i = 2 + random.below(3); i > 0; i--) {
      int results = configuration.extended() && random.chance(4) ? 2 + random.below(2) : 1;
      types.add(new FunctionType(types(random.below(5)), types(random.chance(8) ? 0 : results)));
    }
    if (start) {
      types.add(START);
    }
    return types;
  }

  private List<ValueType> types(int count) {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean reference = configuration.extended() && random.chance(12);
      types.add(reference ? reference() : random.pick(configuration.numbers()));
    }
    return types;
  }

  private ValueType reference() {
    return random.chance(3) ? ValueType.EXTERNREF : ValueType.FUNCREF;
  }

  private List<Program.GlobalVariable> globals(int functions) {
    List<Program.GlobalVariable> globals = new ArrayList<>();
    globals.add(new Program.GlobalVariable(ValueType.I32, true, Node.i32(0)));
    globals.add(new Program.GlobalVariable(ValueType.I64, true, Node.constant(ValueType.I64, 0)));
    for (int i = 2 + random.below(4); i > 0; i--) {
      ValueType type = random.pick(configuration.numbers());
      globals.add(new Program.GlobalVariable(type, !random.chance(4), initial(type)));
    }
    if (configuration.extended() && random.chance(2)) {
      Node function = Node.of(Opcode.REF_FUNC, List.of((long) random.below(functions)), List.of());
      globals.add(new Program.GlobalVariable(ValueType.FUNCREF, true, function));
    }
    return globals;
  }

  /** A constant, or a sum of two where constants may be computed. */
  private Node initial(ValueType type) {
    Node constant = Node.constant(type, Boundaries.value(type, random));
    boolean sum = configuration.extended() && !type.isFloat() && random.chance(3);
    if (!sum) {
      return constant;
    }
    Opcode opcode = type == ValueType.I32 ? Opcode.I32_ADD : Opcode.I64_MUL;
    return Node.plain(opcode, constant, Node.constant(type, Boundaries.value(type, random)));
  }

  private List<Program.Table> tables(int functions) {
    List<Program.Table> tables = new ArrayList<>();
    int size = functions + 2;
    tables.add(
        new Program.Table(ValueType.FUNCREF, size, random.chance(2) ? -1 : size + random.below(4)));
    if (configuration.extended()) {
      tables.add(new Program.Table(reference(), 2 + random.below(4), 8));
    }
    return tables;
  }

  private List<Program.Data> data() {
    List<Program.Data> data = new ArrayList<>();
    data.add(new Program.Data(random.below(200), bytes(random.below(300))));
    if (configuration.extended()) {
      data.add(new Program.Data(-1, bytes(random.below(20))));
    }
    return data;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) random.nextLong();
    }
    return bytes;
  }

  private List<Program.Elements> elements(int functions, List<Program.Table> tables) {
    List<Program.Elements> elements = new ArrayList<>();
    elements.add(functions(SegmentMode.ACTIVE, some(functions, functions), false));
    if (configuration.extended()) {
      elements.add(functions(SegmentMode.PASSIVE, some(functions, 3), false));
      List<Integer> withNull = new ArrayList<>(some(functions, 2));
      withNull.add(-1);
      elements.add(functions(SegmentMode.PASSIVE, withNull, true));
      elements.add(functions(SegmentMode.DECLARATIVE, all(functions), random.chance(2)));
      ValueType second = tables.get(1).type();
      List<Integer> items = second == ValueType.FUNCREF ? withNull.subList(1, 3) : List.of(-1);
      elements.add(new Program.Elements(SegmentMode.ACTIVE, 1, 0, second, items, true));
    }
    return elements;
  }

  private static Program.Elements functions(
      SegmentMode mode, List<Integer> items, boolean asExpressions) {
    return new Program.Elements(mode, 0, 0, ValueType.FUNCREF, items, asExpressions);
  }

  private List<Integer> some(int functions, int count) {
    List<Integer> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(random.below(functions));
    }
    return some;
  }

  private static List<Integer> all(int functions) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < functions; i++) {
      all.add(i);
    }
    return all;
  }
}
