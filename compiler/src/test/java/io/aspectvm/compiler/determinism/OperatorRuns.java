package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every numeric operator, saturating and wide ones too, on every pair of boundary values, NaNs of
 * all kinds among them, in a loop that becomes hot: a hash over the bits of the results, the same
 * each time.
 */
final class OperatorRuns {

  private static final int CALLS = 16;

  /** Values of a type, and so 1024 pairs. */
  private static final int VALUES = 32;

  private static final int PAIRS = VALUES * VALUES;

  /** A multiplier whose products differ in all bits. */
  private static final int SCATTER = 0x9E37_79B1;

  private static final long[] WORDS = {
    0,
    1,
    2,
    3,
    7,
    8,
    10,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    32_767,
    32_768,
    65_535,
    65_536,
    0x1234_5678,
    0x7FFF_FFFF,
    -1,
    -2,
    -3,
    -128,
    -32_768,
    -65_536,
    0x8000_0000L,
    0x7FFF_FFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] FLOATS = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    0.1f,
    3.14159f,
    1e10f,
    -1e10f,
    1e20f,
    1e30f,
    16_777_217f,
    2_147_483_648f,
    -2_147_483_648f,
    4_294_967_296f,
    9.2233720e18f,
    1.8446744e19f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL
  };

  private static final int[] FLOAT_BITS = {
    0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC0_0000, 0x7FA0_0001, 0xFFFF_FFFF
  };

  private static final long[] DOUBLE_BITS = {
    0x7FF0_0000_0000_0000L,
    0xFFF0_0000_0000_0000L,
    0x7FF8_0000_0000_0000L,
    0xFFF8_0000_0000_0000L,
    0x7FF4_0000_0000_0001L,
    0xFFFF_FFFF_FFFF_FFFFL
  };

  /** How the bits of a result become an i64. */
  private static final Map<ValueType, List<Opcode>> BITS =
      Map.of(
          ValueType.I32, List.of(Opcode.I64_EXTEND_I32_U),
          ValueType.I64, List.of(),
          ValueType.F32, List.of(Opcode.I32_REINTERPRET_F32, Opcode.I64_EXTEND_I32_U),
          ValueType.F64, List.of(Opcode.I64_REINTERPRET_F64));

  private static final Map<ValueType, Opcode> LOADS =
      Map.of(
          ValueType.I32, Opcode.I32_LOAD,
          ValueType.I64, Opcode.I64_LOAD,
          ValueType.F32, Opcode.F32_LOAD,
          ValueType.F64, Opcode.F64_LOAD);

  private OperatorRuns() {}

  static void run(RunLog log) throws Exception {
    List<Opcode> operators = operators();
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    Guest guest = Guest.load(log.compile(module(operators), options), options, Isolation.INSTANCE);
    for (Opcode operator : operators) {
      if (operator.effect() == Effect.PURE) {
        String first = hash(guest, operator, 0, PAIRS);
        log.line(operator + " " + first);
        for (int i = 1; i < CALLS; i++) {
          String again = hash(guest, operator, 0, PAIRS);
          if (!again.equals(first)) {
            log.line(operator + " call " + i + " " + again);
          }
        }
      } else {
        for (int pair = 0; pair < PAIRS; pair++) {
          log.line(operator + " " + pair + " " + hash(guest, operator, pair, 1));
        }
      }
    }
  }

  private static String hash(Guest guest, Opcode operator, int from, int count) {
    Instance instance = guest.instance(Long.MAX_VALUE);
    String hash = RandomRuns.call(guest, instance, operator.mnemonic(), from, count);
    return hash + ", gas left " + instance.gasLeft();
  }

  /** Operators with numbers in and numbers out: one, or two of type i64. */
  private static List<Opcode> operators() {
    List<Opcode> operators = new ArrayList<>();
    for (Opcode opcode : Opcode.values()) {
      if (opcode.feature().map(Profile.WASM::has).orElse(true)
          && opcode.immediate() == ImmediateKind.NONE
          && opcode.signature().isPresent()
          && !opcode.signature().get().results().isEmpty()
          && opcode.signature().get().operands().stream().allMatch(ValueType::isNumeric)) {
        operators.add(opcode);
      }
    }
    return operators;
  }

  private static byte[] module(List<Opcode> operators) {
    ModuleBuilder module = new ModuleBuilder();
    module.export("memory", ExternalKind.MEMORY, module.memory(1, 1));
    module.data(0, values());
    int type = module.type(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I64));
    for (Opcode operator : operators) {
      int function = module.function(type, List.of(new LocalRun(1, ValueType.I64)), code(operator));
      module.export(operator.mnemonic(), ExternalKind.FUNCTION, function);
    }
    return module.toByteArray();
  }

  /** {@code do hash = rotl(hash, 5) ^ bits(operator(pair)) while (pair++, --count != 0)}. */
  private static CodeWriter code(Opcode operator) {
    int pair = 0;
    int count = 1;
    int hash = 2;
    CodeWriter code = new CodeWriter().add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, hash).add(Opcode.I64_CONST, 5).add(Opcode.I64_ROTL);
    StackSignature signature = operator.signature().orElseThrow();
    int shift = 0;
    for (ValueType operand : signature.operands()) {
      code.add(Opcode.LOCAL_GET, pair);
      if (1 << shift >= PAIRS) {
        // The number of the pair says nothing about further operands: bits of its hash do.
        code.add(Opcode.I32_CONST, SCATTER).add(Opcode.I32_MUL);
      }
      code.add(Opcode.I32_CONST, shift).add(Opcode.I32_SHR_U);
      code.add(Opcode.I32_CONST, VALUES - 1).add(Opcode.I32_AND);
      code.add(Opcode.I32_CONST, 3).add(Opcode.I32_SHL);
      code.add(LOADS.get(operand), 0, 8L * VALUES * operand.ordinal());
      shift += 5;
    }
    code.add(operator);
    BITS.get(signature.results().get(0)).forEach(code::add);
    if (signature.results().size() > 1) {
      code.add(Opcode.I64_CONST, 13).add(Opcode.I64_ROTL).add(Opcode.I64_XOR);
    }
    code.add(Opcode.I64_XOR).add(Opcode.LOCAL_SET, hash);
    code.add(Opcode.LOCAL_GET, pair).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_SET, pair);
    code.add(Opcode.LOCAL_GET, count).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    code.add(Opcode.LOCAL_TEE, count).add(Opcode.BR_IF, 0).add(Opcode.END);
    return code.add(Opcode.LOCAL_GET, hash).add(Opcode.END);
  }

  /** Cells of 8 bytes: those of each type behind those of the type before. */
  private static byte[] values() {
    ByteBuffer out = ByteBuffer.allocate(LOADS.size() * VALUES * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2; i++) {
      for (long word : WORDS) {
        out.putLong(word);
      }
    }
    for (float value : FLOATS) {
      out.putLong(Float.floatToRawIntBits(value));
    }
    for (int bits : FLOAT_BITS) {
      out.putLong(bits);
    }
    for (float value : FLOATS) {
      out.putDouble(value);
    }
    for (long bits : DOUBLE_BITS) {
      out.putLong(bits);
    }
    return out.array();
  }
}
