package io.aspectvm.jmh.calibration;

import static io.aspectvm.wasm.opcode.ValueType.F32;
import static io.aspectvm.wasm.opcode.ValueType.F64;
import static io.aspectvm.wasm.opcode.ValueType.FUNCREF;
import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A module whose export {@code run: (i32) -> i64} does so many rounds of some repetitions of a
 * unit, and returns a checksum over all values.
 *
 * <p>Values are locals, {@value #VALUES} of each numeric type, which a round hands on to the next;
 * they come from memory, so that no JIT knows them: of integers two small ones and a large one, of
 * floats numbers a little above 1. Besides there are: a local address that changes with each round;
 * a seed; globals; two tables of functions, of which the first has {@value #CALLEES}; and a segment
 * of each kind.
 */
final class UnitModule {

  static final String RUN = "run";

  /** Values of each type. */
  static final int VALUES = 3;

  /** A local i32: the address of this round, below 2048 and a multiple of 8. */
  static final int ADDRESS = 2 + 4 * VALUES;

  /** A local i32: a number that the next call goes on with. */
  static final int SEED = ADDRESS + 1;

  /** Globals, of type i64; behind them is one of type i32, where the seed is. */
  static final int GLOBALS = 64;

  /** Functions {@code (i32) -> i32} in table 0, which all do something else. */
  static final int CALLEES = 8;

  /** Index of the first of them; they are {@code x ^ x >>> n}. */
  static final int SMALL_FUNCTION = 0;

  /** A function {@code (i32) -> i32} that is too long for a JIT to inline; returns soon. */
  static final int LONG_FUNCTION = CALLEES;

  /** Memory from here on is zero. */
  static final int ZEROS = 4096;

  /** Bytes of the passive data segment 1. */
  static final int SEGMENT_BYTES = 1 << 16;

  /** Functions in the passive element segment 1; elements of table 1. */
  static final int SEGMENT_ELEMENTS = 1024;

  private static final int LONG_STATEMENTS = 60;
  private static final int N = 0;
  private static final int I = 1;
  private static final int PAGES = 4;
  private static final long[] START = {3, 5, 0x7FFF_FFF1_7FFF_FFF1L};

  private static final List<ValueType> TYPES = List.of(I32, I64, F32, F64);
  private static final List<Opcode> LOADS =
      List.of(Opcode.I32_LOAD, Opcode.I64_LOAD, Opcode.F32_LOAD, Opcode.F64_LOAD);

  private final ModuleBuilder module = new ModuleBuilder();
  private final int unary = module.type(List.of(I32), List.of(I32));

  private UnitModule() {}

  /** Index of a local. */
  static int local(ValueType type, int value) {
    return 2 + TYPES.indexOf(type) * VALUES + Math.floorMod(value, VALUES);
  }

  /** Index of the type {@code (i32) -> i32}. */
  static int unaryType() {
    return 0;
  }

  static byte[] of(Unit unit, int repetitions) {
    return new UnitModule().build(unit, repetitions);
  }

  private byte[] build(Unit unit, int repetitions) {
    module.memory(PAGES, -1);
    module.data(0, startValues());
    module.passiveData(new byte[SEGMENT_BYTES]).dataCount();
    for (int i = 0; i < GLOBALS; i++) {
      module.global(new GlobalType(I64, true), code(Opcode.I64_CONST, i).add(Opcode.END));
    }
    module.global(new GlobalType(I32, true), code(Opcode.I32_CONST, 27).add(Opcode.END));
    for (int i = 1; i <= CALLEES; i++) {
      module.function(unary, smallFunction(i));
    }
    module.function(unary, longFunction());
    module.table(CALLEES);
    module.table(new TableType(FUNCREF, new SizeLimits(SEGMENT_ELEMENTS, OptionalLong.empty())));
    module.elements(0, IntStream.range(0, CALLEES).toArray());
    module.passiveElements(new int[SEGMENT_ELEMENTS]);
    int run =
        module.function(module.type(List.of(I32), List.of(I64)), locals(), run(unit, repetitions));
    return module.export(RUN, ExternalKind.FUNCTION, run).toByteArray();
  }

  private static List<LocalRun> locals() {
    return List.of(
        new LocalRun(1, I32),
        new LocalRun(VALUES, I32),
        new LocalRun(VALUES, I64),
        new LocalRun(VALUES, F32),
        new LocalRun(VALUES, F64),
        new LocalRun(2, I32));
  }

  private static byte[] startValues() {
    ByteBuffer bytes = ByteBuffer.allocate(TYPES.size() * VALUES * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (ValueType type : TYPES) {
      for (int i = 0; i < VALUES; i++) {
        bytes.putLong(bits(type, i));
      }
    }
    return bytes.array();
  }

  private static long bits(ValueType type, int value) {
    double above = 1 + (value + 1) / 1024d;
    return switch (type) {
      case F32 -> Float.floatToRawIntBits((float) above);
      case F64 -> Double.doubleToRawLongBits(above);
      default -> START[value];
    };
  }

  private static CodeWriter smallFunction(int number) {
    CodeWriter code = code(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_GET, 0);
    code.add(Opcode.I32_CONST, number).add(Opcode.I32_SHR_U).add(Opcode.I32_XOR);
    return code.add(Opcode.END);
  }

  /** {@code if (x == -27) { a long way } return x + 1}. */
  private static CodeWriter longFunction() {
    CodeWriter code = code(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, -27).add(Opcode.I32_EQ);
    code.add(Opcode.IF);
    for (int i = 0; i < LONG_STATEMENTS; i++) {
      code.add(Opcode.I32_CONST, ZEROS).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, i);
      code.add(Opcode.I32_ROTL).add(Opcode.I32_STORE, 2, 8L * i);
    }
    code.add(Opcode.END).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 1);
    return code.add(Opcode.I32_ADD).add(Opcode.END);
  }

  private static CodeWriter run(Unit unit, int repetitions) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < TYPES.size() * VALUES; i++) {
      code.add(Opcode.I32_CONST, 0);
      code.add(LOADS.get(i / VALUES), 2, (long) i * Long.BYTES).add(Opcode.LOCAL_SET, 2L + i);
    }
    code.add(Opcode.GLOBAL_GET, GLOBALS).add(Opcode.LOCAL_SET, SEED).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, I).add(Opcode.I32_CONST, 255).add(Opcode.I32_AND);
    code.add(Opcode.I32_CONST, 3).add(Opcode.I32_SHL).add(Opcode.LOCAL_SET, ADDRESS);
    UnitWriter units = new UnitWriter();
    for (int i = 0; i < repetitions; i++) {
      unit.code().accept(units, i);
    }
    for (byte b : units.toByteArray()) {
      code.raw(b & 0xFF);
    }
    code.add(Opcode.LOCAL_GET, I).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_TEE, I).add(Opcode.LOCAL_GET, N).add(Opcode.I32_LT_S);
    code.add(Opcode.BR_IF, 0).add(Opcode.END);
    code.add(Opcode.LOCAL_GET, SEED).add(Opcode.GLOBAL_SET, GLOBALS);
    checksum(code);
    return code.add(Opcode.END);
  }

  private static void checksum(CodeWriter code) {
    code.add(Opcode.I64_CONST, 0);
    for (int i = 0; i < VALUES; i++) {
      code.add(Opcode.LOCAL_GET, local(I32, i)).add(Opcode.I64_EXTEND_I32_U).add(Opcode.I64_XOR);
      code.add(Opcode.LOCAL_GET, local(I64, i)).add(Opcode.I64_XOR);
      code.add(Opcode.LOCAL_GET, local(F32, i)).add(Opcode.I32_REINTERPRET_F32);
      code.add(Opcode.I64_EXTEND_I32_U).add(Opcode.I64_XOR);
      code.add(Opcode.LOCAL_GET, local(F64, i)).add(Opcode.I64_REINTERPRET_F64);
      code.add(Opcode.I64_XOR);
    }
  }

  private static CodeWriter code(Opcode first, long... immediates) {
    return new CodeWriter().add(first, immediates);
  }
}
