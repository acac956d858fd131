package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * The shape of the code that is generated: lowered code and JVM code of small functions, compared
 * with files that are rewritten with {@code -Daspectvm.updateGoldens=true} only. What code does is
 * tested elsewhere.
 */
class GoldenCodeTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final String COLD = "aspect/cold/T0";
  private static final boolean UPDATE = Boolean.getBoolean("aspectvm.updateGoldens");

  /**
   * A function.
   *
   * @param method of the generated code that is shown besides it, or null
   */
  record Golden(String name, String type, String code, String method) {
    @Override
    public String toString() {
      return name;
    }

    /** All cases have the same surroundings, so that indices are stable. */
    byte[] wasm() {
      return new GuestModule()
          .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->")
          .importing("keccak", "crypto-api", "__CryptoApi__.keccak", "i32 -> i32")
          .export("f", type, code)
          .function("callee", "i64 i32 -> i64", "local.get 0")
          .function("pair", "-> i32 i64", "i32.const 1; i64.const 2")
          .memory(1, 4)
          .table(4, "callee")
          .global("g", ValueType.I64, 5)
          .toByteArray();
    }
  }

  private static Stream<Golden> cases() {
    return Stream.of(
        new Golden("straight-line", "i32 i64 -> i64", STRAIGHT_LINE, null),
        new Golden("loop", "i32 -> i64", LOOP, null),
        new Golden("while-loop", "i32 -> i32", WHILE_LOOP, null),
        new Golden("counted-loop", "i32 i32 ->", COUNTED_LOOP, null),
        new Golden("loop-nest", "i32 ->", LOOP_NEST, null),
        new Golden("if-else", "i32 i32 -> i32", IF_ELSE, null),
        new Golden("block-with-result", "i32 -> i32", BLOCK_WITH_RESULT, null),
        new Golden("branch-table", "i32 -> i32", BRANCH_TABLE, null),
        new Golden("memory", "i32 i64 -> i32", MEMORY, null),
        new Golden("memory-grow", "i32 -> i32", MEMORY_GROW, null),
        new Golden("calls", "i64 i32 -> i64", CALLS, "d"),
        new Golden(
            "host-calls", "i32 -> i32", "local.get 0; call $log; local.get 0; call $keccak", "h1"),
        new Golden("globals-and-select", "i32 -> i64", GLOBALS, null),
        new Golden("traps", "i32 i32 -> i32", TRAPS, null),
        new Golden("unsigned-comparisons", "i32 i64 -> i32", UNSIGNED, null),
        new Golden("two-results", "-> i32 i64", "call $pair; i64.const 1; i64.add", null),
        new Golden("bulk", "i32 ->", BULK, null),
        new Golden("references", "i32 -> i32", REFERENCES, null),
        new Golden("wide-arithmetic", "i64 i64 -> i64 i64", WIDE, null));
  }

  private static final String STRAIGHT_LINE =
      "local.get 0; i64.extend_i32_u; local.get 1; i64.add; i64.const 3; i64.shl";

  private static final String LOOP =
      """
      local i64
      loop
      local.get 1; local.get 0; i64.extend_i32_s; i64.add; local.set 1
      local.get 0; i32.const 1; i32.sub; local.tee 0; i32.const 0; i32.gt_s; br_if 0
      end
      local.get 1
      """;

  private static final String COUNTED_LOOP =
      "loop; local.get 0; local.get 0; i32.store 2 0; "
          + "local.get 0; i32.const 4; i32.add; local.tee 0; local.get 1; i32.ne; br_if 0; end";

  private static final String LOOP_NEST =
      """
      local i32
      loop
      i32.const 0; local.set 1
      loop
      local.get 1; local.get 0; i32.store8 0 0
      local.get 1; i32.const 1; i32.add; local.tee 1; i32.const 32; i32.ne; br_if 0
      end
      local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0
      end
      """;

  private static final String WHILE_LOOP =
      """
      local i32
      block; loop
      local.get 1; local.get 0; i32.ge_s; br_if 1
      local.get 1; local.get 1; i32.store8 0 0
      local.get 1; i32.const 1; i32.add; local.set 1; br 0
      end; end
      local.get 1
      """;

  private static final String IF_ELSE =
      "local.get 0; local.get 1; i32.lt_s; if i32; local.get 0; else; local.get 1; end";

  private static final String BLOCK_WITH_RESULT =
      "i32.const 3; block i32; i32.const 9; local.get 0; br_if 0; drop; i32.const 8; end; i32.mul";

  private static final String BRANCH_TABLE =
      """
      block; block; block
      local.get 0; br_table 0 1 0 2
      end
      i32.const 10; return
      end
      i32.const 20; return
      end
      i32.const 30
      """;

  private static final String MEMORY =
      """
      local.get 0; local.get 1; i64.store 3 16
      local.get 0; i32.load8_u 0 4294967295
      local.get 0; i32.load16_s; i32.add
      """;

  private static final String MEMORY_GROW =
      "local.get 0; memory.grow; drop; memory.size; local.get 0; i32.load; i32.add";

  private static final String BULK =
      """
      local.get 0; i32.const 0; i32.const 64; memory.copy
      i32.const 1; i32.const 2; local.get 0; table.copy 0 0
      """;

  private static final String REFERENCES =
      """
      local funcref
      local.get 0; ref.func $callee; table.set 0
      block; local.get 0; table.get 0; ref.is_null; br_if 0
      local.get 1; ref.null funcref; local.get 0; select funcref; ref.is_null; return
      end
      i32.const 2
      """;

  private static final String WIDE =
      "local.get 0; local.get 1; i64.mul_wide_u; local.get 0; i64.const 3; i64.add128";

  private static final String CALLS =
      """
      local.get 0; local.get 1; call $callee
      local.get 1; local.get 1; call_indirect i64 i32 -> i64
      """;

  private static final String GLOBALS =
      """
      global.get $g; i64.const 1; i64.add; global.set $g
      global.get $g; i64.const -1; local.get 0; i32.eqz; select
      """;

  private static final String TRAPS =
      """
      local.get 0; local.get 1; i32.div_s
      local.get 0; if; unreachable; end
      """;

  private static final String UNSIGNED =
      """
      local.get 0; i32.const 5; i32.lt_u
      if; i32.const 1; return; end
      local.get 1; i64.const 5; i64.ge_u
      """;

  @ParameterizedTest
  @MethodSource("cases")
  void looksAsExpected(Golden golden) throws Exception {
    Path file = FOLDER.resolve(golden.name() + ".expected.txt");
    String actual = text(golden);
    if (UPDATE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    if (!Files.exists(file)) {
      fail(file + " is missing; CONTRIBUTING.md says how golden files are made");
    }
    assertEquals(Files.readString(file), actual);
  }

  private static String text(Golden golden) throws Exception {
    StringBuilder text = new StringBuilder();
    text.append("function ").append(golden.type()).append('\n');
    for (String line : golden.code().split("[;\n]")) {
      text.append(line.isBlank() ? "" : "  " + line.trim() + "\n");
    }
    List<String> lowered = new ArrayList<>();
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withCheckedClasses();
    CompiledModule module =
        new ModuleCompiler(options)
            .compile(
                golden.wasm(),
                function ->
                    lowered.add("frame of " + function.frameSlots() + " slots\n" + function.code()))
            .module();
    text.append("\nlowered, ").append(lowered.get(0));
    text.append('\n').append(method(module, "f2"));
    if (golden.method() != null) {
      text.append('\n').append(method(module, golden.method()));
    }
    if (module.classNames().contains(COLD)) {
      ClassReader cold = new ClassReader(bytes(module, COLD));
      cold.accept(new MethodNames(name -> text.append('\n').append(method(module, COLD, name))), 0);
    }
    return text.toString();
  }

  /** The first generated method with this name, without frames and sizes. */
  private static String method(CompiledModule module, String name) {
    for (String owner : module.classNames()) {
      String found = method(module, owner, name);
      if (found != null) {
        return found;
      }
    }
    throw new AssertionError("no method " + name);
  }

  private static String method(CompiledModule module, String owner, String name) {
    MethodText text = new MethodText(owner, name);
    new ClassReader(bytes(module, owner)).accept(text, ClassReader.SKIP_FRAMES);
    return text.found;
  }

  private static byte[] bytes(CompiledModule module, String owner) {
    ByteBuffer file = module.classFile(owner);
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return bytes;
  }

  /** Takes the names of the methods of the function that is looked at. */
  private static final class MethodNames extends ClassVisitor {
    private final Consumer<String> names;

    MethodNames(Consumer<String> names) {
      super(Opcodes.ASM9);
      this.names = names;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (name.equals("f2") || name.startsWith("f2$")) {
        names.accept(name);
      }
      return null;
    }
  }

  private static final class MethodText extends ClassVisitor {
    private final String owner;
    private final String wanted;
    private String found;

    MethodText(String owner, String wanted) {
      super(Opcodes.ASM9);
      this.owner = owner;
      this.wanted = wanted;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (!name.equals(wanted)) {
        return null;
      }
      Textifier printer =
          new Textifier(Opcodes.ASM9) {
            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
              // Not part of the shape.
            }

            @Override
            public void visitMethodEnd() {
              StringWriter lines = new StringWriter();
              PrintWriter out = new PrintWriter(lines);
              print(out);
              out.flush();
              found = "%s.%s%s\n%s".formatted(owner, name, descriptor, lines);
            }
          };
      return new TraceMethodVisitor(printer);
    }
  }
}
