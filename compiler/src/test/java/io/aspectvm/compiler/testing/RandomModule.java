package io.aspectvm.compiler.testing;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A valid module made from a seed: functions with control flow of every kind, operands below it,
 * branches that carry values, calls, tables, memory and traps. Function {@code i} calls functions
 * below {@code i} only, so that recursion does not happen; loops may be endless.
 *
 * <p>What engines may differ in is left out: no bits of a NaN get into an integer.
 */
public final class RandomModule {

  private static final ValueType[] TYPES = {
    ValueType.I32,
    ValueType.I32,
    ValueType.I32,
    ValueType.I64,
    ValueType.I64,
    ValueType.F32,
    ValueType.F64
  };
  private static final int MAX_NESTING = 9;

  /** Names of operators by which the bits of a NaN, or another engine's mistake, would show. */
  private static final Set<Opcode> LEFT_OUT =
      Set.of(
          Opcode.I32_REINTERPRET_F32,
          Opcode.I64_REINTERPRET_F64,
          Opcode.F32_COPYSIGN,
          Opcode.F64_COPYSIGN,
          Opcode.F32_STORE,
          Opcode.F64_STORE,
          Opcode.F32_CONVERT_I64_U,
          Opcode.MEMORY_GROW);

  private static final Map<ValueType, List<Opcode>> OPERATORS = new EnumMap<>(ValueType.class);
  private static final List<Opcode> STORES = new ArrayList<>();

  static {
    for (Opcode opcode : Opcode.values()) {
      StackSignature signature = opcode.signature().orElse(null);
      if (signature == null || LEFT_OUT.contains(opcode) || opcode.code() > 0xFF) {
        continue;
      }
      if (opcode.immediate() == ImmediateKind.MEM_ARG && signature.results().isEmpty()) {
        STORES.add(opcode);
      } else if (signature.results().size() == 1 && !signature.operands().isEmpty()) {
        OPERATORS
            .computeIfAbsent(signature.results().get(0), type -> new ArrayList<>())
            .add(opcode);
      }
    }
  }

  private final Random random;
  private final ModuleBuilder module = new ModuleBuilder();
  private final List<FunctionType> functions = new ArrayList<>();
  private final List<ValueType> globals = new ArrayList<>();
  private int tableSize;

  // Of the function that is written:
  private CodeWriter code;
  private List<ValueType> locals;

  /** Label types, innermost last; a loop's are its parameters. */
  private List<List<ValueType>> labels;

  private int budget;

  private final boolean multiValue;

  private RandomModule(long seed, boolean multiValue) {
    this.random = new Random(seed);
    this.multiValue = multiValue;
  }

  /**
   * A module; its exported functions are {@code f0}, {@code f1}, ..., its globals {@code g0}, ...
   *
   * @param bytes the module
   * @param functions types of the functions
   * @param globalTypes types of the globals
   */
  public record Result(byte[] bytes, List<FunctionType> functions, List<ValueType> globalTypes) {}

  /**
   * The module of this seed.
   *
   * @param multiValue whether functions and blocks may have several results, and blocks parameters
   */
  public static Result of(long seed, boolean multiValue) {
    return new RandomModule(seed, multiValue).write();
  }

  private Result write() {
    module.export("memory", ExternalKind.MEMORY, module.memory(1, 3));
    byte[] content = new byte[300];
    random.nextBytes(content);
    module.data(random.nextInt(200), content);
    for (int i = 0; i < 4; i++) {
      ValueType type = TYPES[random.nextInt(TYPES.length)];
      globals.add(type);
      module.global(new GlobalType(type, true), constant(new CodeWriter(), type).add(Opcode.END));
      module.export("g" + i, ExternalKind.GLOBAL, i);
    }
    int count = 2 + random.nextInt(4);
    tableSize = count + 1;
    module.table(tableSize);
    for (int i = 0; i < count; i++) {
      writeFunction();
    }
    // The last functions are not in the table: they would call themselves through it.
    module.elements(0, tableContent(count));
    return new Result(module.toByteArray(), functions, globals);
  }

  /** Only the first function, which calls nothing, can be called through the table. */
  private static int[] tableContent(int count) {
    return new int[count];
  }

  private ValueType type() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  private List<ValueType> types(int atMost) {
    List<ValueType> types = new ArrayList<>();
    int count = random.nextInt(atMost + 1);
    for (int i = 0; i < count; i++) {
      types.add(type());
    }
    return types;
  }

  private void writeFunction() {
    FunctionType type = new FunctionType(types(5), types(multiValue && chance(4) ? 4 : 1));
    int index = module.type(type.parameters(), type.results());
    List<ValueType> declared = types(6);
    locals = new ArrayList<>(type.parameters());
    locals.addAll(declared);
    labels = new ArrayList<>();
    labels.add(type.results());
    code = new CodeWriter();
    budget = 20 + random.nextInt(random.nextInt(5) == 0 ? 600 : 150);
    while (budget > 0) {
      statement();
    }
    values(type.results());
    List<LocalRun> runs = declared.stream().map(each -> new LocalRun(1, each)).toList();
    int function = module.function(index, runs, code.add(Opcode.END));
    module.export("f" + function, ExternalKind.FUNCTION, function);
    functions.add(type);
  }

  private void values(List<ValueType> types) {
    types.forEach(this::value);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** Code that pushes one value. */
  private void value(ValueType type) {
    budget--;
    if (budget <= 0 || labels.size() > MAX_NESTING) {
      leaf(type);
      return;
    }
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> leaf(type);
      case 3, 4, 5, 6, 7 -> operator(type);
      case 8 -> block(Opcode.BLOCK, List.of(type));
      case 9 -> block(Opcode.IF, List.of(type));
      case 10 -> block(Opcode.LOOP, List.of(type));
      case 11 -> {
        value(type);
        value(type);
        value(ValueType.I32);
        code.add(Opcode.SELECT);
      }
      case 12 -> {
        statement();
        value(type);
      }
      default -> {
        if (!call(type)) {
          value(type);
          tee(type);
        }
      }
    }
  }

  private void leaf(ValueType type) {
    List<Integer> known = indices(locals, type);
    if (!known.isEmpty() && !chance(3)) {
      code.add(Opcode.LOCAL_GET, pick(known));
      return;
    }
    List<Integer> global = indices(globals, type);
    if (!global.isEmpty() && chance(3)) {
      code.add(Opcode.GLOBAL_GET, pick(global));
    } else if (type == ValueType.I32 && chance(12)) {
      code.add(Opcode.MEMORY_SIZE);
    } else {
      constant(code, type);
    }
  }

  private CodeWriter constant(CodeWriter out, ValueType type) {
    return switch (type) {
      case I32 -> out.add(Opcode.I32_CONST, chance(2) ? random.nextInt(20) - 4 : random.nextInt());
      case I64 -> out.add(Opcode.I64_CONST, chance(2) ? random.nextInt(20) - 4 : random.nextLong());
      case F32 -> out.add(Opcode.F32_CONST, Float.floatToRawIntBits(random.nextInt(2_000) / 8f));
      default -> out.add(Opcode.F64_CONST, Double.doubleToRawLongBits(random.nextGaussian() * 1e5));
    };
  }

  private int pick(List<Integer> indices) {
    return indices.get(random.nextInt(indices.size()));
  }

  private static List<Integer> indices(List<ValueType> types, ValueType wanted) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) == wanted) {
        indices.add(i);
      }
    }
    return indices;
  }

  private void tee(ValueType type) {
    List<Integer> known = indices(locals, type);
    if (!known.isEmpty()) {
      code.add(Opcode.LOCAL_TEE, pick(known));
    }
  }

  private void operator(ValueType type) {
    List<Opcode> all = OPERATORS.get(type);
    Opcode operator = all.get(random.nextInt(all.size()));
    if (operator.effect() == Effect.MAY_TRAP && operator.accessBytes() == 0 && !chance(4)) {
      operator = all.get(random.nextInt(all.size())); // Fewer divisions and truncations.
    }
    if (operator.accessBytes() > 0) {
      address();
      access(operator);
    } else {
      values(operator.signature().orElseThrow().operands());
      code.add(operator);
    }
  }

  /** An address, mostly of memory that is there; the other engine adds offsets in 32 bits. */
  private void address() {
    value(ValueType.I32);
    code.add(Opcode.I32_CONST, chance(20) ? 0xF_FFFF : 0x3FF).add(Opcode.I32_AND);
  }

  private void access(Opcode access) {
    code.add(access, 0, random.nextInt(chance(40) ? 0x7FF0_0000 : 64));
  }

  /** Code that leaves the stack as it was. */
  private void statement() {
    budget--;
    if (labels.size() > MAX_NESTING) {
      code.add(Opcode.NOP);
      return;
    }
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> {
        int local = locals.isEmpty() ? -1 : random.nextInt(locals.size());
        if (local >= 0) {
          value(locals.get(local));
          code.add(Opcode.LOCAL_SET, local);
        }
      }
      case 4 -> {
        int global = random.nextInt(globals.size());
        value(globals.get(global));
        code.add(Opcode.GLOBAL_SET, global);
      }
      case 5, 6 -> {
        Opcode store = STORES.get(random.nextInt(STORES.size()));
        address();
        value(store.signature().orElseThrow().operands().get(1));
        access(store);
      }
      case 7 -> block(Opcode.BLOCK, List.of());
      case 8 -> block(Opcode.IF, List.of());
      case 9 -> block(Opcode.LOOP, List.of());
      case 10 -> branch();
      case 11 -> branchIf();
      case 12 -> branchTable();
      case 13 -> {
        List<ValueType> results = types(multiValue ? 3 : 1);
        block(Opcode.BLOCK, results);
        results.forEach(each -> code.add(Opcode.DROP));
      }
      case 14 -> {
        ValueType type = type();
        value(type);
        code.add(Opcode.DROP);
      }
      default -> rare();
    }
  }

  private void rare() {
    if (chance(6)) {
      code.add(Opcode.UNREACHABLE);
    } else if (chance(3)) {
      code.add(Opcode.I32_CONST, random.nextInt(2)).add(Opcode.MEMORY_GROW).add(Opcode.DROP);
    } else if (chance(2)) {
      values(labels.get(0));
      code.add(Opcode.RETURN);
    } else {
      callIndirect();
    }
  }

  /** A block with these results, and with parameters perhaps. */
  private void block(Opcode opcode, List<ValueType> results) {
    List<ValueType> parameters = multiValue && chance(4) ? types(2) : List.of();
    values(parameters);
    if (opcode == Opcode.IF) {
      value(ValueType.I32);
    }
    open(opcode, parameters, results);
    labels.add(opcode == Opcode.LOOP ? parameters : results);
    body(parameters, results);
    if (opcode == Opcode.IF && (chance(2) || !parameters.equals(results))) {
      code.add(Opcode.ELSE);
      body(parameters, results);
    }
    labels.remove(labels.size() - 1);
    code.add(Opcode.END);
  }

  private void open(Opcode opcode, List<ValueType> parameters, List<ValueType> results) {
    if (parameters.isEmpty() && results.isEmpty()) {
      code.add(opcode);
    } else if (parameters.isEmpty() && results.size() == 1) {
      code.add(opcode, results.get(0));
    } else {
      code.add(opcode, module.type(parameters, results));
    }
  }

  private void body(List<ValueType> parameters, List<ValueType> results) {
    for (int i = parameters.size() - 1; i >= 0; i--) {
      List<Integer> known = indices(locals, parameters.get(i));
      if (known.isEmpty()) {
        code.add(Opcode.DROP);
      } else {
        code.add(Opcode.LOCAL_SET, pick(known));
      }
    }
    int statements = random.nextInt(4);
    for (int i = 0; i < statements && budget > 0; i++) {
      statement();
    }
    values(results);
  }

  private int label() {
    return random.nextInt(labels.size());
  }

  private List<ValueType> labelTypes(int depth) {
    return labels.get(labels.size() - 1 - depth);
  }

  private void branch() {
    if (!chance(3)) {
      return;
    }
    int depth = label();
    values(labelTypes(depth));
    code.add(Opcode.BR, depth);
  }

  private void branchIf() {
    int depth = label();
    values(labelTypes(depth));
    value(ValueType.I32);
    code.add(Opcode.BR_IF, depth);
    labelTypes(depth).forEach(type -> code.add(Opcode.DROP));
  }

  private void branchTable() {
    if (!chance(2)) {
      return;
    }
    List<ValueType> types = labelTypes(label());
    long[] fitting = new long[labels.size()];
    int count = 0;
    for (int depth = 0; depth < labels.size(); depth++) {
      if (labelTypes(depth).equals(types)) {
        fitting[count++] = depth;
      }
    }
    long[] targets = new long[1 + random.nextInt(5)];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = fitting[random.nextInt(count)];
    }
    values(types);
    value(ValueType.I32);
    code.add(Opcode.BR_TABLE, targets);
  }

  /** Calls a function that gives a value of this type first, if there is one. */
  private boolean call(ValueType type) {
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      List<ValueType> results = functions.get(i).results();
      if (!results.isEmpty() && results.get(0) == type) {
        fitting.add(i);
      }
    }
    if (fitting.isEmpty()) {
      return false;
    }
    int function = pick(fitting);
    values(functions.get(function).parameters());
    code.add(Opcode.CALL, function);
    for (int i = 1; i < functions.get(function).results().size(); i++) {
      code.add(Opcode.DROP);
    }
    return true;
  }

  /** Through the table: function 0, or nothing, or with a wrong type. */
  private void callIndirect() {
    if (functions.isEmpty()) {
      return;
    }
    FunctionType type = functions.get(chance(8) ? random.nextInt(functions.size()) : 0);
    values(type.parameters());
    code.add(Opcode.I32_CONST, chance(10) ? random.nextInt(tableSize + 2) : 0);
    code.add(Opcode.CALL_INDIRECT, module.type(type.parameters(), type.results()));
    type.results().forEach(each -> code.add(Opcode.DROP));
  }

  /** Arguments for a function: raw bits. */
  public static long[] arguments(FunctionType type, Random random) {
    long[] bits = new long[type.parameters().size()];
    Arrays.setAll(
        bits,
        i ->
            switch (type.parameters().get(i)) {
              case I32 ->
                  (random.nextBoolean() ? random.nextInt(8) : random.nextInt()) & 0xFFFF_FFFFL;
              case I64 -> random.nextBoolean() ? random.nextInt(8) : random.nextLong();
              case F32 -> Float.floatToRawIntBits(random.nextFloat() * 100) & 0xFFFF_FFFFL;
              default -> Double.doubleToRawLongBits(random.nextGaussian());
            });
    return bits;
  }
}
