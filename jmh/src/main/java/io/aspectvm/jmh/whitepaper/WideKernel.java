package io.aspectvm.jmh.whitepaper;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * Operations on 256-bit numbers, as modules with an export {@code run: (i32) -> i64} that does so
 * many of them, one with the result of the other, and returns a checksum. Numbers are four limbs,
 * the lowest first.
 */
enum WideKernel {
  /** Fibonacci: {@code (a, b) = (b, a + b)} modulo 2^256, from (0, 1); of a. */
  ADD {
    @Override
    void iterate(LimbCode limbs) {
      limbs.add(A, B, T, CARRY).copy(B, A).copy(T, B);
      for (int i = 1; i < LIMBS; i++) {
        limbs.addCarry(A + i, B + i, T, CARRY).copy(B + i, A + i).copy(T, B + i);
      }
    }
  },

  /** {@code a = a * b} modulo 2^256, from {@link #FACTORS}. */
  MUL {
    @Override
    void iterate(LimbCode limbs) {
      for (int i = 0; i < LIMBS; i++) {
        limbs.constant(T + i, 0);
      }
      for (int i = 0; i < LIMBS; i++) {
        limbs.constant(CARRY, 0);
        for (int j = 0; i + j < LIMBS - 1; j++) {
          limbs.multiplyAdd(A + i, B + j, T + i + j, T + i + j, CARRY);
        }
        // Of the last product, only the lower half counts.
        limbs.code().add(Opcode.LOCAL_GET, A + i).add(Opcode.LOCAL_GET, B + LIMBS - 1 - i);
        limbs.code().add(Opcode.I64_MUL).add(Opcode.LOCAL_GET, T + LIMBS - 1);
        limbs.code().add(Opcode.I64_ADD).add(Opcode.LOCAL_GET, CARRY).add(Opcode.I64_ADD);
        limbs.code().add(Opcode.LOCAL_SET, T + LIMBS - 1);
      }
      for (int i = 0; i < LIMBS; i++) {
        limbs.copy(T + i, A + i);
      }
    }
  },

  /** The same as the kernel {@code mulmod}, by Montgomery's method: its limbs have 32 bits. */
  MULMOD {
    @Override
    void begin(CodeWriter code) {
      Montgomery.begin(code);
    }

    @Override
    void iterate(LimbCode limbs) {
      Montgomery.iterate(limbs);
    }

    @Override
    void finish(CodeWriter code) {
      Montgomery.finish(code);
    }

    @Override
    byte[] data() {
      return Montgomery.data();
    }
  };

  static final String RUN = "run";
  static final int LIMBS = 4;

  // Locals: 0 is how many are to be done, 1 how many are done; then
  static final int SUM = 2;
  static final int CARRY = 3;
  static final int A = 4;
  static final int B = A + LIMBS;
  static final int T = B + LIMBS;
  static final int M = T + LIMBS + 2;
  static final int SCRATCH = M + 2;

  /** What products are made of: two odd numbers. */
  static final long[] FACTORS = {
    0x9E37_79B9_7F4A_7C15L, 0xBF58_476D_1CE4_E5B9L, 0x94D0_49BB_1331_11EBL, 0x2545_F491_4F6C_DD1DL,
    0xD6E8_FEB8_6659_FD93L, 0xA24B_AED4_963E_E407L, 0x9FB2_1C65_1E98_DF25L, 0x0DA9_4204_2E4D_D8B5L,
  };

  /** Where a and b come from: memory below is free. */
  private static final int START = 256;

  static final long MIX = 0x1000_0000_1B3L;

  /** Before the first round: a and b are loaded. */
  void begin(CodeWriter code) {}

  /** A round. */
  abstract void iterate(LimbCode limbs);

  /** Leaves the checksum: of the limbs of a. */
  void finish(CodeWriter code) {
    code.add(Opcode.LOCAL_GET, SUM);
    for (int i = 0; i < LIMBS; i++) {
      code.add(Opcode.LOCAL_GET, A + i).add(Opcode.I64_XOR);
      code.add(Opcode.I64_CONST, MIX).add(Opcode.I64_MUL);
    }
  }

  /** Where a and b come from, so that no JIT knows them. */
  byte[] data() {
    long[] start = this == ADD ? new long[] {0, 0, 0, 0, 1, 0, 0, 0} : FACTORS;
    ByteBuffer bytes =
        ByteBuffer.allocate(start.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long limb : start) {
      bytes.putLong(limb);
    }
    return bytes.array();
  }

  /** As in tables, and of files. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The module.
   *
   * @param wide whether with wide arithmetic, which is valid under {@link Profile#WASM} only;
   *     otherwise it is under {@link Profile#ASPECT} too
   */
  byte[] wasm(boolean wide) {
    ModuleBuilder module = new ModuleBuilder();
    module.export("memory", ExternalKind.MEMORY, module.memory(1, -1));
    int start =
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start);
    module.data(START, data());
    int run =
        module.function(
            module.type(List.of(I32), List.of(I64)),
            List.of(new LocalRun(1, I32), new LocalRun(SCRATCH + LimbCode.SCRATCH - SUM, I64)),
            run(wide));
    return module.export(RUN, ExternalKind.FUNCTION, run).toByteArray();
  }

  private CodeWriter run(boolean wide) {
    LimbCode limbs = new LimbCode(wide, SCRATCH);
    CodeWriter code = limbs.code();
    for (int i = 0; i < 2 * LIMBS; i++) {
      code.add(Opcode.I32_CONST, START).add(Opcode.I64_LOAD, 3, (long) i * Long.BYTES);
      code.add(Opcode.LOCAL_SET, A + i);
    }
    begin(code);
    code.add(Opcode.BLOCK).add(Opcode.LOOP);
    code.add(Opcode.LOCAL_GET, 1).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_GE_S);
    code.add(Opcode.BR_IF, 1);
    iterate(limbs);
    code.add(Opcode.LOCAL_GET, 1).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_SET, 1).add(Opcode.BR, 0).add(Opcode.END).add(Opcode.END);
    finish(code);
    return code.add(Opcode.END);
  }
}
