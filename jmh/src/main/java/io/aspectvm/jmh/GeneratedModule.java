package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A valid aspect of about a given size, always the same for that size and seed, in the proportions
 * of compiled code: of its functions four in five are small, and some too long for one JVM method;
 * arithmetic, loads and stores, calls, calls through a table, conditions, loops and switches.
 *
 * <p>Every function can be called, and ends: it calls functions of the layer below its own. Join
 * points can be run, and do as little as {@link JoinPointFunctions} says, whatever the size.
 */
public final class GeneratedModule {

  /** Name of the export of every so many functions: this and the function's index. */
  static final String EXPORT = "f";

  /** How many functions there are to an exported one, as far as the limit on exports allows. */
  static final int EXPORT_STEP = 16;

  private static final int MAX_EXPORTED = 200 * EXPORT_STEP;

  private static final int LOCALS_32 = 6;
  private static final int LOCALS_64 = 3;
  private static final int COUNTER = LOCALS_32 + LOCALS_64;

  /** Functions of layer 0 call nothing. */
  private static final int LAYERS = 4;

  static final int TABLE_SIZE = 8;

  private static final int SEED = 27;

  /** What most statements take less than, with what is in them. */
  private static final int STATEMENT_BYTES = 60;

  /** What a function takes besides its body: its size, its type, part of an export. */
  private static final int FUNCTION_BYTES = 4;

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

  private final Random random;
  private final ModuleBuilder module = new ModuleBuilder();
  private final int type = module.type(List.of(I32, I32), List.of(I32));

  /** Function indices by layer. */
  private final List<List<Integer>> layers = new ArrayList<>();

  // Of the function that is written:
  private CodeWriter code;
  private int layer;

  private GeneratedModule(long seed) {
    random = new Random(seed);
    for (int i = 0; i < LAYERS; i++) {
      layers.add(new ArrayList<>());
    }
  }

  /** The module of this size that everything measures. */
  public static byte[] ofKilobytes(int kilobytes) {
    return new GeneratedModule(SEED).generate(kilobytes * 1024);
  }

  /** Others, of other code: one for each number. */
  public static byte[] ofKilobytes(int kilobytes, int number) {
    return new GeneratedModule(SEED + 1L + number).generate(kilobytes * 1024);
  }

  private byte[] generate(int bytes) {
    module.export("memory", ExternalKind.MEMORY, module.memory(1, -1));
    int start =
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start);
    byte[] content = new byte[Math.min(bytes / 16, 32 * 1024)];
    random.nextBytes(content);
    module.data(0, content);
    int last = start;
    for (int written = content.length; written < bytes || last < TABLE_SIZE; ) {
      // The first ones fill the table.
      layer = last < TABLE_SIZE ? 0 : Integer.numberOfTrailingZeros(8 | random.nextInt(8));
      byte[] body = body(Math.max(0, bytes - written));
      written += body.length + FUNCTION_BYTES;
      last = module.function(type, body);
      layers.get(layer).add(last);
      if (last % EXPORT_STEP == 0 && last <= MAX_EXPORTED) {
        module.export(EXPORT + last, ExternalKind.FUNCTION, last);
      }
    }
    module.table(TABLE_SIZE);
    module.elements(0, IntStream.range(1, TABLE_SIZE + 1).toArray());
    JoinPointFunctions.addTo(module, type);
    return module.toByteArray();
  }

  private byte[] body(int room) {
    code = new CodeWriter().raw(3, LOCALS_32 - 2, I32.code(), LOCALS_64, I64.code(), 1, I32.code());
    for (int i = Math.min(statementsOfFunction(), 1 + room / STATEMENT_BYTES); i > 0; i--) {
      statement(2);
    }
    return code.add(Opcode.LOCAL_GET, 0).add(Opcode.END).toByteArray();
  }

  private int statementsOfFunction() {
    int kind = layers.get(0).size() < TABLE_SIZE ? 63 : random.nextInt(64);
    if (kind == 0) {
      return 80 + random.nextInt(320);
    }
    return kind < 12 ? 12 + random.nextInt(36) : 2 + random.nextInt(10);
  }

  /**
   * @param depth of conditions and loops that may still be opened
   */
  private void statement(int depth) {
    int kind = random.nextInt(depth > 0 ? 33 : 24);
    if (kind < 10) {
      word(3);
      code.add(Opcode.LOCAL_SET, random.nextInt(LOCALS_32));
    } else if (kind < 14) {
      longWord(3);
      code.add(Opcode.LOCAL_SET, LOCALS_32 + random.nextInt(LOCALS_64));
    } else if (kind < 21) {
      address();
      word(2);
      code.add(Opcode.I32_STORE, 2, random.nextInt(256));
    } else if (kind < 24) {
      call();
    } else if (kind < 30) {
      condition(depth);
    } else if (kind < 32) {
      loop(depth);
    } else {
      choice(depth);
    }
  }

  private void condition(int depth) {
    word(2);
    code.add(Opcode.IF);
    statements(depth - 1);
    if (random.nextBoolean()) {
      code.add(Opcode.ELSE);
      statements(depth - 1);
    }
    code.add(Opcode.END);
  }

  /** {@code switch (word) { case 0: ... case 1: ... default: }}, without {@code break}s. */
  private void choice(int depth) {
    int cases = 2 + random.nextInt(6);
    long[] labels = new long[2 * cases + 1];
    for (int i = 0; i <= cases; i++) {
      code.add(Opcode.BLOCK);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i == labels.length - 1 ? cases : i % cases;
    }
    word(1);
    code.add(Opcode.I32_CONST, 2L * cases).add(Opcode.I32_REM_U).add(Opcode.BR_TABLE, labels);
    for (int i = 0; i < cases; i++) {
      code.add(Opcode.END);
      statement(depth - 1);
    }
    code.add(Opcode.END);
  }

  private void statements(int depth) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      statement(depth);
    }
  }

  /** The counter is shared by nested loops: the inner one ends the outer one too. */
  private void loop(int depth) {
    code.add(Opcode.I32_CONST, 3).add(Opcode.LOCAL_SET, COUNTER).add(Opcode.LOOP);
    statements(depth - 1);
    code.add(Opcode.LOCAL_GET, COUNTER).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    code.add(Opcode.LOCAL_TEE, COUNTER).add(Opcode.I32_CONST, 0).add(Opcode.I32_GT_S);
    code.add(Opcode.BR_IF, 0).add(Opcode.END);
  }

  private void call() {
    if (layer == 0) {
      return;
    }
    word(1);
    word(1);
    List<Integer> callees = layers.get(layer - 1);
    if (callees.isEmpty() || random.nextInt(8) == 0) {
      word(0);
      code.add(Opcode.I32_CONST, TABLE_SIZE - 1).add(Opcode.I32_AND);
      code.add(Opcode.CALL_INDIRECT, type);
    } else {
      code.add(Opcode.CALL, callees.get(random.nextInt(callees.size())));
    }
    code.add(Opcode.LOCAL_SET, random.nextInt(LOCALS_32));
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
