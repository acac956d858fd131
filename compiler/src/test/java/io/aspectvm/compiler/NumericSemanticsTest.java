package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ExportFunction;
import io.aspectvm.compiler.testing.SecondEngine;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every numeric operator against another engine: on pairs of boundary values, given as parameters,
 * as constants in the code, and one of each; where it is a condition, also as one of {@code if},
 * {@code br_if} and {@code select}.
 */
class NumericSemanticsTest {

  private static final long SEED = 0x5EED;
  private static final int RANDOM_PAIRS = 200;

  /** As constants, every so many of the boundary values. */
  private static final int CONSTANT_STEP = 3;

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withMetering(false);

  private static final long[] I32 =
      LongStream.of(
              0,
              1,
              2,
              5,
              7,
              8,
              15,
              16,
              31,
              32,
              33,
              63,
              64,
              0x7F,
              0x80,
              0xFF,
              0x7FFF,
              0x8000,
              0xFFFF,
              0x1234_5678,
              0x7FFF_FFFE,
              0x7FFF_FFFF,
              0x8000_0000L,
              0x8000_0001L,
              0xAAAA_AAAAL,
              0xFFFF_FF80L,
              0xFFFF_FFFEL,
              0xFFFF_FFFFL)
          .toArray();

  private static final long[] I64 =
      LongStream.of(
              0,
              1,
              2,
              7,
              31,
              32,
              33,
              63,
              64,
              65,
              0x80,
              0x8000,
              0x7FFF_FFFF,
              0x8000_0000L,
              0xFFFF_FFFFL,
              0x1_0000_0000L,
              0x1234_5678_9ABC_DEF0L,
              Long.MAX_VALUE - 1,
              Long.MAX_VALUE,
              Long.MIN_VALUE,
              Long.MIN_VALUE + 1,
              0xAAAA_AAAA_AAAA_AAAAL,
              0xFFFF_FFFF_0000_0000L,
              0xFFFF_FFFF_8000_0000L,
              -128,
              -2,
              -1)
          .toArray();

  private static final long[] F64 =
      Stream.concat(
              Stream.of(
                      0.0,
                      0.25,
                      0.5,
                      1.0,
                      1.5,
                      2.5,
                      3.5,
                      0.1,
                      1e10,
                      4.9e-324,
                      1e-310,
                      2.2e-308,
                      Double.MAX_VALUE,
                      Double.POSITIVE_INFINITY,
                      0.49999999999999994,
                      16777217.0,
                      127.99,
                      2147483647.0,
                      2147483647.9,
                      2147483648.0,
                      2147483649.0,
                      4294967295.0,
                      4294967295.9,
                      4294967296.0,
                      4503599627370497.5,
                      9007199254740993.0,
                      9223372036854774784.0,
                      9223372036854775808.0,
                      18446744073709549568.0,
                      18446744073709551616.0,
                      3.4028234663852886e38,
                      3.4028235677973366e38)
                  .flatMap(value -> Stream.of(value, -value))
                  .map(Double::doubleToRawLongBits),
              Stream.of(
                  0x7FF8_0000_0000_0000L,
                  0xFFF8_0000_0000_0000L,
                  0x7FF0_0000_0000_0001L,
                  0x7FF4_0000_0000_0000L,
                  0xFFFF_FFFF_FFFF_FFFFL))
          .mapToLong(Long::longValue)
          .toArray();

  private static final long[] F32 =
      LongStream.concat(
              Arrays.stream(F64)
                  .filter(bits -> !Double.isNaN(Double.longBitsToDouble(bits)))
                  .map(bits -> Float.floatToRawIntBits((float) Double.longBitsToDouble(bits))),
              LongStream.of(0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0x7FA0_0000, -1, 1, 0x0080_0000))
          .map(bits -> bits & 0xFFFF_FFFFL)
          .distinct()
          .toArray();

  private static long[] values(ValueType type) {
    return switch (type) {
      case I32 -> I32;
      case I64 -> I64;
      case F32 -> F32;
      default -> F64;
    };
  }

  private static Stream<Opcode> operators() {
    return Arrays.stream(Opcode.values())
        .filter(opcode -> opcode.feature().map(Profile.WASM::has).orElse(true))
        .filter(opcode -> opcode.immediate() == ImmediateKind.NONE)
        .filter(
            opcode ->
                opcode.signature().filter(signature -> !signature.operands().isEmpty()).isPresent())
        // The other engine does not know it.
        .filter(opcode -> opcode.signature().get().results().size() == 1);
  }

  /** Operators that only look at or change the sign: the bits of a NaN stay as they are. */
  private static final Set<String> SIGN_OPERATORS = Set.of("abs", "neg", "copysign");

  @ParameterizedTest
  @MethodSource("operators")
  void agreesWithAnotherEngine(Opcode operator) throws Exception {
    StackSignature signature = operator.signature().orElseThrow();
    List<long[]> inputs = inputs(signature.operands());
    List<long[]> constants = constants(signature.operands());
    byte[] wasm = module(operator, signature, constants);
    Guest guest = Guest.load(wasm, OPTIONS, Isolation.INSTANCE);
    SecondEngine engine = new SecondEngine(wasm);
    Comparison comparison = new Comparison(operator, signature, guest, engine);
    comparison.compare("p", inputs);
    for (int i = 0; i < constants.size(); i++) {
      comparison.compareConstant("c" + i, constants.get(i));
    }
    if (signature.operands().size() == 2) {
      for (int i = 0; i < values(signature.operands().get(0)).length; i++) {
        comparison.compareHalf("left" + i, 0, i);
        comparison.compareHalf("right" + i, 1, i);
      }
    }
    if (isCondition(operator)) {
      for (String use : List.of("if", "br_if", "not", "select")) {
        comparison.compare(use, inputs);
      }
    }
  }

  /** What only changes the sign keeps all other bits, those of a signalling NaN too. */
  @Test
  void signOperatorsKeepTheBits() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int one = module.type(List.of(ValueType.F32), List.of(ValueType.F32));
    int two = module.type(List.of(ValueType.F64, ValueType.F64), List.of(ValueType.F64));
    List<ValueType> operands = List.of(ValueType.F64, ValueType.F64);
    export(module, "abs", one, new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.F32_ABS));
    export(module, "neg", one, new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.F32_NEG));
    export(module, "copysign", two, parameters(operands).add(Opcode.F64_COPYSIGN));
    Guest guest = Guest.load(module.toByteArray(), OPTIONS, Isolation.INSTANCE);
    Instance instance = guest.instance(Long.MAX_VALUE);
    assertEquals(0x7FA0_0001L, guest.call(instance, "abs", 0xFFA0_0001L)[0]);
    assertEquals(0xFFA0_0001, (int) guest.call(instance, "neg", 0x7FA0_0001L)[0]);
    assertEquals(
        0xFFF0_0000_0000_0001L,
        guest.call(instance, "copysign", 0x7FF0_0000_0000_0001L, 0x8000_0000_0000_0000L)[0]);
  }

  private static boolean isCondition(Opcode operator) {
    String name = operator.mnemonic().substring(4);
    return operator.signature().orElseThrow().results().get(0) == ValueType.I32
        && name.matches("(eqz|eq|ne|[lg][te](_[su])?)");
  }

  private static List<long[]> inputs(List<ValueType> operands) {
    List<long[]> inputs = new ArrayList<>();
    if (operands.size() == 1) {
      Arrays.stream(values(operands.get(0))).forEach(value -> inputs.add(new long[] {value}));
    } else {
      for (long left : values(operands.get(0))) {
        for (long right : values(operands.get(1))) {
          inputs.add(new long[] {left, right});
        }
      }
    }
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      inputs.add(
          operands.stream()
              .mapToLong(type -> is32(type) ? random.nextInt() & 0xFFFF_FFFFL : random.nextLong())
              .toArray());
    }
    return inputs;
  }

  private static List<long[]> constants(List<ValueType> operands) {
    List<long[]> constants = new ArrayList<>();
    long[] left = values(operands.get(0));
    long[] right = values(operands.get(operands.size() - 1));
    for (int i = 0; i < left.length; i += CONSTANT_STEP) {
      if (operands.size() == 1) {
        constants.add(new long[] {left[i]});
        continue;
      }
      for (int j = i % 3; j < right.length; j += CONSTANT_STEP) {
        constants.add(new long[] {left[i], right[j]});
      }
    }
    return constants;
  }

  private static boolean is32(ValueType type) {
    return type == ValueType.I32 || type == ValueType.F32;
  }

  private static CodeWriter constant(CodeWriter code, ValueType type, long bits) {
    return switch (type) {
      case I32 -> code.add(Opcode.I32_CONST, (int) bits);
      case I64 -> code.add(Opcode.I64_CONST, bits);
      case F32 -> code.add(Opcode.F32_CONST, bits);
      default -> code.add(Opcode.F64_CONST, bits);
    };
  }

  private static byte[] module(Opcode operator, StackSignature signature, List<long[]> constants) {
    ModuleBuilder module = new ModuleBuilder();
    List<ValueType> operands = signature.operands();
    int full = module.type(operands, signature.results());
    int none = module.type(List.of(), signature.results());
    export(module, "p", full, parameters(operands).add(operator));
    for (int i = 0; i < constants.size(); i++) {
      CodeWriter code = new CodeWriter();
      for (int j = 0; j < operands.size(); j++) {
        constant(code, operands.get(j), constants.get(i)[j]);
      }
      export(module, "c" + i, none, code.add(operator));
    }
    if (operands.size() == 2) {
      ValueType type = operands.get(0);
      int half = module.type(List.of(type), signature.results());
      for (int i = 0; i < values(type).length; i++) {
        CodeWriter left = constant(new CodeWriter(), type, values(type)[i]);
        export(module, "left" + i, half, left.add(Opcode.LOCAL_GET, 0).add(operator));
        CodeWriter right = new CodeWriter().add(Opcode.LOCAL_GET, 0);
        export(module, "right" + i, half, constant(right, type, values(type)[i]).add(operator));
      }
    }
    if (isCondition(operator)) {
      addConditions(operator, operands, full, module);
    }
    return module.toByteArray();
  }

  private static void addConditions(
      Opcode operator, List<ValueType> operands, int type, ModuleBuilder module) {
    export(
        module,
        "if",
        type,
        parameters(operands)
            .add(operator)
            .add(Opcode.IF, ValueType.I32)
            .add(Opcode.I32_CONST, 1)
            .add(Opcode.ELSE)
            .add(Opcode.I32_CONST, 0)
            .add(Opcode.END));
    CodeWriter branch = new CodeWriter().add(Opcode.BLOCK, ValueType.I32).add(Opcode.I32_CONST, 1);
    for (int i = 0; i < operands.size(); i++) {
      branch.add(Opcode.LOCAL_GET, i);
    }
    branch.add(operator).add(Opcode.BR_IF, 0).add(Opcode.DROP).add(Opcode.I32_CONST, 0);
    export(module, "br_if", type, branch.add(Opcode.END));
    export(
        module,
        "not",
        type,
        parameters(operands)
            .add(operator)
            .add(Opcode.I32_EQZ)
            .add(Opcode.IF)
            .add(Opcode.I32_CONST, 0)
            .add(Opcode.RETURN)
            .add(Opcode.END)
            .add(Opcode.I32_CONST, 1));
    CodeWriter select = new CodeWriter().add(Opcode.I32_CONST, 1).add(Opcode.I32_CONST, 0);
    for (int i = 0; i < operands.size(); i++) {
      select.add(Opcode.LOCAL_GET, i);
    }
    export(module, "select", type, select.add(operator).add(Opcode.SELECT));
  }

  private static CodeWriter parameters(List<ValueType> operands) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < operands.size(); i++) {
      code.add(Opcode.LOCAL_GET, i);
    }
    return code;
  }

  private static void export(ModuleBuilder module, String name, int type, CodeWriter code) {
    module.export(name, ExternalKind.FUNCTION, module.function(type, code.add(Opcode.END)));
  }

  /** Both engines, and the answers of the other one by operands. */
  private static final class Comparison {

    private final Opcode operator;
    private final StackSignature signature;
    private final Guest guest;
    private final SecondEngine engine;
    private final Instance instance;

    Comparison(Opcode operator, StackSignature signature, Guest guest, SecondEngine engine) {
      this.operator = operator;
      this.signature = signature;
      this.guest = guest;
      this.engine = engine;
      this.instance = guest.instance(Long.MAX_VALUE);
    }

    void compare(String export, List<long[]> inputs) {
      ExportFunction function = engine.function("p");
      for (long[] input : inputs) {
        check(export, input, SecondEngine.call(function, input), input);
      }
    }

    void compareConstant(String export, long[] operands) {
      check(export, operands, engine.call(export), new long[0]);
    }

    /** One operand is a constant, the other runs through all values. */
    void compareHalf(String export, int constantOperand, int constant) {
      ValueType type = signature.operands().get(0);
      long[] operands = new long[2];
      operands[constantOperand] = values(type)[constant];
      ExportFunction function = engine.function("p");
      for (long value : values(type)) {
        operands[1 - constantOperand] = value;
        check(export, operands, SecondEngine.call(function, operands), new long[] {value});
      }
    }

    private void check(
        String export, long[] operands, SecondEngine.Ended theirs, long[] arguments) {
      SecondEngine.Ended expected =
          operator == Opcode.F32_CONVERT_I64_U ? nearestFloat(operands[0]) : theirs;
      String trap = null;
      long result = 0;
      try {
        result = guest.call(instance, export, arguments)[0];
      } catch (Trap e) {
        trap = e.kind().text();
      }
      if (expected.trap() != null) {
        assertTrue(
            trap != null && expected.trap().contains(trap), trap + ", not " + expected.trap());
        return;
      }
      if (trap != null || !same(expected.results()[0], result)) {
        assertEquals(
            describe(export, operands, null, expected.results()[0]),
            describe(export, operands, trap, result));
      }
    }

    /** The other engine rounds 2^63 + 1 up. */
    private static SecondEngine.Ended nearestFloat(long unsigned) {
      float nearest = new BigInteger(Long.toUnsignedString(unsigned)).floatValue();
      return new SecondEngine.Ended(new long[] {Float.floatToRawIntBits(nearest)}, null);
    }

    private boolean same(long expected, long actual) {
      ValueType type = signature.results().get(0);
      if (!type.isFloat()) {
        return is32(type) ? (int) expected == (int) actual : expected == actual;
      }
      boolean nan = isNan(type, expected);
      if (!nan) {
        return is32(type) ? (int) expected == (int) actual : expected == actual;
      }
      String name = operator.mnemonic().substring(4);
      if (SIGN_OPERATORS.contains(name) || name.startsWith("reinterpret")) {
        return isNan(type, actual);
      }
      return actual == (is32(type) ? 0x7FC0_0000L : 0x7FF8_0000_0000_0000L);
    }

    private static boolean isNan(ValueType type, long bits) {
      return is32(type)
          ? Float.isNaN(Float.intBitsToFloat((int) bits))
          : Double.isNaN(Double.longBitsToDouble(bits));
    }

    private String describe(String export, long[] operands, String trap, long result) {
      return "%s as %s of %s: %s"
          .formatted(
              operator.mnemonic(),
              export,
              Arrays.stream(operands).mapToObj(Long::toHexString).collect(Collectors.joining(", ")),
              trap == null ? Long.toHexString(result) : trap);
    }
  }
}
