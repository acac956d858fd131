package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import java.util.Random;

/**
 * A valid aspect of about a given size, always the same for that size: functions of 0.2 to 2 KB
 * with arithmetic, loads and stores, calls, conditions and loops in the proportions of compiled
 * code. Made to be compiled, not to be run: calls fan out from function to function.
 */
final class GeneratedModule {

  private static final int LOCALS_32 = 6;
  private static final int LOCALS_64 = 3;
  private static final int COUNTER = LOCALS_32 + LOCALS_64;
  private static final Opcode[] BINARY_32 = {
    Opcode.I32_ADD,
    Opcode.I32_SUB,
    Opcode.I32_MUL,
    Opcode.I32_AND,
    Opcode.I32_OR,
    Opcode.I32_XOR,
    Opcode.I32_SHL,
    Opcode.I32_SHR_U,
    Opcode.I32_LT_U,
    Opcode.I32_EQ,
  };
  private static final Opcode[] BINARY_64 = {
    Opcode.I64_ADD, Opcode.I64_SUB, Opcode.I64_MUL, Opcode.I64_XOR, Opcode.I64_ROTL,
  };

  private final Random random = new Random(27);
  private CodeWriter code;

  private GeneratedModule() {}

  static byte[] ofKilobytes(int kilobytes) {
    return new GeneratedModule().generate(kilobytes * 1024);
  }

  private byte[] generate(int bytes) {
    ModuleBuilder module = new ModuleBuilder();
    module.export("memory", ExternalKind.MEMORY, module.memory(1, -1));
    int start =
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start);
    int type = module.type(List.of(I32, I32), List.of(I32));
    List<LocalRun> locals =
        List.of(
            new LocalRun(LOCALS_32 - 2, I32), new LocalRun(LOCALS_64, I64), new LocalRun(1, I32));
    int last = start;
    for (int written = 0; written < bytes; ) {
      code = new CodeWriter();
      int length = 200 + random.nextInt(1800);
      while (code.toByteArray().length < length) {
        statement(last, 2);
      }
      code.add(Opcode.LOCAL_GET, 0).add(Opcode.END);
      written += code.toByteArray().length + 8;
      last = module.function(type, locals, code);
    }
    return module.export("execute", ExternalKind.FUNCTION, last).toByteArray();
  }

  /**
   * @param last index of the last function so far; calls go to it, so nothing recurses
   * @param depth of conditions and loops that may still be opened
   */
  private void statement(int last, int depth) {
    int kind = random.nextInt(depth > 0 ? 16 : 12);
    if (kind < 5) {
      word(3);
      code.add(Opcode.LOCAL_SET, random.nextInt(LOCALS_32));
    } else if (kind < 7) {
      longWord(3);
      code.add(Opcode.LOCAL_SET, LOCALS_32 + random.nextInt(LOCALS_64));
    } else if (kind < 11) {
      address();
      word(2);
      code.add(Opcode.I32_STORE, 2, random.nextInt(256));
    } else if (kind == 11) {
      call(last);
    } else if (kind < 15) {
      word(2);
      code.add(Opcode.IF);
      statements(last, depth - 1);
      if (random.nextBoolean()) {
        code.add(Opcode.ELSE);
        statements(last, depth - 1);
      }
      code.add(Opcode.END);
    } else {
      loop(last, depth);
    }
  }

  private void statements(int last, int depth) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      statement(last, depth);
    }
  }

  /** The counter is shared by nested loops: the inner one ends the outer one too. */
  private void loop(int last, int depth) {
    code.add(Opcode.I32_CONST, 3).add(Opcode.LOCAL_SET, COUNTER).add(Opcode.LOOP);
    statements(last, depth - 1);
    code.add(Opcode.LOCAL_GET, COUNTER).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    code.add(Opcode.LOCAL_TEE, COUNTER).add(Opcode.I32_CONST, 0).add(Opcode.I32_GT_S);
    code.add(Opcode.BR_IF, 0).add(Opcode.END);
  }

  private void call(int last) {
    if (last == 0) {
      return;
    }
    word(1);
    word(1);
    code.add(Opcode.CALL, last).add(Opcode.LOCAL_SET, random.nextInt(LOCALS_32));
  }

  /** Pushes an i32 that is an address within the first page. */
  private void address() {
    code.add(Opcode.LOCAL_GET, random.nextInt(LOCALS_32)).add(Opcode.I32_CONST, 0x7FFC);
    code.add(Opcode.I32_AND);
  }

  /** Pushes an i32. */
  private void word(int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 3);
    if (kind < 2) {
      code.add(Opcode.LOCAL_GET, random.nextInt(LOCALS_32));
    } else if (kind == 2) {
      code.add(Opcode.I32_CONST, random.nextInt(2048) - 1024);
    } else if (kind == 3) {
      address();
      code.add(Opcode.I32_LOAD, 2, random.nextInt(256));
    } else if (kind == 4) {
      longWord(depth - 1);
      code.add(Opcode.I32_WRAP_I64);
    } else {
      word(depth - 1);
      word(depth - 1);
      code.add(BINARY_32[random.nextInt(BINARY_32.length)]);
    }
  }

  /** Pushes an i64. */
  private void longWord(int depth) {
    int kind = random.nextInt(depth > 0 ? 7 : 3);
    if (kind < 2) {
      code.add(Opcode.LOCAL_GET, LOCALS_32 + random.nextInt(LOCALS_64));
    } else if (kind == 2) {
      code.add(Opcode.I64_CONST, random.nextInt());
    } else if (kind == 3) {
      address();
      code.add(Opcode.I64_LOAD, 3, random.nextInt(256));
    } else if (kind == 4) {
      word(depth - 1);
      code.add(Opcode.I64_EXTEND_I32_S);
    } else {
      longWord(depth - 1);
      longWord(depth - 1);
      code.add(BINARY_64[random.nextInt(BINARY_64.length)]);
    }
  }
}
