package io.aspectvm.jmh.whitepaper;

import static io.aspectvm.jmh.whitepaper.WideKernel.A;
import static io.aspectvm.jmh.whitepaper.WideKernel.B;
import static io.aspectvm.jmh.whitepaper.WideKernel.CARRY;
import static io.aspectvm.jmh.whitepaper.WideKernel.LIMBS;
import static io.aspectvm.jmh.whitepaper.WideKernel.M;
import static io.aspectvm.jmh.whitepaper.WideKernel.MIX;
import static io.aspectvm.jmh.whitepaper.WideKernel.SUM;
import static io.aspectvm.jmh.whitepaper.WideKernel.T;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel {@code mulmod} of {@code src/main/kernels} on limbs of 64 bits instead of 32: products
 * by Montgomery's method, which are the same numbers whatever the limbs, and so is its checksum.
 *
 * <p>In memory: the value that is multiplied over and over, in 32 bytes, and the factor behind it.
 */
final class Montgomery {

  private static final int LIMB_BYTES = Long.BYTES;
  private static final int FACTOR = LIMBS * LIMB_BYTES;
  private static final int HALVES = 2 * LIMBS;

  private static final long[] MODULUS = {
    0x3C20_8C16_D87C_FD47L, 0x9781_6A91_6871_CA8DL, 0xB850_45B6_8181_585DL, 0x3064_4E72_E131_A029L,
  };

  /** A limb of the result before it is reduced, and the one above. */
  private static final int TOP = T + LIMBS;

  private static final int OVER = TOP + 1;
  private static final int ZERO_OR_CONSTANT = M + 1;

  private Montgomery() {}

  /** -1 / modulus modulo 2^64, by Newton's method. */
  private static long negativeInverse() {
    long inverse = 1;
    for (int bits = 1; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - MODULUS[0] * inverse;
    }
    return -inverse;
  }

  /** Value and factor at the start: numbers of 28 bits, in turn. */
  static byte[] data() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * FACTOR).order(ByteOrder.LITTLE_ENDIAN);
    long state = 88172645463325252L;
    for (int half = 0; half < HALVES; half++) {
      for (int number = 0; number < 2; number++) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        bytes.putInt(number * FACTOR + half * Integer.BYTES, (int) state >>> 4);
      }
    }
    return bytes.array();
  }

  /** Puts value and factor where they are changed. */
  static void begin(CodeWriter code) {
    for (int i = 0; i < 2 * LIMBS; i++) {
      code.add(Opcode.I32_CONST, 0).add(Opcode.LOCAL_GET, A + i);
      code.add(Opcode.I64_STORE, 3, (long) i * LIMB_BYTES);
    }
  }

  /** A product, then a change of the factor, and the checksum. */
  static void iterate(LimbCode limbs) {
    CodeWriter code = limbs.code();
    for (int i = 0; i < 2 * LIMBS; i++) {
      code.add(Opcode.I32_CONST, 0).add(Opcode.I64_LOAD, 3, (long) i * LIMB_BYTES);
      code.add(Opcode.LOCAL_SET, A + i);
    }
    for (int i = 0; i <= LIMBS; i++) {
      limbs.constant(T + i, 0);
    }
    for (int i = 0; i < LIMBS; i++) {
      addProduct(limbs, i);
      divide(limbs);
    }
    reduce(limbs);
    change(code);
  }

  /** {@code t += value[i] * factor}. */
  private static void addProduct(LimbCode limbs, int i) {
    limbs.constant(CARRY, 0);
    for (int j = 0; j < LIMBS; j++) {
      limbs.multiplyAdd(A + i, B + j, T + j, T + j, CARRY);
    }
    limbs.add(TOP, CARRY, TOP, OVER);
  }

  /** {@code t = (t + m * modulus) / 2^64}, with the m that makes it divisible. */
  private static void divide(LimbCode limbs) {
    limbs.code().add(Opcode.LOCAL_GET, T).add(Opcode.I64_CONST, negativeInverse());
    limbs.code().add(Opcode.I64_MUL).add(Opcode.LOCAL_SET, M);
    limbs.constant(CARRY, 0);
    for (int j = 0; j < LIMBS; j++) {
      limbs.constant(ZERO_OR_CONSTANT, MODULUS[j]);
      limbs.multiplyAdd(M, ZERO_OR_CONSTANT, T + j, j == 0 ? T : T + j - 1, CARRY);
    }
    limbs.add(TOP, CARRY, T + LIMBS - 1, CARRY);
    limbs.code().add(Opcode.LOCAL_GET, OVER).add(Opcode.LOCAL_GET, CARRY);
    limbs.code().add(Opcode.I64_ADD).add(Opcode.LOCAL_SET, TOP);
  }

  /** {@code value = t < modulus ? t : t - modulus}, into memory. */
  private static void reduce(LimbCode limbs) {
    CodeWriter code = limbs.code();
    limbs.constant(CARRY, 0);
    for (int j = 0; j < LIMBS; j++) {
      limbs.constant(ZERO_OR_CONSTANT, MODULUS[j]);
      limbs.subtractBorrow(T + j, ZERO_OR_CONSTANT, A + j, CARRY);
    }
    for (int j = 0; j < LIMBS; j++) {
      code.add(Opcode.I32_CONST, 0).add(Opcode.LOCAL_GET, T + j).add(Opcode.LOCAL_GET, A + j);
      code.add(Opcode.LOCAL_GET, CARRY).add(Opcode.LOCAL_GET, TOP).add(Opcode.I64_GT_U);
      code.add(Opcode.SELECT).add(Opcode.I64_STORE, 3, (long) j * LIMB_BYTES);
    }
  }

  /** {@code factor[i % 8] ^= value[0] >> 4; sum = mix(sum, value[7])}, in halves of limbs. */
  private static void change(CodeWriter code) {
    for (int time = 0; time < 2; time++) {
      code.add(Opcode.LOCAL_GET, 1).add(Opcode.I32_CONST, HALVES - 1).add(Opcode.I32_AND);
      code.add(Opcode.I32_CONST, 2).add(Opcode.I32_SHL);
    }
    code.add(Opcode.I32_LOAD, 2, FACTOR);
    code.add(Opcode.I32_CONST, 0).add(Opcode.I32_LOAD).add(Opcode.I32_CONST, 4);
    code.add(Opcode.I32_SHR_U).add(Opcode.I32_XOR).add(Opcode.I32_STORE, 2, FACTOR);
    code.add(Opcode.LOCAL_GET, SUM).add(Opcode.I32_CONST, 0);
    code.add(Opcode.I64_LOAD32_U, 2, FACTOR - Integer.BYTES);
    mix(code);
    code.add(Opcode.LOCAL_SET, SUM);
  }

  private static void mix(CodeWriter code) {
    code.add(Opcode.I64_XOR).add(Opcode.I64_CONST, MIX).add(Opcode.I64_MUL);
  }

  /** Leaves the checksum: that of all, and the lowest limb. */
  static void finish(CodeWriter code) {
    code.add(Opcode.LOCAL_GET, SUM).add(Opcode.I32_CONST, 0).add(Opcode.I64_LOAD);
    mix(code);
  }
}
